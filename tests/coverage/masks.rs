//! A mistake does not hide others: each fault of the tables is found beside each of these mistakes,
//! which have nothing to do with it, and nothing is found that neither of the two is.
//!
//! What a mistake does hide has to be named here, with the reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rayon::prelude::*;
use selvedge::source::Sources;

use super::{Row, routing, switching, written};

/// A mistake, written behind a fabric that has nothing of its names; and the one rule that it breaks.
const MISTAKES: &[(&str, &str)] = &[
    ("nonsense { }\n", "unknown-block"),
    ("nonsense mask { vlan 899 }\n", "unknown-block"),
    ("user bob { password env:BOB }\n", "unknown-block"),
    ("l2-isolation-domain masker { vlan 899; mtuu 9000 }\n", "unknown-attribute"),
    ("l2-isolation-domain masker { vlan 4095 }\n", "vlan-out-of-range"),
    ("access-list mask { rule 10 { action permit; source 10.199.0.0/33 } }\n", "malformed-address"),
    ("port r1-t9:Ethernet2 { mtu 9000 }\n", "unresolved-reference"),
    (
        "cloud-services-network mask-csn { }\nvm mask { cpus 4; memory 16g; cloud-services mask-csn; racks r9 }\n",
        "unresolved-reference",
    ),
    (
        "cloud-services-network mask-csn { egress \"https://mirror.example.com:port\" }\n",
        "egress-endpoint-malformed",
    ),
    (
        "l3-isolation-domain masker { internal-network mm { vlan 899; subnet 10.199.0.0/24; nonsense 5 } }\n",
        "unknown-attribute",
    ),
    (
        "l3-isolation-domain masker { internal-network mm { vlan 899; subnet 10.199.0.999/24 } }\n",
        "malformed-address",
    ),
    (
        "l3-isolation-domain masker { internal-network mm { vlan 899; subnet 10.199.0.0/24; import-policy maks } }\n",
        "unresolved-reference",
    ),
    ("prefix-list mask { rule 10 { action permti; prefix 10.199.0.0/24 } }\n", "malformed-value"),
];

/// What is hidden, by the rule that speaks of it, by the mistake.
type Hidden = BTreeMap<&'static str, BTreeSet<String>>;

fn rows() -> impl Iterator<Item = &'static Row> {
    switching::ROWS.iter().chain(routing::ALL.iter().flat_map(|rows| rows.iter()))
}

#[test]
fn a_mistake_hides_no_other() {
    let pairs: Vec<(&Row, &(&str, &str))> =
        rows().flat_map(|row| MISTAKES.iter().map(move |mistake| (row, mistake))).collect();
    let told: Vec<(Option<_>, Vec<String>)> = pairs
        .par_iter()
        .map(|(row, (more, own))| {
            let (mut text, (start, end)) = written(row).unwrap();
            let mask = text.len() as u32;
            text.push_str(more);
            let (sources, findings) = Sources::from_text("fabric.fab", &text);
            let checked = selvedge::check_sources(sources, findings);
            let is = |f: &&selvedge::finding::Finding| {
                f.rule == row.rule
                    && (f.primary.span.start as usize, f.primary.span.end as usize) == (start, end)
            };
            let found = checked.findings.iter().any(|f| is(&f));
            let mut seen = false;
            let others = checked.findings.iter().filter(|f| !is(f)).filter(|f| {
                // The mistake's own, once.
                let own = f.rule == *own && f.primary.span.start >= mask && !seen;
                seen |= own;
                !own
            });
            let others =
                others.map(|f| format!("{}: {} beside {more:?} and {:?}", f.rule, f.title, row.more));
            ((!found).then_some((row.rule, *more)), others.collect())
        })
        .collect();
    let mut hidden = Hidden::new();
    let mut more = Vec::new();
    for (lost, others) in told {
        if let Some((rule, mistake)) = lost {
            hidden.entry(mistake).or_default().insert(rule.to_owned());
        }
        more.extend(others);
    }
    let mut text = String::new();
    for (mistake, rules) in &hidden {
        writeln!(text, "{}", mistake.trim_end()).unwrap();
        for rule in rules {
            writeln!(text, "  hides {rule}").unwrap();
        }
    }
    insta::assert_snapshot!("hidden", text);
    assert!(more.is_empty(), "{} findings that follow from others\n{}", more.len(), more.join("\n"));
}
