//! Printing. A reader that has gone away (`selvedge check site | head`) is no failure.

use std::io::{self, ErrorKind, IsTerminal, Write};

use crate::report::human::Style;
use crate::report::printable;

/// Writes to standard output.
///
/// # Errors
/// Where the stream refuses for another reason than that nobody reads it.
pub fn print(text: &str) -> io::Result<()> {
    write(&mut io::stdout().lock(), text)
}

/// Writes to standard error.
///
/// # Errors
/// As [`print`].
pub fn eprint(text: &str) -> io::Result<()> {
    write(&mut io::stderr().lock(), text)
}

/// Says why a command ends. Where even that can't be said, the exit code is left to say it.
pub fn error(reason: &str) {
    let lines: Vec<_> = reason.lines().map(printable).collect();
    let head = match Style::of(&io::stderr()).fancy {
        true => "\u{1b}[31merror\u{1b}[0m",
        false => "error",
    };
    let _ = eprint(&format!("{head}: {}\n", lines.join("\n")));
}

/// ` in 0.06 s`, on a terminal; nothing elsewhere.
pub fn took(since: std::time::Instant) -> String {
    match io::stdout().is_terminal() {
        true => format!(" in {:.2} s", since.elapsed().as_secs_f64()),
        false => String::new(),
    }
}

fn write(stream: &mut impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Refuses(ErrorKind);

    impl Write for Refuses {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_a_reader_that_left_is_forgiven() {
        assert!(write(&mut Refuses(ErrorKind::BrokenPipe), "x").is_ok());
        assert!(write(&mut Refuses(ErrorKind::StorageFull), "x").is_err());
    }
}
