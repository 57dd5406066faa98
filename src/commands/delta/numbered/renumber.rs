//! A list by number that is in use, brought to another one entry by entry.
//!
//! Of what is matched first, each moment gives what the old list or the new one gives, for every
//! route; an entry that both have is there at every moment, and the list is never empty. A vendor
//! takes no entry over another one, so a number is free before it is taken.
//!
//! Entries that both lists have in one order are kept. What is left of the old list goes, what is
//! left of the new one comes; an entry that changes places with others does both. Then:
//! 1. What goes and shares no route with what comes, nor with what goes behind it and has to stay for
//!    now, goes, the last first: what it matched has its new answer.
//! 2. What is left takes the numbers that it has beside the new ones, each entered before its old
//!    place is emptied: upwards the last first, downwards the first first. Nothing changes places.
//! 3. What comes is entered, the first first: a match of it is the new list's, others the old one's.
//! 4. What goes is taken out, the last first: a match of it is the old list's, others the new one's.

use std::collections::{HashMap, HashSet, VecDeque};

use super::reach::{Reach, Reached};

/// An entry: its number, and what it says behind it.
pub type Entry<'e> = (u64, &'e str);

/// A command about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move<'e> {
    /// It is entered.
    Enter(Entry<'e>),
    /// It is taken out.
    Leave(Entry<'e>),
}

/// The highest number that an entry may have on the way.
const LAST: u64 = 4_294_967_294;

/// What is kept in the new list: how many entries it has up to there, and its number.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    at: u64,
    number: u64,
}

/// An entry of the old list that is there while others come.
#[derive(Debug)]
struct Stay<'e> {
    from: u64,
    to: u64,
    says: &'e str,
    kept: Option<Anchor>,
}

