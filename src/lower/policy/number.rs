//! Numbers of entries: the rule's own wherever they fit, so that a rule that is added moves no other.

/// The distance of entries that have to be numbered anew.
const STEP: u64 = 10;

/// The number of the first entry of each rule, whose own number and count of entries are given, and
/// of every further entry the next one up, below `end`. Where the entries of a rule run into the
/// next rule, or one has no number (0), all are numbered anew, in steps of ten or as far apart as there is room.
pub fn number(rules: &[(u64, usize)], end: u64) -> Vec<Vec<u64>> {
    let count = |n: &usize| *n as u64;
    let nexts = rules.iter().skip(1).map(|(own, _)| *own).chain([end]);
    if rules.iter().zip(nexts).all(|((own, n), next)| *own > 0 && own.saturating_add(count(n)) <= next) {
        return rules.iter().map(|(own, n)| (0..count(n)).map(|i| own + i).collect()).collect();
    }
    let all: u64 = rules.iter().map(|(_, n)| count(n)).sum();
    let step = (end / (all + 1)).clamp(1, STEP);
    let mut last = 0;
    let mut next = || {
        last += step;
        last
    };
    rules.iter().map(|(_, n)| (0..*n).map(|_| next()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_keeps_its_number_and_its_entries_follow() {
        assert_eq!(number(&[(10, 1), (20, 3), (30, 0)], 100), [vec![10], vec![20, 21, 22], vec![]]);
    }

    #[test]
    fn rules_without_room_are_numbered_anew() {
        assert_eq!(number(&[(10, 2), (11, 1)], 100), [vec![10, 20], vec![30]]);
        assert_eq!(number(&[(4_000_000_000, 1), (4_000_000_001, 1)], 65_535), [vec![10], vec![20]]);
        assert_eq!(number(&[(1, 6), (2, 3)], 10), [vec![1, 2, 3, 4, 5, 6], vec![7, 8, 9]]);
    }
}
