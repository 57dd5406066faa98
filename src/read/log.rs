//! Messages of its log that a switch writes to a console while its configuration is copied off it.
//!
//! What a message is has to be certain: a time of day behind a date, and behind that a word like
//! `%ETHPORT-5-IF_UP:`, which together stand in no line of a configuration but in a text for people.

use std::borrow::Cow;

use super::{Error, prompt};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// How many words stand between the time and what the message is at most: the zone, the host, the
/// process, `%$ VDC-1 %$`.
const MOST_BETWEEN: usize = 7;
/// What begins lines that may quote anything.
const FREE: [&str; 5] = ["!", "description ", "remark ", "name ", "alias "];

/// A text without messages, and how many there were. Its lines keep their numbers.
///
/// # Errors
/// Where one stands in the middle of a line: the rest of that line is elsewhere.
pub fn without(text: &str) -> Result<(Cow<'_, str>, usize), Error> {
    // The mark of what a message is: most texts have none.
    if !text.contains('%') {
        return Ok((Cow::Borrowed(text), 0));
    }
    let (mut kept, mut left_out) = (String::with_capacity(text.len()), 0);
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let Some(before) = before_message(line) else {
            kept.push_str(line);
            continue;
        };
        if !before.trim().is_empty() {
            if !prompt::is_prompt(before) {
                return Err(Error::Interrupted { line: number });
            }
            kept.push_str(before.trim_end());
        }
        kept.push_str(if line.ends_with('\n') { "\n" } else { "" });
        left_out += 1;
    }
    Ok((if left_out == 0 { Cow::Borrowed(text) } else { Cow::Owned(kept) }, left_out))
}

/// What stands before a message in a line that has one.
fn before_message(line: &str) -> Option<&str> {
    let mark = line.find('%')?;
    if FREE.iter().any(|free| line.trim_start().starts_with(free)) {
        return None;
    }
    let (head, rest) = line.split_at_checked(mark)?;
    if !rest.split_ascii_whitespace().take(MOST_BETWEEN).any(is_mnemonic) {
        return None;
    }
    let words: Vec<&str> = head.split_ascii_whitespace().collect();
    let time = words.iter().rposition(|word| is_time(word))?;
    if words.len() - time > MOST_BETWEEN {
        return None;
    }
    let stamp = *words.get(time)?;
    let begins = |word: &str| Some(word.as_ptr().addr() - line.as_ptr().addr());
    if let Some(glued) = before_date(stamp) {
        return line.get(..begins(stamp)? + glued.len());
    }
    let [month, day] = words.get(time.checked_sub(2)?..time)? else { return None };
    day.parse::<u8>().ok().filter(|day| (1..=31).contains(day))?;
    let name = MONTHS.iter().find(|name| month.ends_with(**name))?;
    let before = line.get(..begins(month)? + month.len() - name.len())?;
    // A Nexus says the year first.
    let dated = before.trim_end();
    let year = dated.len().checked_sub(4).and_then(|at| dated.split_at_checked(at));
    let year = year.filter(|(_, year)| year.bytes().all(|b| b.is_ascii_digit()));
    Some(year.map_or(before, |(before, _)| before))
}

/// `10:00:00`, `10:00:00.123`, `2026-11-21T10:00:00.123+00:00`, with what stands before that date.
fn is_time(word: &str) -> bool {
    let time = match word.rsplit_once('T') {
        Some(_) if before_date(word).is_none() => return false,
        Some((_, time)) => time,
        None => word.trim_end_matches(':'),
    };
    let rest = time.get("00:00:00".len()..);
    has_form(time.get(.."00:00:00".len()), "00:00:00")
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '+', '-', 'Z']))
}

/// What stands before a date in a word that is one with a time behind it.
fn before_date(word: &str) -> Option<&str> {
    let (date, _) = word.rsplit_once('T')?;
    let (before, date) = date.split_at_checked(date.len().checked_sub("0000-00-00".len())?)?;
    has_form(Some(date), "0000-00-00").then_some(before)
}