/// The moves from one list to another, both by number and neither of them empty.
pub fn moves<'e>(old: &[Entry<'e>], new: &[Entry<'e>]) -> Vec<Move<'e>> {
    let kept = kept(old, new);
    let anchors: HashSet<u64> = kept.values().map(|anchor| anchor.number).collect();
    let mut coming = Reached::new(old.iter().map(|(_, says)| Reach::of(says)));
    new.iter().filter(|e| !anchors.contains(&e.0)).for_each(|(_, says)| coming.add(Reach::of(says)));
    let free = free(old, &kept, coming);

    let mut moves: Vec<Move<'_>> =
        old.iter().rev().filter(|e| free.contains(&e.0)).copied().map(Move::Leave).collect();
    let stay = |&(from, says): &Entry<'e>| Stay { from, to: from, says, kept: kept.get(&from).copied() };
    let stays = settle(old.iter().filter(|e| !free.contains(&e.0)).map(stay), new);
    let moved = |stay: &Stay<'e>| [Move::Enter((stay.to, stay.says)), Move::Leave((stay.from, stay.says))];
    moves.extend(stays.iter().rev().filter(|stay| stay.to > stay.from).flat_map(moved));
    moves.extend(stays.iter().filter(|stay| stay.to < stay.from).flat_map(moved));

    let anchors: HashSet<u64> = stays.iter().filter_map(|stay| Some(stay.kept?.number)).collect();
    moves.extend(new.iter().filter(|e| !anchors.contains(&e.0)).copied().map(Move::Enter));
    let goes = stays.iter().rev().filter(|stay| stay.kept.is_none());
    moves.extend(goes.map(|stay| Move::Leave((stay.to, stay.says))));
    moves
}

/// The most entries that both lists have in one order, by their old numbers.
fn kept(old: &[Entry<'_>], new: &[Entry<'_>]) -> HashMap<u64, Anchor> {
    let mut places: HashMap<&str, VecDeque<Anchor>> = HashMap::new();
    for (at, (number, says)) in (1..).zip(new) {
        places.entry(says).or_default().push_back(Anchor { at, number: *number });
    }
    let both = old.iter().filter_map(|(from, says)| Some((*from, places.get_mut(says)?.pop_front()?)));
    // The longest rising run: for each length the lowest end so far, each with who is before it.
    let mut found: Vec<(u64, Anchor, Option<usize>)> = Vec::new();
    let mut ends: Vec<(u64, usize)> = Vec::new();
    for (from, anchor) in both {
        let length = ends.partition_point(|(at, _)| *at < anchor.at);
        let before = length.checked_sub(1).and_then(|l| ends.get(l)).map(|(_, index)| *index);
        let end = (anchor.at, found.len());
        found.push((from, anchor, before));
        match ends.get_mut(length) {
            Some(longer) => *longer = end,
            None => ends.push(end),
        }
    }
    let mut kept = HashMap::new();
    let mut next = ends.last().map(|(_, index)| *index);
    while let Some((from, anchor, before)) = next.and_then(|index| found.get(index)) {
        kept.insert(*from, *anchor);
        next = *before;
    }
    kept
}

/// What goes before all else, by number; never all that the list has.
fn free(old: &[Entry<'_>], kept: &HashMap<u64, Anchor>, mut meets: Reached) -> HashSet<u64> {
    let mut free = HashSet::new();
    for (number, says) in old.iter().rev().filter(|e| !kept.contains_key(&e.0)) {
        let reach = Reach::of(says);
        if meets.meets(&reach) {
            meets.add(reach);
        } else {
            free.insert(*number);
        }
    }
    if free.len() == old.len() {
        let matches = |e: &&Entry<'_>| Reach::of(e.1) != Reach::Nothing;
        let first = old.iter().find(matches).or(old.first());
        free.retain(|number| first.is_none_or(|first| first.0 != *number));
    }
    free
}

/// Gives what stays its numbers beside the new ones: between the kept entries that it is between.
/// Where these leave no room, the next of them comes and goes as well.
fn settle<'e>(stays: impl Iterator<Item = Stay<'e>>, new: &[Entry<'_>]) -> Vec<Stay<'e>> {
    let end = Anchor { at: (1..).zip(new).last().map_or(0, |(at, _)| at) + 1, number: LAST + 1 };
    let room = |from: Anchor, to: Anchor| {
        to.number.saturating_sub(from.number + 1).saturating_sub(to.at.saturating_sub(from.at + 1))
    };
    let fits = |from: Anchor, waiting: &[Stay<'_>], to: Anchor| room(from, to) >= waiting.len() as u64;
    let mut from = Anchor { at: 0, number: 0 };
    let mut waiting: Vec<Stay<'e>> = Vec::new();
    // Kept entries, each with where the room before it begins and who waits there.
    let mut closed: Vec<(Anchor, Vec<Stay<'e>>, Stay<'e>)> = Vec::new();
    for stay in stays {
        match stay.kept {
            Some(to) if fits(from, &waiting, to) => {
                closed.push((from, std::mem::take(&mut waiting), stay));
                from = to;
            }
            _ => waiting.push(stay),
        }
    }
    while !fits(from, &waiting, end)
        && let Some((earlier, mut before, stay)) = closed.pop()
    {
        before.push(stay);
        before.append(&mut waiting);
        (from, waiting) = (earlier, before);
    }
    let taken: HashSet<u64> = new.iter().map(|e| e.0).collect();
    let mut settled = Vec::new();
    for (from, mut waiting, stay) in closed {
        let to = stay.kept.map_or(stay.to, |anchor| anchor.number);
        number(&mut waiting, from.number, to, &taken);
        settled.append(&mut waiting);
        settled.push(Stay { to, ..stay });
    }
    number(&mut waiting, from.number, end.number, &taken);
    settled.append(&mut waiting);
    settled
}

/// Numbers what waits between two numbers: each as near behind its own as there is one, or all from
/// the beginning of the room.
fn number(waiting: &mut [Stay<'_>], from: u64, to: u64, taken: &HashSet<u64>) {
    let numbers = |near: bool, waiting: &[Stay<'_>]| {
        let mut last = from;
        let mut next = |stay: &Stay<'_>| {
            let first = if near { stay.from.max(last + 1) } else { last + 1 };
            last = (first..to).find(|number| !taken.contains(number))?;
            Some(last)
        };
        waiting.iter().map(&mut next).collect::<Option<Vec<u64>>>()
    };
    let numbers = numbers(true, waiting).or_else(|| numbers(false, waiting)).unwrap_or_default();
    for (stay, number) in waiting.iter_mut().zip(numbers) {
        (stay.to, stay.kept) = (number, None);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ipnet::IpNet;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    use super::*;

    /// The moves, `+` for what is entered and `-` for what is taken out.
    fn said(old: &[Entry<'_>], new: &[Entry<'_>]) -> String {
        let word = |step: &Move<'_>| match step {
            Move::Enter((number, says)) => format!("+{number} {says}"),
            Move::Leave((number, says)) => format!("-{number} {says}"),
        };
        moves(old, new).iter().map(word).collect::<Vec<_>>().join(", ")
    }

    const A: &str = "permit 10.0.0.0/24";
    const B: &str = "permit 10.0.1.0/24";
    const C: &str = "permit 10.0.2.0/24";

    #[test]
    fn a_list_grows_from_its_end_and_shrinks_from_its_beginning() {
        insta::assert_snapshot!(said(&[(5, A), (10, B)], &[(5, C), (10, A), (15, B)]), @"+15 permit 10.0.1.0/24, -10 permit 10.0.1.0/24, +10 permit 10.0.0.0/24, -5 permit 10.0.0.0/24, +5 permit 10.0.2.0/24");
        insta::assert_snapshot!(said(&[(5, C), (10, A), (15, B)], &[(5, A), (10, B)]), @"-5 permit 10.0.2.0/24, +5 permit 10.0.0.0/24, -10 permit 10.0.0.0/24, +10 permit 10.0.1.0/24, -15 permit 10.0.1.0/24");
    }

    #[test]
    fn two_that_change_places_need_a_number_besides() {
        insta::assert_snapshot!(said(&[(5, A), (10, B)], &[(5, B), (10, A)]), @"+1 permit 10.0.0.0/24, -5 permit 10.0.0.0/24, +5 permit 10.0.1.0/24, -10 permit 10.0.1.0/24, +10 permit 10.0.0.0/24, -1 permit 10.0.0.0/24");
    }

    #[test]
    fn an_only_entry_goes_after_the_new_one_is_in() {
        insta::assert_snapshot!(said(&[(5, A)], &[(5, B)]), @"+6 permit 10.0.0.0/24, -5 permit 10.0.0.0/24, +5 permit 10.0.1.0/24, -6 permit 10.0.0.0/24");
    }

    /// Rules of a small world: routes within 10.0.0.0/8 of 8 to 11 bits.
    fn rule() -> impl Strategy<Value = String> {
        let verdict = prop_oneof![2 => Just("permit"), 1 => Just("deny")];
        (verdict, 8u8..=11, 0u8..8, any::<Option<u8>>(), any::<bool>()).prop_map(
            |(verdict, length, place, span, from)| {
                let net = ipnet::Ipv4Net::new([10, place << 5, 0, 0].into(), length).unwrap().trunc();
                let longest = span.map(|span| length + span % (12 - length));
                match longest {
                    Some(longest) if longest > length && from => {
                        format!("{verdict} {net} ge {} le {longest}", length + 1)
                    }
                    Some(longest) if longest > length => format!("{verdict} {net} le {longest}"),
                    _ => format!("{verdict} {net}"),
                }
            },
        )
    }

    fn routes() -> Vec<IpNet> {
        let of = |length: u8| (0..8u8).map(move |place| (length, place));
        let net = |(length, place): (u8, u8)| {
            IpNet::from(ipnet::Ipv4Net::new([10, place << 5, 0, 0].into(), length).unwrap().trunc())
        };
        let mut routes: Vec<IpNet> = (8..=11).flat_map(of).map(net).collect();
        routes.dedup();
        routes
    }

    fn permits(list: &BTreeMap<u64, &str>, route: IpNet) -> bool {
        let matches = |says: &&&str| match Reach::of(says) {
            Reach::Routes(net, lengths) => {
                net.contains(&route.network()) && lengths.contains(&route.prefix_len())
            }
            _ => false,
        };
        list.values().find(matches).is_some_and(|says| says.starts_with("permit"))
    }

    /// What holds at each moment; the numbers are dense or not, and entries are there twice.
    fn holds((pool, old, new, step): &Lists) -> Result<(), TestCaseError> {
        let list = |picks: &[usize]| -> BTreeMap<u64, &str> {
            (1..).map(|n| n * step).zip(picks.iter().map(|pick| pool[pick % pool.len()].as_str())).collect()
        };
        let (old, new) = (list(old), list(new));
        let [from, to]: [Vec<Entry<'_>>; 2] = [&old, &new].map(|l| l.iter().map(|(n, s)| (*n, *s)).collect());
        let mut now = old.clone();
        for step in moves(&from, &to) {
            match step {
                Move::Enter((number, says)) => {
                    prop_assert!((1..=LAST).contains(&number));
                    prop_assert_eq!(now.insert(number, says), None, "{} is taken", number);
                }
                Move::Leave((number, says)) => prop_assert_eq!(now.remove(&number), Some(says)),
            }
            prop_assert!(!now.is_empty());
            let there = |says: &&&str| now.values().any(|s| s == *says);
            let both = old.values().filter(|says| new.values().any(|s| s == *says));
            prop_assert!(both.clone().all(|says| there(&says)), "{:?}", now);
            for route in routes() {
                let ends = [permits(&old, route), permits(&new, route)];
                prop_assert!(ends.contains(&permits(&now, route)), "{} in {:?}", route, now);
            }
        }
        prop_assert_eq!(now, new);
        Ok(())
    }

    type Lists = (Vec<String>, Vec<usize>, Vec<usize>, u64);

    #[test]
    fn each_moment_says_what_the_old_list_or_the_new_one_says() {
        let config = Config { cases: 3000, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let picks = || prop::collection::vec(any::<usize>(), 1..8);
        let pool = prop::collection::vec(rule(), 1..8);
        let lists = (pool, picks(), picks(), prop_oneof![Just(1u64), Just(2), Just(5)]);
        runner.run(&lists, |lists| holds(&lists)).unwrap();
    }
}
