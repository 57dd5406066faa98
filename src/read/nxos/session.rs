//! How a session behaves: as a whole, and in one family of routes.

use super::words::{asn, number, put, switch_on, words};
use super::{Rule, names};
use crate::plan::{
    BgpTimers, Family, FamilySession, Neighbor, PeerGroup, RouteLimit, SendCommunity, Session,
    SoftReconfiguration,
};

/// Whose sessions lines are of: a neighbour's or a template's, by its position.
#[derive(Clone, Copy)]
pub enum Whose {
    Neighbor(usize),
    Template(usize),
}

/// What a neighbour and a template have in common.
pub struct Of<'k> {
    pub asn: &'k mut Option<u32>,
    pub session: &'k mut Session,
    pub families: &'k mut Vec<Family>,
    /// What it does in families in which it is otherwise than in the first.
    pub own: &'k mut Vec<FamilySession>,
    maximum_peers: Option<&'k mut Option<u16>>,
    group: Option<&'k mut Option<String>>,
}

/// Whether a statement is of a session as a whole.
pub const fn whole(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::remote_as
            | Rule::description
            | Rule::session_bfd
            | Rule::password
            | Rule::maximum_peers
            | Rule::inherit
            | Rule::update_source
            | Rule::ebgp_multihop
            | Rule::bgp_timers
            | Rule::local_as
            | Rule::remove_private_as
            | Rule::shutdown
            | Rule::no_shutdown
    )
}

impl<'k> Of<'k> {
    pub fn neighbor(neighbor: &'k mut Neighbor) -> Self {
        Of {
            asn: &mut neighbor.asn,
            session: &mut neighbor.session,
            families: &mut neighbor.families,
            own: &mut neighbor.family_sessions,
            maximum_peers: Some(&mut neighbor.maximum_peers),
            group: Some(&mut neighbor.group),
        }
    }

    pub fn template(group: &'k mut PeerGroup) -> Self {
        Of {
            asn: &mut group.asn,
            session: &mut group.session,
            families: &mut group.families,
            own: &mut group.family_sessions,
            maximum_peers: None,
            group: None,
        }
    }

    /// A line of the session as a whole.
    pub fn line(self, rule: Rule, value: &str, running: bool, again: &mut bool) -> Option<()> {
        let session = self.session;
        match rule {
            Rule::remote_as => *again |= self.asn.replace(asn(value)?).is_some(),
            Rule::description => put(&mut session.description, value.trim_ascii_end().to_owned(), again),
            Rule::session_bfd => switch_on(&mut session.bfd, again),
            Rule::password => {
                let [kind, password] = words(value)?;
                session.password_type = match kind {
                    "0" => None,
                    _ => Some(number(kind).filter(|_| running)?),
                };
                put(&mut session.password, crate::read::value::secret(password), again);
            }
            Rule::maximum_peers => put(self.maximum_peers?, number(value)?, again),
            _ if !running => return None,
            Rule::inherit => *self.group? = Some(super::words::word(value)?.to_owned()),
            Rule::update_source => session.update_source = Some(names::full(value.trim_ascii())?),
            Rule::ebgp_multihop => session.ebgp_multihop = Some(number(value)?),
            Rule::bgp_timers => session.timers = Some(timers(value)?),
            Rule::local_as => session.local_as = Some(asn(value)?),
            Rule::remove_private_as => session.remove_private_as = true,
            Rule::shutdown => session.shutdown = true,
            Rule::no_shutdown => session.shutdown = false,
            _ => return None,
        }
        Some(())
    }
}

/// `3 9`.
pub fn timers(value: &str) -> Option<BgpTimers> {
    let [keepalive, hold] = words(value)?;
    Some(BgpTimers { keepalive: number(keepalive)?, hold: number(hold)? })
}

