//! What `check` has to catch, fault by fault: each way to write it that we know of, as a change to
//! a small fabric without a mistake, gives one finding, of the rule that speaks of it, at the place
//! that is to change.
//!
//! The tables are to be read from the left: a fault by the name that the field has for it, how it
//! is written, the rule. Where the language leaves no way to write a fault, the rows are the
//! nearest that can be written, and the comment above them says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod masks;
mod routing;
mod switching;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use selvedge::source::Sources;

/// A fault.
#[derive(Debug)]
pub struct Row {
    /// The name of the fault.
    pub fault: &'static str,
    /// What is written in place of what in the small fabric.
    pub change: &'static [(&'static str, &'static str)],
    /// What is written behind it.
    pub more: &'static str,
    /// The rule that has to speak. The place stands between « and » in the texts above.
    pub rule: &'static str,
}

/// A fault that is written behind the small fabric.
pub const fn row(fault: &'static str, more: &'static str, rule: &'static str) -> Row {
    Row { fault, change: &[], more, rule }
}

/// The small fabric: `fixtures/rule-base`, as one text.
pub fn base() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rule-base");
    let parts = ["fabric", "platforms", "profile", "routers", "rack"];
    parts.iter().map(|p| fs::read_to_string(folder.join(format!("{p}.fab"))).unwrap()).collect()
}

/// The small fabric with the fault of a row, and the place that it has to be found at.
fn written(row: &Row) -> Result<(String, (usize, usize)), String> {
    let mut text = base();
    for (old, new) in row.change {
        if !text.contains(old) {
            return Err(format!("{}: the small fabric has no `{old}`", row.fault));
        }
        text = text.replacen(old, new, 1);
    }
    text.push_str(row.more);
    if text.matches('«').count() != 1 {
        return Err(format!("{}: one place has to be marked {:?}", row.fault, row));
    }
    let start = text.find('«').unwrap();
    let text = text.replace('«', "");
    let end = text.find('»').unwrap();
    Ok((text.replace('»', ""), (start, end)))
}

/// What is wrong with what is found in a row; nothing where it is the one finding.
fn wrong(row: &Row) -> Option<String> {
    let (text, (start, end)) = match written(row) {
        Ok(written) => written,
        Err(wrong) => return Some(wrong),
    };
    let (sources, findings) = Sources::from_text("fabric.fab", &text);
    let checked = selvedge::check_sources(sources, findings);
    let right = match checked.findings.as_slice() {
        [one] => {
            one.rule == row.rule
                && (one.primary.span.start as usize, one.primary.span.end as usize) == (start, end)
        }
        _ => false,
    };
    if right {
        return None;
    }
    let mut told = format!("{}, written {:?}: not {} alone", row.fault, row.more, row.rule);
    for finding in &checked.findings {
        let at = checked.sources.text(finding.primary.span);
        write!(told, "\n  {}: {} at `{at}`", finding.rule, finding.title).unwrap();
    }
    Some(told)
}

/// Holds every row, and finds one for each of the names.
pub fn hold(names: &[&str], rows: &[Row]) {
    let wrong: Vec<String> = rows.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    for name in names {
        assert!(rows.iter().any(|r| r.fault == *name), "no row for {name}");
    }
    for row in rows {
        assert!(names.contains(&row.fault), "{} is not among the names", row.fault);
    }
}

#[test]
fn the_small_fabric_is_without_a_mistake() {
    let (sources, findings) = Sources::from_text("fabric.fab", &base());
    assert!(selvedge::check_sources(sources, findings).findings.is_empty());
}
