//! How a switch starts.

use std::collections::HashMap;

use super::moments::Moments;
use super::refs::Refs;
use super::state::Node;
use super::trunk::Trunks;
use super::vocabulary::vocabulary;
use super::{Switch, UNKNOWN, Why};
use crate::model::value::Os;

impl Switch {
    /// A switch that starts with a configuration. Lines that it has no command for stay as they are:
    /// nothing changes them.
    pub fn start(os: Os, text: &str) -> Self {
        let vocabulary = vocabulary(os);
        let mut switch = Switch {
            os,
            vocabulary,
            root: Node::default(),
            path: Vec::new(),
            refs: Refs::default(),
            trunks: Trunks::default(),
            overlaps: Vec::new(),
            moments: Moments::default(),
            bare: Vec::new(),
            told: 0,
            lines: 0,
            starts: true,
            joined: HashMap::new(),
            addressed: HashMap::new(),
        };
        if os == Os::Nxos {
            switch.refs.is_built_in("vrf", "management");
        }
        let mut depths: Vec<usize> = Vec::new();
        for line in text.lines() {
            let words = line.trim();
            if words.is_empty() || words.starts_with('!') || words == "end" {
                continue;
            }
            let depth = line.len() - line.trim_start().len();
            depths.retain(|open| *open < depth);
            switch.path.truncate(depths.len());
            if switch.tell(words).is_err_and(|refused| refused.why == Why::Unknown) {
                switch.keep_unknown(words);
            }
            if depths.len() < switch.path.len() {
                depths.push(depth);
            }
        }
        switch.path.clear();
        switch.refs.settle();
        switch.trunks = Trunks::default();
        switch.told = 0;
        switch.starts = false;
        switch
    }

    /// A line of what it starts with that it has no command for, and what stands in it.
    fn keep_unknown(&mut self, line: &str) {
        let key = (UNKNOWN, format!("{} {line}", self.lines));
        let node = Node { line: line.to_owned(), at: self.lines, ..Node::default() };
        if let Some(here) = self.root.at_mut(&self.path) {
            here.inner.insert(key.clone(), node);
            self.path.push(key);
        }
    }
}
