//! How a session behaves in one family of routes.

use super::Rule;
use super::words::{number, put, switch_on, words};
use crate::plan::{RouteLimit, SendCommunity, Session};

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
