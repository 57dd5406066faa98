//! Texts that hold the configurations of more than one switch, or one of them twice.

use super::Error;

/// How what a switch was asked for begins, in what it shows.
const HEADS: [&str; 2] = ["! Command: show running-config", "!Command: show running-config"];
const NAMES: [&str; 2] = ["hostname ", "switchname "];

/// Refuses a text that gives two names, one of them again behind the end of a configuration, or what a
/// switch shows before all it says a second time.
pub fn check(text: &str) -> Result<(), Error> {
    // The first line of a configuration that tells one, and that of another one behind it.
    let (mut first, mut second) = (None::<(usize, Option<&str>)>, None::<usize>);
    let (mut ended, mut says, mut banner) = (false, false, None::<Closes>);
    for (line, number) in text.lines().zip(1..) {
        if let Some(closes) = banner {
            banner = (!closes.by(line)).then_some(closes);
            continue;
        }
        banner = Closes::of(line);
        ended |= line.trim_end() == "end";
        if HEADS.iter().any(|head| line.starts_with(head)) {
            match first {
                Some(_) if says => second = second.or(Some(number)),
                Some(_) => {}
                None => first = Some((number, None)),
            }
        }
        says |= !line.trim().is_empty() && !line.starts_with('!');
        let Some(name) = NAMES.iter().find_map(|word| line.strip_prefix(word)).map(str::trim) else {
            continue;
        };
        match first {
            Some((_, Some(other))) if name == other && !ended && second.is_none() => {}
            Some((at, named)) if named.is_some() || second.is_some() => {
                return Err(several((at, named), (number, Some(name))));
            }
            _ => (first, ended) = (Some((number, Some(name))), false),
        }
    }
    match first.zip(second) {
        Some((first, second)) => Err(several(first, (second, None))),
        None => Ok(()),
    }
}

fn several(first: (usize, Option<&str>), second: (usize, Option<&str>)) -> Error {
    let own = |(line, name): (usize, Option<&str>)| (line, name.map(str::to_owned));
    Error::Several { first: own(first), second: own(second) }
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
    fn a_second_name_or_a_second_head_is_another_configuration() {
        let two = |first, second| Err(several(first, second));
        let (a, b) = (Some("a"), Some("b"));
        assert_eq!(check("hostname a\nend\nhostname b\nend\n"), two((1, a), (3, b)));
        assert_eq!(check("hostname a\nswitchname b \n"), two((1, a), (2, b)));
        assert_eq!(check("hostname a\nend\nhostname a\nend\n"), two((1, a), (3, a)));
        let shown = "!Command: show running-config\n\nhostname a\nvlan 5\n";
        assert_eq!(check(&shown.repeat(2)), two((3, a), (7, a)));
        let nameless = "!Command: show running-config\n\nvlan 5\n";
        assert_eq!(check(&format!("{shown}{nameless}")), two((3, a), (5, None)));
        assert_eq!(check(&format!("{nameless}{shown}")), two((1, None), (6, a)));
        assert_eq!(check(&nameless.repeat(2)), two((1, None), (4, None)));
    }

    #[test]
    fn one_name_is_one_configuration() {
        for text in [
            "",
            "vlan 5\nend\n",
            "hostname a\nhostname a\n",
            "! Command: show running-config\n!\n! Command: show running-config\nhostname a\n",
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
