//! `selvedge completions`: what a shell needs to complete our words.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Exit, Failure, out};

/// Print the script that completes words in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  selvedge completions bash > ~/.local/share/bash-completion/completions/selvedge
  selvedge completions zsh > ~/.zfunc/_selvedge
  selvedge completions fish > ~/.config/fish/completions/selvedge.fish")]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Prints the script.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "selvedge", &mut script);
    out::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
