//! Which statements were made.

use super::Rule;

/// Which statements of a block were made.
#[derive(Default)]
pub struct Said([u64; 6]);

impl Said {
    /// A statement is made: whether it was before.
    pub fn before(&mut self, rule: Rule) -> bool {
        let rule = rule as usize;
        let Some(word) = self.0.get_mut(rule / 64) else { return false };
        let before = *word & (1 << (rule % 64)) != 0;
        *word |= 1 << (rule % 64);
        before
    }

    /// Whether a statement was made.
    pub fn has(&self, rule: Rule) -> bool {
        let rule = rule as usize;
        self.0.get(rule / 64).is_some_and(|word| word & (1 << (rule % 64)) != 0)
    }

    /// Forgets a statement.
    pub fn forget(&mut self, rule: Rule) {
        let rule = rule as usize;
        if let Some(word) = self.0.get_mut(rule / 64) {
            *word &= !(1 << (rule % 64));
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0 = [0; 6];
    }
}
