//! Policies: which routes and packets pass.

use super::field::{Def, List, Many, One, Opt};
use crate::model::value::*;

construct! {
    /// A list of prefixes, tried by rising number: the first rule that matches decides.
    ///
    /// ```fab
    /// prefix-list oam-prefixes { rule 10 { action permit; prefix 10.40.0.0/14; length 16-24 } }
    /// ```
    PrefixList = "prefix-list" (name: One<FabricName>), source "IpPrefix" {
        /// A rule.
        rules: Many<PrefixRule> = "rule";
    }
}

construct! {
    /// A rule of a prefix list.
    PrefixRule = "rule" (sequence: One<Sequence>) {
        /// What becomes of a route that matches.
        action: One<Verdict> = "action";
        /// The prefix that the route lies in.
        prefix: One<MatchPrefix> = "prefix";
        /// The lengths that the route may have; the prefix's own unless said.
        length: Opt<LengthRange> = "length";
    }
}

construct! {
    /// A list of communities, tried by rising number.
    ///
    /// ```fab
    /// community-list internal { rule 10 { action permit; communities 65048:100 } }
    /// ```
    CommunityList = "community-list" (name: One<FabricName>), source "IpCommunity" {
        /// A rule.
        rules: Many<CommunityRule> = "rule";
    }
}

construct! {
    /// A rule of a community list: a route matches when it carries all that the rule names.
    CommunityRule = "rule" (sequence: One<Sequence>) {
        /// What becomes of a route that matches.
        action: One<Verdict> = "action";
        /// Communities.
        communities: List<Community> = "communities";
        /// Communities with a meaning of their own.
        well_known: List<WellKnown> = "well-known";
    }
}

construct! {
    /// A list of extended communities, tried by rising number.
    ExtCommunityList = "extended-community-list" (name: One<FabricName>), source "IpExtendedCommunity" {
        /// A rule.
        rules: Many<ExtCommunityRule> = "rule";
    }
}

construct! {
    /// A rule of an extended community list.
    ExtCommunityRule = "rule" (sequence: One<Sequence>) {
        /// What becomes of a route that matches.
        action: One<Verdict> = "action";
        /// Route targets.
        route_targets: List<RouteTarget> = "route-targets";
    }
}

construct! {
    /// A policy for routes: its rules are tried by rising number, the first that matches decides.
    ///
    /// ```fab
    /// route-policy oam-out {
    ///   rule 10 { action permit; match-prefix oam-prefixes; add-community 65048:100 }
    ///   default-action deny
    /// }
    /// ```
    RoutePolicy = "route-policy" (name: One<FabricName>), source "RoutePolicy" {
        /// A rule.
        rules: Many<PolicyRule> = "rule";
        /// What becomes of a route that no rule matches.
        default_action: Def<Verdict> = "default-action", default "deny";
    }
}

construct! {
    /// A rule of a route policy.
    PolicyRule = "rule" (sequence: One<Sequence>) {
        /// What becomes of a route that matches.
        action: One<PolicyAction> = "action";
        /// Whether one condition suffices or all are needed.
        condition: Def<Combine> = "condition", default "or";
        /// Prefix lists that the route is in.
        match_prefix: List<Ref<PrefixListRef>> = "match-prefix";
        /// Community lists that the route is in.
        match_community: List<Ref<CommunityListRef>> = "match-community";
        /// Extended community lists that the route is in.
        match_ext_community: List<Ref<ExtCommunityListRef>> = "match-extended-community";
        /// The local preference to give it.
        local_preference: Opt<Int<0, 4_294_967_295>> = "local-preference";
        /// Communities in place of what it carries; what is taken off is then gone anyway.
        set_community: List<Community> = "set-community";
        /// Communities beside what it carries.
        add_community: List<Community> = "add-community";
        /// Communities to take off, before any are added.
        delete_community: List<Community> = "delete-community";
        /// Route targets in place of what it carries; what is taken off is then gone anyway.
        set_ext_community: List<RouteTarget> = "set-extended-community";
        /// Route targets beside what it carries.
        add_ext_community: List<RouteTarget> = "add-extended-community";
        /// Route targets to take off, before any are added.
        delete_ext_community: List<RouteTarget> = "delete-extended-community";
    }
}

construct! {
    /// A list of packets to let through or drop, tried by rising number.
    ///
    /// ```fab
    /// access-list no-telnet {
    ///   rule 10 { action drop; protocol tcp; destination-port 23 }
    ///   default-action permit
    /// }
    /// ```
    AccessList = "access-list" (name: One<FabricName>), source "AccessControlList" {
        /// A rule.
        rules: Many<AclRule> = "rule";
        /// What becomes of a packet that no rule matches.
        default_action: Def<Verdict> = "default-action", default "deny";
    }
}

construct! {
    /// A rule of an access list: a packet matches when all of its conditions hold.
    AclRule = "rule" (sequence: One<Sequence>) {
        /// What becomes of a packet that matches.
        action: List<AclAction> = "action";
        /// The protocol.
        protocol: Def<Protocol> = "protocol", default "ip";
        /// Where it comes from.
        source: List<MatchPrefix> = "source";
        /// Where it goes.
        destination: List<MatchPrefix> = "destination";
        /// Where it comes from or goes.
        either: List<MatchPrefix> = "either";
        /// The port it comes from.
        source_port: List<PortRange> = "source-port";
        /// The port it goes to.
        destination_port: List<PortRange> = "destination-port";
        /// The port it comes from or goes to.
        either_port: List<PortRange> = "either-port";
        /// TCP flags, all of which a packet has.
        flags: List<TcpFlag> = "flags";
        /// DSCP values.
        dscp: List<Int<0, 63>> = "dscp", source "howto-create-access-control-list: 0 to 63";
        /// Time to live.
        ttl: List<Int<0, 255>> = "ttl", source "howto-create-access-control-list: 0 to 255";
        /// Fragment offsets: `1-8191` is every fragment but the first.
        fragments: List<FragmentRange> = "fragments", source "howto-create-access-control-list: 1 to 8191";
        /// VLANs.
        vlans: List<VlanRange> = "vlans";
        /// The rate above which packets are dropped.
        police: Opt<Rate> = "police";
        /// A line for people.
        description: Opt<Text> = "description";
    }
}
