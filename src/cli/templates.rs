//! `selvedge templates`: what templates there are, and what they are given.

use std::io;
use std::path::{Path, PathBuf};

use super::check::{LoadArgs, subject};
use super::reports::untold;
use super::{Exit, Failure, out};
use crate::compile;
use crate::finding::{self, did_you_mean};
use crate::render::{self, Purpose, TEMPLATES};
use crate::report::human::{self, Style};
use crate::shown;
use crate::source::{self, SourceFile, Sources};

/// Show the templates of switches and hand-offs, and what they are given
#[derive(Debug, clap::Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
A template of your own stands in for the built-in one of the same name: copy it with `show`, change \
it, compile with `--templates DIR`. docs/templates.md describes the rest.

Examples:
  selvedge templates list
  selvedge templates list --templates mine       which of them yours replace
  selvedge templates show arista/interfaces.j2
  selvedge templates context r3-t1 site          the plan that the template prints"
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the templates: name, what they are for, where they come from
    List {
        /// A folder of templates that stand in for the built-in ones of the same names
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Print the text of a template
    Show {
        /// The template, as `list` names it
        name: String,
        /// A folder of templates that stand in for the built-in ones of the same names
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Print what a template is given for a switch, or for the hand-off to a PE, as JSON
    Context {
        /// The switch or PE
        device: String,
        /// The fabric: a .fab file, or a folder whose .fab files make one fabric
        path: PathBuf,
        #[command(flatten)]
        load: LoadArgs,
    },
}

/// Prints what is asked for.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.command {
        Command::List { templates } => list(templates.as_deref()),
        Command::Show { name, templates } => show(name, templates.as_deref()),
        Command::Context { device, path, load } => context(device, path, load),
    }
}

/// The templates of a folder, with what there is to say about them.
fn load(dir: Option<&Path>) -> Result<(Sources, Exit), Failure> {
    let Some(dir) = dir else { return Ok((Sources::default(), Exit::Clean)) };
    let (sources, mut findings) = source::load_templates(dir)?;
    render::findings::check(&sources, &mut findings);
    finding::sort(&mut findings);
    let style = Style::of(&io::stderr());
    out::eprint(&human::render(&sources, &findings, style, &super::explain::documented))?;
    let exit = if finding::any_error(&findings) { Exit::Findings } else { Exit::Clean };
    Ok((sources, exit))
}

fn list(dir: Option<&Path>) -> Result<Exit, Failure> {
    let (sources, exit) = load(dir)?;
    let own: Vec<&SourceFile> = sources.overrides().map(|(_, file)| file).collect();
    let path = |name: &str| own.iter().find(|file| file.key == name).map(|file| shown::path(&file.path));
    let mut rows: Vec<[String; 3]> = Vec::new();
    for (name, _) in TEMPLATES {
        let from = path(name).unwrap_or_else(|| "built in".to_owned());
        let purpose = match render::purpose(name) {
            Purpose::Switches(os) => format!("switches, {os}"),
            Purpose::HandOffs => "hand-offs".to_owned(),
        };
        rows.push([(*name).to_owned(), purpose, from]);
    }
    for file in own.iter().filter(|file| !TEMPLATES.iter().any(|(name, _)| *name == file.key)) {
        rows.push([file.key.clone(), "for others to include".to_owned(), shown::path(&file.path)]);
    }
    rows.sort();
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|w| w.chars().count()).max();
    let (first, second) = (width(0).unwrap_or(0), width(1).unwrap_or(0));
    let lines: Vec<String> = rows
        .iter()
        .map(|[name, purpose, from]| format!("{name:first$}  {purpose:second$}  {from}\n"))
        .collect();
    out::print(&lines.concat())?;
    Ok(exit)
}

fn show(name: &str, dir: Option<&Path>) -> Result<Exit, Failure> {
    let (sources, exit) = load(dir)?;
    let texts = render::template_texts(&sources);
    let Some(text) = texts.get(name) else {
        let help = did_you_mean(name, texts.keys().copied());
        let help = help.unwrap_or_else(|| "`selvedge templates list` lists all there are".to_owned());
        return Err(Failure(format!("there is no template `{}`\n{help}", shown::printable(name))));
    };
    out::print(text)?;
    Ok(exit)
}

fn context(device: &str, path: &Path, load: &LoadArgs) -> Result<Exit, Failure> {
    let checked = crate::check(path, &load.options())?;
    let Some(analysis) = checked.analysis.as_ref().filter(|_| !checked.failed()) else {
        let style = Style::of(&io::stderr());
        let text = human::render(&checked.sources, &checked.findings, style, &super::explain::documented);
        let count = human::count(&checked.findings, untold(&checked));
        out::eprint(&format!("{text}{}: {count}\n", subject(&checked, shown::path(path))))?;
        return Ok(Exit::Findings);
    };
    out::print(&compile::context(analysis, device).map_err(Failure)?)?;
    Ok(Exit::Clean)
}
