//! Who is hit, in a phrase.

use std::collections::{BTreeSet, HashSet};

use super::entry::natural;
use super::words::{count, names};
use crate::diff::Hit;
use crate::report::message;

/// How many are named at once; of more the number is told.
const MOST_NAMED: usize = 3;

/// Who is behind several changes, each once.
#[derive(Debug, Default)]
pub struct Crowd<'a> {
    /// What was added already: changes of one place of a switch share what is behind it.
    added: HashSet<*const Hit>,
    /// Whether there is a change of which it is not known.
    unknown: bool,
    racks: BTreeSet<&'a str>,
    servers: BTreeSet<&'a str>,
    domains: BTreeSet<&'a str>,
    clusters: BTreeSet<&'a str>,
    vms: BTreeSet<&'a str>,
}

impl<'a> Crowd<'a> {
    /// With who is behind one more change.
    pub fn add(&mut self, hit: Option<&'a Hit>) {
        let Some(hit) = hit else {
            self.unknown = true;
            return;
        };
        if !self.added.insert(std::ptr::from_ref(hit)) {
            return;
        }
        for (all, more) in [
            (&mut self.racks, &hit.racks),
            (&mut self.servers, &hit.servers),
            (&mut self.domains, &hit.domains),
            (&mut self.clusters, &hit.clusters),
            (&mut self.vms, &hit.vms),
        ] {
            all.extend(more.iter().map(String::as_str));
        }
    }

    /// With all of another.
    pub fn join(&mut self, other: &Crowd<'a>) {
        self.unknown |= other.unknown;
        self.racks.extend(&other.racks);
        self.servers.extend(&other.servers);
        self.domains.extend(&other.domains);
        self.clusters.extend(&other.clusters);
        self.vms.extend(&other.vms);
    }

    /// `rack r1: 16 servers; domain prod; cluster k1; 3 VMs (web1, web2, db1)`.
    pub fn phrase(&self) -> String {
        let mut parts = Vec::new();
        let servers = counted(&self.servers, "server");
        let racks = named(&self.racks, "rack");
        parts.extend(match (racks, servers) {
            (Some(racks), Some(servers)) => Some(format!("{racks}: {servers}")),
            (racks, servers) => racks.or(servers),
        });
        parts.extend(named(&self.domains, "domain"));
        parts.extend(named(&self.clusters, "cluster"));
        parts.extend(counted(&self.vms, "VM"));
        match (parts.is_empty(), self.unknown) {
            (true, true) => "who is behind it is not known to the fabric".to_owned(),
            (true, false) => "nobody".to_owned(),
            (false, true) => format!("{}; others that the fabric does not know", parts.join("; ")),
            (false, false) => parts.join("; "),
        }
    }

    fn is_nobody(&self) -> bool {
        let all = [&self.racks, &self.servers, &self.domains, &self.clusters, &self.vms];
        all.iter().all(|of| of.is_empty())
    }

    /// The phrase as a line.
    pub fn line(&self) -> String {
        let phrase = self.phrase();
        let line = if self.unknown && self.is_nobody() { phrase } else { format!("hits {phrase}") };
        message(&line).into_owned()
    }
}

fn sorted<'a>(all: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let mut all: Vec<&str> = all.iter().copied().collect();
    all.sort_by_cached_key(|name| natural(name));
    all
}

/// `racks r1, r2 and 126 more`.
fn named(all: &BTreeSet<&str>, noun: &str) -> Option<String> {
    let plural = if all.len() == 1 { "" } else { "s" };
    (!all.is_empty()).then(|| format!("{noun}{plural} {}", names(&sorted(all))))
}

/// `2 servers (r1-s1, r1-s2)`, `16 servers`.
fn counted(all: &BTreeSet<&str>, noun: &str) -> Option<String> {
    match all.len() {
        0 => None,
        n if n > MOST_NAMED => Some(count(n, noun)),
        n => Some(format!("{} ({})", count(n, noun), names(&sorted(all)))),
    }
}
