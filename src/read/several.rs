//! Texts that hold the configurations of more than one switch, or one of them twice.

use super::Error;

/// How what a switch was asked for begins, in what it shows.
const HEADS: [&str; 2] = ["! Command: show running-config", "!Command: show running-config"];
const NAMES: [&str; 2] = ["hostname ", "switchname "];

/// Refuses a text that gives two names, or one of them again behind the end of a configuration.
pub fn check(text: &str) -> Result<(), Error> {
    let mut first: Option<(usize, &str)> = None;
    let mut ended = false;
    let mut banner: Option<Closes> = None;
    for (line, number) in text.lines().zip(1..) {
        if let Some(closes) = banner {
            banner = (!closes.by(line)).then_some(closes);
            continue;
        }
        banner = Closes::of(line);
        ended |= line.trim_end() == "end" || HEADS.iter().any(|head| line.starts_with(head));
        let Some(name) = NAMES.iter().find_map(|word| line.strip_prefix(word)).map(str::trim) else {
            continue;
        };
        match first {
            Some((at, other)) if ended || name != other => {
                return Err(Error::Several { first: (at, other.to_owned()), second: (number, name.to_owned()) });
            }
            Some(_) => {}
            None => (first, ended) = (Some((number, name)), false),
        }
    }
    Ok(())
}

/// What closes a banner, whose lines say nothing of the switch.
#[derive(Debug, Clone, Copy)]
enum Closes {
    /// EOS: a line of its own.
    End,
    /// NX-OS: a character.
    Mark(char),
}

impl Closes {
    /// What closes the banner that a line begins, where that is another line.
    fn of(line: &str) -> Option<Closes> {
        let words = line.strip_prefix("banner ")?.trim();
        let Some((_, text)) = words.split_once(' ') else { return Some(Closes::End) };
        let mut text = text.trim_start().chars();
        let mark = text.next()?;
        (!text.as_str().contains(mark)).then_some(Closes::Mark(mark))
    }

    fn by(self, line: &str) -> bool {
        match self {
            Closes::End => line.trim_end() == "EOF",
            Closes::Mark(mark) => line.contains(mark),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_name_is_another_configuration() {
        let two = |first: (usize, &str), second: (usize, &str)| {
            let own = |(line, name): (usize, &str)| (line, name.to_owned());
            Err(Error::Several { first: own(first), second: own(second) })
        };
        assert_eq!(check("hostname a\nend\nhostname b\nend\n"), two((1, "a"), (3, "b")));
        assert_eq!(check("hostname a\nswitchname b \n"), two((1, "a"), (2, "b")));
        assert_eq!(check("hostname a\nend\nhostname a\nend\n"), two((1, "a"), (3, "a")));
        let shown = "!Command: show running-config\n\nhostname a\nvlan 5\n";
        assert_eq!(check(&shown.repeat(2)), two((3, "a"), (7, "a")));
    }

    #[test]
    fn one_name_is_one_configuration() {
        for text in [
            "",
            "vlan 5\nend\n",
            "hostname a\nhostname a\n",
            "! Command: show running-config\nhostname a\n   hostname b\nend\n",
            "hostname a\nbanner motd\nhostname b\nEOF\nend\n",
            "hostname a\nbanner motd ^\nend\nhostname b\n^\n",
            "hostname a\nbanner motd #one line#\nvlan 5\n",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        let behind = "hostname a\nbanner motd #one line#\nhostname b\n";
        assert!(check(behind).is_err());
    }
}
