//! `selvedge man`: the manual, a page for each command.

use std::io;
use std::path::PathBuf;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::{Cli, Exit, Failure, out};
use crate::emit;
use crate::finding::did_you_mean;
use crate::shown;

/// Print a page of the manual, or write all of them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  selvedge man | man -l -                        the program
  selvedge man compile | man -l -                one of its commands
  selvedge man --output ~/.local/share/man/man1  a page for each")]
pub struct Args {
    /// The command; without one, the program
    #[arg(conflicts_with = "output")]
    command: Option<String>,
    /// Write every page to this folder, in place of printing one
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints a page or writes all.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let pages = pages()?;
    if let Some(dir) = &args.output {
        let files: Vec<(&str, &str)> = pages.iter().map(|(name, text)| (&**name, &**text)).collect();
        emit::fill(dir, &files)?;
        out::print(&format!("{}: {} pages written\n", shown::path(dir), files.len()))?;
        return Ok(Exit::Clean);
    }
    let file = match &args.command {
        Some(command) => format!("selvedge-{command}.1"),
        None => "selvedge.1".to_owned(),
    };
    let Some((_, text)) = pages.iter().find(|(name, _)| *name == file) else {
        let command = args.command.as_deref().unwrap_or("");
        let names = pages.iter().filter_map(|(name, _)| name.strip_prefix("selvedge-")?.strip_suffix(".1"));
        let help = did_you_mean(command, names).unwrap_or_else(|| "`selvedge --help` lists them".to_owned());
        return Err(Failure(format!("there is no command `{}`\n{help}", shown::printable(command))));
    };
    out::print(text)?;
    Ok(Exit::Clean)
}

/// Every page with the name of its file. Commands of commands stand beside their own:
/// `selvedge-templates-list.1`.
fn pages() -> io::Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    let mut root = Cli::command();
    root.build();
    add(&root, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<(String, String)>) -> io::Result<()> {
    // `build` gave each its whole name, `selvedge-templates-list`.
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let man = Man::new(command.clone().name(name.clone()));
    // The title in our words: the crate's leaves out what is empty, and a date would be one.
    let title = name.to_uppercase();
    let mut text =
        format!(".TH \"{title}\" \"1\" \"\" \"{}\" \"Selvedge\"\n", crate::compile::COMPILER).into_bytes();
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    man.render_extra_section(&mut text)?;
    pages.push((format!("{name}.1"), String::from_utf8_lossy(&text).into_owned()));
    for inner in command.get_subcommands().filter(|c| !c.is_hide_set()) {
        add(inner, pages)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls `visit` with every command and the name of its page.
    fn walk(command: &Command, visit: &mut dyn FnMut(&Command, &str)) {
        visit(command, command.get_display_name().unwrap_or(command.get_name()));
        command.get_subcommands().for_each(|inner| walk(inner, visit));
    }

    #[test]
    fn every_option_is_in_the_page_of_its_command() {
        let pages = pages().unwrap();
        let mut root = Cli::command();
        root.build();
        let mut options = 0;
        walk(&root, &mut |command, name| {
            let file = format!("{name}.1");
            let (_, text) =
                pages.iter().find(|(page, _)| *page == file).unwrap_or_else(|| panic!("no {file}"));
            // In roff a hyphen that is a hyphen is escaped.
            let text = text.replace("\\-", "-");
            for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
                options += 1;
                match argument.get_long() {
                    Some(long) => assert!(text.contains(&format!("--{long}")), "{file} lacks --{long}"),
                    None => {
                        let value = argument.get_value_names().unwrap()[0].as_str();
                        assert!(text.contains(value), "{file} lacks {value}");
                    }
                }
            }
            for inner in command.get_subcommands() {
                let reference = format!("{}(1)", inner.get_display_name().unwrap());
                assert!(text.contains(&reference), "{file} lacks {reference}");
            }
        });
        assert!(options > 30, "{options}");
    }
}
