//! What only one line of a switch may hold at a time, and has to let go before another takes it:
//! an address and what overlaps it, the number of an MLAG, the AS.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use ipnet::IpNet;

use super::delta::{Pass, Rank, Step};
use super::level::Level;
use super::row::Known;

/// A line that holds something, and is to change or to go.
#[derive(Debug, Clone)]
pub struct Holder {
    pub path: Rc<[String]>,
    pub level: Level,
    /// What takes it back.
    pub undo: String,
    /// The step that takes it back anyway.
    pub step: Option<usize>,
}

/// What is held, and what is wanted.
#[derive(Debug, Default)]
pub struct Exclusives {
    nets: BTreeMap<IpNet, Vec<Holder>>,
    words: HashMap<(&'static str, String), Vec<Holder>>,
    wanted: Vec<(What, Rc<[String]>)>,
}

#[derive(Debug)]
enum What {
    Net(IpNet),
    Word(&'static str, String),
}

/// What a line holds.
fn what(known: &Known<'_>) -> Option<What> {
    let kind = known.row.exclusive?;
    let value = known.captured.values.first();
    match kind {
        "address" => {
            let net = value.or(known.captured.keys.first())?;
            net.split(' ').next()?.parse::<IpNet>().ok().map(|net| What::Net(net.trunc()))
        }
        // There is one of it, whatever its number.
        _ => Some(What::Word(kind, value.copied().unwrap_or_default().to_owned())),
    }
}

impl Exclusives {
    /// A line that changes or goes.
    pub fn holds(&mut self, known: &Known<'_>, holder: Holder) {
        match what(known) {
            Some(What::Net(net)) => self.nets.entry(net).or_default().push(holder),
            Some(What::Word(kind, word)) => self.words.entry((kind, word)).or_default().push(holder),
            None => {}
        }
    }

    /// A line that comes.
    pub fn wants(&mut self, known: &Known<'_>, path: &Rc<[String]>) {
        self.wanted.extend(what(known).map(|what| (what, Rc::clone(path))));
    }

    /// Adds steps that let go what another line wants, before all others.
    pub fn release(mut self, steps: &mut Vec<Step>) {
        for (what, path) in std::mem::take(&mut self.wanted) {
            let mut holders = Vec::new();
            match what {
                What::Net(net) => self.overlapping(net, &path, &mut holders),
                What::Word(kind, word) => take(self.words.get_mut(&(kind, word)), &path, &mut holders),
            }
            for holder in holders {
                let_go(holder, steps);
            }
        }
    }

    fn overlapping(&mut self, net: IpNet, path: &Rc<[String]>, holders: &mut Vec<Holder>) {
        let mut around = Some(net);
        while let Some(one) = around {
            take(self.nets.get_mut(&one), path, holders);
            around = one.supernet();
        }
        let inside: Vec<IpNet> =
            self.nets.range(net..).map(|(n, _)| *n).take_while(|n| net.contains(&n.network())).collect();
        for one in inside {
            take(self.nets.get_mut(&one), path, holders);
        }
    }
}

/// Takes out the holders that are not the wanting line's own section; of what is at the top, all.
fn take(from: Option<&mut Vec<Holder>>, path: &Rc<[String]>, holders: &mut Vec<Holder>) {
    let Some(from) = from else { return };
    let own = |holder: &Holder| !path.is_empty() && holder.path == *path;
    holders.extend(from.iter().filter(|h| !own(h)).cloned());
    from.retain(own);
}

fn let_go(holder: Holder, steps: &mut Vec<Step>) {
    let Holder { path, level, undo, step } = holder;
    if let Some(step) = step.and_then(|at| steps.get_mut(at)) {
        if step.goes {
            step.pass = Pass::Release;
            return;
        }
        // It is replaced: what takes the old value back comes earlier.
        step.lines.retain(|line| *line != undo);
    }
    let (at, lines) = (steps.len(), Vec::from_iter([undo]));
    let (pass, rank) = (Pass::Release, Rank::Goes);
    steps.push(Step { pass, level, top: 0, goes: true, rank, at, path, lines, listed: None });
}