/// Whether a text has digits where a form has them, and is the form elsewhere.
fn has_form(text: Option<&str>, form: &str) -> bool {
    let digit = |(byte, form): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { byte == form };
    text.is_some_and(|text| text.len() == form.len() && text.bytes().zip(form.bytes()).all(digit))
}

/// `%ETHPORT-5-IF_UP:`, `%LINEPROTO-5-UPDOWN:`, `%SYS-SLOT2-5-X:`.
fn is_mnemonic(word: &str) -> bool {
    let Some(word) = word.strip_prefix('%').and_then(|word| word.split_once(':')).map(|(word, _)| word)
    else {
        return false;
    };
    let name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    let mut parts = word.split('-').rev();
    let (what, severity) = (parts.next(), parts.next());
    let level = |part: &str| matches!(part.as_bytes(), [b'0'..=b'7']);
    let facility: Vec<&str> = parts.collect();
    what.is_some_and(name)
        && severity.is_some_and(level)
        && !facility.is_empty()
        && facility.into_iter().all(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> (String, usize) {
        let (text, count) = without(text).unwrap();
        (text.into_owned(), count)
    }

    #[test]
    fn messages_of_both_vendors_are_left_out_and_lines_keep_their_numbers() {
        for message in [
            "2026 Nov 21 10:00:00 leaf1 %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up in mode trunk",
            "2026 Nov  1 10:00:00.123 leaf1 %$ VDC-1 %$ %USER-2-SYSTEM_MSG: no entry - sshd",
            "2026 Nov 21 10:00:00 UTC: %ETHPORT-SLOT2-5-IF_UP: up",
            "Nov 21 10:00:00 leaf1 Ebra: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet1, up",
            "Nov 21 10:00:00 leaf1 Lldp: %LLDP-5-NEIGHBOR_NEW: LLDP neighbor with chassisId x added",
            "2026-11-21T10:00:00.123456+00:00 leaf1 Ebra: %LINEPROTO-5-UPDOWN: up\r",
        ] {
            let text = format!("interface Ethernet1\n{message}\n   mtu 9214\n{message}");
            assert_eq!(left(&text), ("interface Ethernet1\n\n   mtu 9214\n".to_owned(), 2), "{message}");
            let prompt = format!("end\nleaf1# {message}\n");
            assert_eq!(left(&prompt), ("end\nleaf1#\n".to_owned(), 1), "{message}");
            let cut = Err(Error::Interrupted { line: 2 });
            assert_eq!(without(&format!("a\n   switchport tru{message}\n")), cut, "{message}");
        }
    }

    #[test]
    fn what_a_configuration_says_is_no_message() {
        for line in [
            "   description since Nov 21 10:00:00 leaf1 Ebra: %LINEPROTO-5-UPDOWN: x",
            "!! Nov 21 10:00:00 leaf1 Ebra: %LINEPROTO-5-UPDOWN: x",
            "clock set 10:00:00 21 Nov 2026",
            "logging format timestamp traditional % Nov 21 10:00:00",
            "username a secret sha512 $6$%LINEPROTO-5-UPDOWN:",
            "Nov 21 10:00:00 leaf1 Ebra: %lineproto-5-updown: x",
            "Nov 21 10:00:00 leaf1 Ebra: %LINEPROTO-9-UPDOWN: x",
            "Nov 41 10:00:00 leaf1 Ebra: %LINEPROTO-5-UPDOWN: x",
            "Now 21 10:00:00 leaf1 Ebra: %LINEPROTO-5-UPDOWN: x",
            "Nov 21 10-00-00 leaf1 Ebra: %LINEPROTO-5-UPDOWN: x",
            "% Ambiguous command",
            "2026-1-21T10:00:00 %A-5-B: x",
        ] {
            assert_eq!(left(line), (line.to_owned(), 0));
        }
    }
}
