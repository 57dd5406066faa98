//! What members of a port-channel take over from it, so that it is not said to them as well.

use std::collections::HashMap;

use super::row::Table;
use super::section::Section;

/// The old tree as it is once port-channels say what is new: a member that said the same says the
/// same again. EOS members have nothing of the kind.
pub fn followed(table: &Table, old: &[Section], new: &[Section]) -> Vec<Section> {
    let channels = |sections: &'_ [Section]| -> HashMap<String, HashMap<String, String>> {
        let found = sections.iter().filter_map(|s| Some((number(s)?, shared(table, "channel", s))));
        found.map(|(number, lines)| (number.to_owned(), lines)).collect()
    };
    let (before, after) = (channels(old), channels(new));
    let mut all = old.to_vec();
    for port in &mut all {
        let Some(joins) = port.lines.iter().find(|l| l.line.starts_with("channel-group ")) else { continue };
        let channel = joins.line.split(' ').nth(1).unwrap_or_default().to_owned();
        // Port-channels change before their members: who leaves has followed before.
        let (Some(before), Some(after)) = (before.get(&channel), after.get(&channel)) else { continue };
        follow(table, port, before, after);
    }
    all
}

fn number(section: &Section) -> Option<&str> {
    let name = section.line.to_ascii_lowercase();
    let at = name.strip_prefix("interface port-channel").map(str::len)?;
    section.line.get(section.line.len() - at..).filter(|number| !number.contains('.'))
}

/// The lines of a section that members share, by what they overwrite.
fn shared(table: &Table, scope: &str, section: &Section) -> HashMap<String, String> {
    let known = section.lines.iter().filter_map(|l| Some((l, table.find(scope, &l.line)?)));
    let shared = known.filter(|(_, known)| known.row.shared);
    shared.map(|(line, known)| (known.slot(), line.line.clone())).collect()
}

fn follow(
    table: &Table,
    port: &mut Section,
    before: &HashMap<String, String>,
    after: &HashMap<String, String>,
) {
    let own = shared(table, "port", port);
    let mut slots: Vec<&String> = before.keys().chain(after.keys()).collect();
    slots.sort_unstable();
    slots.dedup();
    for slot in slots {
        let (old, new) = (before.get(slot), after.get(slot));
        if old == new || own.get(slot) != old {
            continue;
        }
        port.lines.retain(|line| Some(&line.line) != old);
        if let Some(new) = new {
            port.lines.push(Section { line: new.clone(), lines: Vec::new() });
        }
    }
}
