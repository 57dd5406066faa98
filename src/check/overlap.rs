//! Which of many runs of addresses overlap: one sweep over them in their order.

use std::net::IpAddr;

use ipnet::IpNet;

/// A run of addresses of one family, with whose it is.
#[derive(Debug, Clone, Copy)]
pub struct Run<T> {
    first: (bool, u128),
    last: u128,
    /// Whose it is.
    pub of: T,
}

impl<T> Run<T> {
    /// The addresses of a prefix.
    pub fn prefix(net: IpNet, of: T) -> Self {
        Run::between(net.network(), net.broadcast(), of)
    }

    /// The addresses from one to another; both are of one family.
    pub fn between(first: IpAddr, last: IpAddr, of: T) -> Self {
        let (v6, first) = number(first);
        Run { first: (v6, first), last: number(last).1, of }
    }
}

/// The family, and the address as a number.
fn number(address: IpAddr) -> (bool, u128) {
    match address {
        IpAddr::V4(a) => (false, u128::from(u32::from(a))),
        IpAddr::V6(a) => (true, u128::from(a)),
    }
}

/// Pairs of runs that overlap: each run with the widest of those that begin before it, so that one
/// run among many gives one pair, and not one for each of them.
pub fn overlaps<T: Copy + Ord>(mut runs: Vec<Run<T>>) -> Vec<(T, T)> {
    runs.sort_by(|a, b| (a.first, b.last, a.of).cmp(&(b.first, a.last, b.of)));
    let mut pairs = Vec::new();
    let mut widest: Option<Run<T>> = None;
    for run in runs {
        match widest {
            Some(before) if before.first.0 == run.first.0 && run.first.1 <= before.last => {
                pairs.push((before.of, run.of));
                if run.last > before.last {
                    widest = Some(run);
                }
            }
            _ => widest = Some(run),
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(nets: &[&str]) -> Vec<(usize, usize)> {
        let runs = nets.iter().enumerate().map(|(i, n)| Run::prefix(n.parse().unwrap(), i)).collect();
        overlaps(runs)
    }

    #[test]
    fn each_run_is_paired_with_the_widest_before_it() {
        assert_eq!(found(&["10.0.0.0/24", "10.0.1.0/24"]), []);
        assert_eq!(found(&["10.0.0.0/28", "10.0.0.0/24", "10.0.0.64/26"]), [(1, 0), (1, 2)]);
        assert_eq!(found(&["10.0.0.0/24", "10.0.0.0/24"]), [(0, 1)]);
        assert_eq!(found(&["fd00::/64", "fd00::/80", "0.0.0.0/0"]), [(0, 1)]);
    }

    #[test]
    fn runs_that_are_no_prefixes_overlap_too() {
        let run = |a: &str, b: &str, of| Run::between(a.parse().unwrap(), b.parse().unwrap(), of);
        let runs = vec![
            run("10.0.0.1", "10.0.0.9", 0),
            run("10.0.0.9", "10.0.0.20", 1),
            run("10.0.0.20", "10.0.0.21", 2),
        ];
        assert_eq!(overlaps(runs), [(0, 1), (1, 2)]);
    }
}
