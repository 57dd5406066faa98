//! The lists that the policies of a switch name, each made once.

use std::collections::BTreeMap;

use super::{community, family_name, prefix};
use crate::finding::Span;
use crate::lower::why;
use crate::model::Fabric;
use crate::model::construct;
use crate::plan::{
    CommunityList, CommunityRule, ExtCommunityList, ExtCommunityRule, Origin, PrefixList, RouteMapEntry,
};

/// Lists by name.
#[derive(Debug, Default)]
pub struct Lists {
    prefix: BTreeMap<String, PrefixList>,
    community: BTreeMap<String, CommunityList>,
    ext: BTreeMap<String, ExtCommunityList>,
}

/// What derived lists are called after: a policy and a rule of it.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    pub policy: &'a str,
    pub rule: u64,
    pub span: Span,
}

impl Owner<'_> {
    /// The name of a list of the rule's own.
    fn name(self, kind: &str) -> String {
        format!("{kind}-{}-{}", self.policy, self.rule)
    }

    fn origin(self) -> Origin {
        why::POLICY.of(self.span)
    }
}

impl Lists {
    /// Everything, each kind by name.
    pub fn into_parts(self) -> (Vec<PrefixList>, Vec<CommunityList>, Vec<ExtCommunityList>) {
        (
            self.prefix.into_values().collect(),
            self.community.into_values().collect(),
            self.ext.into_values().collect(),
        )
    }

    /// The condition that a route is in all of these lists, in one family; none where no route is.
    pub fn prefixes(
        &mut self,
        lists: &[&construct::PrefixList],
        ipv6: bool,
        owner: Owner<'_>,
    ) -> Option<String> {
        let (first, rest) = lists.split_first()?;
        let rules = rest
            .iter()
            .fold(prefix::rules(first, ipv6), |all, l| prefix::both(&all, &prefix::rules(l, ipv6)));
        if !prefix::passes(&rules) {
            return None;
        }
        let (name, origin) = if rest.is_empty() {
            (first.name.to_string(), why::POLICY.of(first.span))
        } else {
            (owner.name("PL"), owner.origin())
        };
        let name = family_name(&name, ipv6);
        self.prefix.entry(name.clone()).or_insert_with(|| PrefixList {
            name: name.clone(),
            ipv6,
            description: None,
            rules: prefix::plan(&rules),
            origin,
        });
        Some(name)
    }

    /// The condition that a route is in all of these lists; none where no route is.
    pub fn communities(&mut self, lists: &[&construct::CommunityList], owner: Owner<'_>) -> Option<String> {
        let (first, rest) = lists.split_first()?;
        let rules =
            rest.iter().fold(community::rules(first), |all, l| community::both(&all, &community::rules(l)));
        if !community::passes(&rules) {
            return None;
        }
        Some(if rest.is_empty() {
            self.add(first.name.to_string(), rules, why::POLICY.of(first.span))
        } else {
            self.add(owner.name("CL"), rules, owner.origin())
        })
    }

    /// The condition that a route is in all of these lists; none where no route is.
    pub fn ext_communities(
        &mut self,
        lists: &[&construct::ExtCommunityList],
        owner: Owner<'_>,
    ) -> Option<String> {
        let (first, rest) = lists.split_first()?;
        let rules = rest
            .iter()
            .fold(community::ext_rules(first), |all, l| community::both(&all, &community::ext_rules(l)));
        if !community::passes(&rules) {
            return None;
        }
        Some(if rest.is_empty() {
            self.add_ext(first.name.to_string(), rules, why::POLICY.of(first.span))
        } else {
            self.add_ext(owner.name("ECL"), rules, owner.origin())
        })
    }

    /// Lists of what an entry takes off.
    pub fn delete(
        &mut self,
        entry: &mut RouteMapEntry,
        communities: Vec<String>,
        targets: Vec<String>,
        owner: Owner<'_>,
    ) {
        if !communities.is_empty() {
            let name = format!("{}-DEL", owner.name("CL"));
            entry.delete_community = Some(self.add(name, community::each(communities), owner.origin()));
        }
        if !targets.is_empty() {
            let name = format!("{}-DEL", owner.name("ECL"));
            entry.delete_ext_community = Some(self.add_ext(name, community::each(targets), owner.origin()));
        }
    }

    fn add(&mut self, name: String, rules: Vec<community::Rule>, origin: Origin) -> String {
        let rule = |r: community::Rule| CommunityRule { permit: r.permit, communities: r.values };
        self.community.entry(name.clone()).or_insert_with(|| CommunityList {
            name: name.clone(),
            rules: rules.into_iter().map(rule).collect(),
            origin,
        });
        name
    }

    fn add_ext(&mut self, name: String, rules: Vec<community::Rule>, origin: Origin) -> String {
        let rule = |r: community::Rule| ExtCommunityRule { permit: r.permit, route_targets: r.values };
        self.ext.entry(name.clone()).or_insert_with(|| ExtCommunityList {
            name: name.clone(),
            rules: rules.into_iter().map(rule).collect(),
            origin,
        });
        name
    }
}

/// The lists of a rule, looked up.
pub struct Named<'a> {
    pub prefixes: Vec<&'a construct::PrefixList>,
    pub communities: Vec<&'a construct::CommunityList>,
    pub ext_communities: Vec<&'a construct::ExtCommunityList>,
}

impl<'a> Named<'a> {
    pub fn of(fabric: &'a Fabric, rule: &construct::PolicyRule) -> Self {
        Named {
            prefixes: rule.match_prefix.iter().filter_map(|n| fabric.prefix_list(&n.name)).collect(),
            communities: rule.match_community.iter().filter_map(|n| fabric.community_list(&n.name)).collect(),
            ext_communities: rule
                .match_ext_community
                .iter()
                .filter_map(|n| fabric.ext_community_list(&n.name))
                .collect(),
        }
    }
}