/// What is of a session as a whole in the one, with what it does in a family of the other.
pub fn join(whole: Session, of_family: Session) -> Session {
    Session {
        description: whole.description,
        bfd: whole.bfd,
        password: whole.password,
        password_type: whole.password_type,
        update_source: whole.update_source,
        ebgp_multihop: whole.ebgp_multihop,
        timers: whole.timers,
        local_as: whole.local_as,
        remove_private_as: whole.remove_private_as,
        shutdown: whole.shutdown,
        ..of_family
    }
}

/// What a session does in a family.
pub fn of_family(session: &Session) -> Session {
    join(Session::default(), session.clone())
}

/// How often the own AS may stand in a path where no number is said.
const ALLOW_AS: u64 = 3;

/// Leaves of what a session does in a family what it does in another as well.
pub fn meet(session: &mut Session, other: &Session) {
    fn same<T: PartialEq>(slot: &mut Option<T>, other: &Option<T>) {
        if slot != other {
            *slot = None;
        }
    }
    session.next_hop_self &= other.next_hop_self;
    session.as_override &= other.as_override;
    session.default_originate &= other.default_originate;
    same(&mut session.allow_as, &other.allow_as);
    same(&mut session.send_community, &other.send_community);
    same(&mut session.policy_in, &other.policy_in);
    same(&mut session.policy_out, &other.policy_out);
    same(&mut session.limit, &other.limit);
}

/// What a line of a family says.
pub fn tell(session: &mut Session, rule: Rule, value: &str, again: &mut bool) -> Option<()> {
    match rule {
        Rule::session_map => match words(value)? {
            [map, "in"] => put(&mut session.policy_in, map.to_owned(), again),
            [map, "out"] => put(&mut session.policy_out, map.to_owned(), again),
            _ => return None,
        },
        Rule::maximum_prefix => put(&mut session.limit, limit(value)?, again),
        Rule::send_community => {
            let more = match value.trim_ascii() {
                "" | "standard" => SendCommunity::Standard,
                "extended" => SendCommunity::Extended,
                "both" => SendCommunity::Both,
                _ => return None,
            };
            let (sum, repeated) = match session.send_community {
                None => (more, false),
                Some(before) if before == more => (more, true),
                Some(before) => (SendCommunity::Both, before == SendCommunity::Both),
            };
            *again |= repeated;
            session.send_community = Some(sum);
        }
        Rule::next_hop_self => switch_on(&mut session.next_hop_self, again),
        Rule::as_override => switch_on(&mut session.as_override, again),
        Rule::default_originate => switch_on(&mut session.default_originate, again),
        Rule::allow_as => {
            let times = if value.trim_ascii().is_empty() { ALLOW_AS } else { number(value)? };
            put(&mut session.allow_as, times, again);
        }
        Rule::session_prefixes => match words(value)? {
            [list, "in"] => session.prefixes_in = Some(list.to_owned()),
            [list, "out"] => session.prefixes_out = Some(list.to_owned()),
            _ => return None,
        },
        Rule::soft_reconfiguration => {
            session.soft_reconfiguration = Some(match value.trim_ascii() {
                "" => SoftReconfiguration::Inbound,
                "always" => SoftReconfiguration::Always,
                _ => return None,
            });
        }
        Rule::reflector_client => session.route_reflector_client = true,
        Rule::next_hop_unchanged => session.next_hop_unchanged = true,
        Rule::weight => session.weight = Some(number(value)?),
        _ => return None,
    }
    Some(())
}

/// `12000 80 warning-only`.
fn limit(value: &str) -> Option<RouteLimit> {
    let mut words = value.split_ascii_whitespace().peekable();
    let maximum = number(words.next()?)?;
    let warning = match words.peek().and_then(|w| number(w)) {
        Some(percent) => {
            words.next();
            Some(percent)
        }
        None => None,
    };
    let warning_only = words.next_if_eq(&"warning-only").is_some();
    words.next().is_none().then_some(RouteLimit { maximum, warning, warning_only })
}
