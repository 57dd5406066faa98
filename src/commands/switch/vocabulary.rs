//! The commands of a system, taken apart once and found by mode and first word.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::syntax::{Command, Pattern, Said};
use super::{eos, nxos};
use crate::model::value::Os;

/// The commands of a system.
#[derive(Debug)]
pub struct Vocabulary {
    pub commands: &'static [Command],
    patterns: Vec<Pattern>,
    modes: HashMap<&'static str, Mode>,
}

/// The commands of a mode by their position: those that begin with a word, and those with a value.
#[derive(Debug, Default)]
struct Mode {
    by_word: HashMap<&'static str, Vec<usize>>,
    by_value: Vec<usize>,
}

static EOS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(eos::COMMANDS));
static NXOS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(nxos::COMMANDS));

/// The commands of an operating system.
pub fn vocabulary(os: Os) -> &'static Vocabulary {
    match os {
        Os::Eos => &EOS,
        Os::Nxos => &NXOS,
    }
}

impl Vocabulary {
    fn new(commands: &'static [Command]) -> Self {
        let mut modes: HashMap<&'static str, Mode> = HashMap::new();
        for (at, command) in commands.iter().enumerate() {
            let first = command.words.split(' ').next().unwrap_or_default();
            for mode in command.modes {
                let mode = modes.entry(mode).or_default();
                match first.contains(['<', '{']) {
                    true => mode.by_value.push(at),
                    false => mode.by_word.entry(first).or_default().push(at),
                }
            }
        }
        Vocabulary { commands, patterns: commands.iter().map(Pattern::new).collect(), modes }
    }

    /// The first command of a mode that words are of, by its position; of what is taken back, values
    /// may be left out where no command has all of the words.
    pub fn find(&self, mode: &str, words: &str, taken_back: bool) -> Option<(usize, Said)> {
        let mode = self.modes.get(mode)?;
        let first = words.split(' ').next().unwrap_or_default();
        let named = mode.by_word.get(first).map_or(&[][..], Vec::as_slice);
        let find = |taken_back: bool| {
            let mut all = named.iter().chain(&mode.by_value);
            all.find_map(|at| Some((*at, self.patterns.get(*at)?.said(words, taken_back)?)))
        };
        find(false).or_else(|| if taken_back { find(true) } else { None })
    }
}
