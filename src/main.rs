//! The program: words in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(u8::from(selvedge::cli::run(std::env::args_os())))
}
