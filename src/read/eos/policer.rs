//! What keeps traffic under a rate: classes of traffic and the policers that have them.

use std::collections::HashMap;

use pest::iterators::Pairs;

use super::{DEVICE, Heard, Named, Place, Reader, Rule, argument};
use crate::plan::{Element, PoliceRate, Policer, PolicerClass};
use crate::read::text::words;

/// Classes of traffic.
#[derive(Debug, Default)]
pub(super) struct Classes<'t> {
    /// The access list of each, and whether it is of IPv6.
    lists: HashMap<&'t str, (String, bool)>,
    /// The place of each in its policer, by the policer's element and the class.
    places: HashMap<(u32, &'t str), usize>,
    /// Lines of policers about a class.
    lines: Vec<(Named, &'t str, Place)>,
}

impl<'t> Reader<'t> {
    /// The policer of a name.
    fn policer(&mut self, name: &'t str) -> Named {
        let begun = self.named(
            Rule::policy_map,
            name,
            || Element::Policer(name.to_owned()),
            |device| {
                device.policers.push(Policer { name: name.to_owned(), ..Policer::default() });
                device.policers.len() - 1
            },
        );
        begun.0
    }

    /// A class of traffic is of the policer that has it, wherever that stands.
    pub(super) fn class_map(&mut self, lines: Pairs<'t, Rule>) {
        let mut class = None;
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match (rule, class) {
                (Rule::class_map_name, _) => match self.names.classes.get(text).copied() {
                    Some(policy) => {
                        let element = self.policer(policy).element;
                        class = Some((text, element));
                        let heard = self.seen(element, rule, 0, text);
                        self.head(place, element, heard);
                    }
                    None => self.head(place, DEVICE, Heard::Unknown),
                },
                (Rule::class_map_match, Some((class, element))) => {
                    // A second list is one more, and the plan holds one.
                    let list = words::<3>(text).map(|[family, _, acl]| (acl.to_owned(), family == "ipv6"));
                    let heard = match (list, self.classes.lists.get(class)) {
                        (Some(list), Some(known)) if *known == list => Heard::Again,
                        (Some(list), None) => {
                            self.classes.lists.insert(class, list);
                            Heard::Once
                        }
                        _ => Heard::Unknown,
                    };
                    self.count(place, element, heard);
                }
                (Rule::class_map_match, None) => self.count(place, DEVICE, Heard::Unknown),
                _ => self.other(&pair),
            }
        }
    }

    pub(super) fn policy_map(&mut self, lines: Pairs<'t, Rule>) {
        let mut policer = None;
        let mut class: Option<(&'t str, usize)> = None;
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match (rule, policer) {
                (Rule::policy_map_name, _) if text.is_empty() => self.head(place, DEVICE, Heard::Unknown),
                (Rule::policy_map_name, _) => {
                    let named = self.policer(text);
                    policer = Some(named);
                    let heard = self.seen(named.element, rule, 0, "");
                    self.head(place, named.element, heard);
                }
                (Rule::policy_class, Some(named)) => {
                    let heard = self.seen(named.element, rule, 0, text);
                    if heard == Heard::Once {
                        let at = self.begin_class(named, text);
                        self.classes.places.insert((named.element, text), at);
                        self.classes.lines.push((named, text, place));
                    }
                    class = self.classes.places.get(&(named.element, text)).map(|at| (text, *at));
                    self.count(place, named.element, heard);
                }
                (Rule::police, Some(named)) => {
                    let heard = match (class, police(text)) {
                        (Some((name, at)), Some(rate)) => {
                            self.classes.lines.push((named, name, place));
                            self.police(named, at, rate)
                        }
                        _ => Heard::Unknown,
                    };
                    self.count(place, named.element, heard);
                }
                (Rule::policy_class | Rule::police, None) => self.count(place, DEVICE, Heard::Unknown),
                _ => self.other(&pair),
            }
        }
    }

    /// Adds a class to a policer; gives its place there.
    fn begin_class(&mut self, policer: Named, name: &str) -> usize {
        let Some(plan) = self.reading.device.policers.get_mut(policer.at) else { return 0 };
        let (name, acl) = (name.to_owned(), String::new());
        plan.classes.push(PolicerClass { name, acl, ipv6: false, rate: None });
        plan.classes.len() - 1
    }

    fn police(&mut self, policer: Named, at: usize, rate: PoliceRate) -> Heard {
        let plan = self.reading.device.policers.get_mut(policer.at).and_then(|p| p.classes.get_mut(at));
        match plan {
            Some(class) => Heard::unless(class.rate.replace(rate).is_some()),
            None => Heard::Unknown,
        }
    }

    /// Gives every class its access list. A class that is not defined polices nothing.
    pub(super) fn finish_policers(&mut self) {
        let lists = std::mem::take(&mut self.classes.lists);
        for class in self.reading.device.policers.iter_mut().flat_map(|p| &mut p.classes) {
            if let Some((acl, ipv6)) = lists.get(class.name.as_str()) {
                (class.acl, class.ipv6) = (acl.clone(), *ipv6);
            }
        }
        for policer in &mut self.reading.device.policers {
            policer.classes.retain(|class| !class.acl.is_empty());
        }
        for (policer, class, place) in std::mem::take(&mut self.classes.lines) {
            if !lists.contains_key(class) {
                let name = self.reading.device.policers.get(policer.at).map_or("", |p| &p.name);
                let block = format!("policy-map type quality-of-service {name}");
                self.unsay(&block, [place]);
            }
        }
    }
}

/// `1000 kbps burst-size 100 kbytes`.
fn police(text: &str) -> Option<PoliceRate> {
    let [rate, _, _, burst, _] = words(text)?;
    Some(PoliceRate { rate: rate.parse().ok()?, burst: burst.parse().ok()? })
}
