//! Words of systems that there is no reader for. Some of their lines are those of a system that has
//! one, so that a text of theirs would be read in part, and taken for a switch that lacks the rest.

/// How lines begin that no other system has, with whose they are.
const WORDS: &[(&str, &str)] = &[
    ("!! IOS XR Configuration", "Cisco IOS XR"),
    ("interface Bundle-Ether", "Cisco IOS XR"),
    ("route-policy ", "Cisco IOS XR"),
    ("Building configuration...", "Cisco IOS"),
    ("Current configuration : ", "Cisco IOS"),
    ("boot-start-marker", "Cisco IOS"),
    ("service timestamps ", "Cisco IOS"),
    ("interface GigabitEthernet", "Cisco IOS"),
    ("interface FastEthernet", "Cisco IOS"),
    ("interface TenGigabitEthernet", "Cisco IOS"),
    ("set system ", "Junos"),
    ("set interfaces ", "Junos"),
    ("set version ", "Junos"),
    ("system {", "Junos"),
    ("<rpc-reply", "Junos"),
    ("interface swp", "Cumulus Linux"),
    ("auto swp", "Cumulus Linux"),
    ("config system global", "FortiOS"),
];

/// Whose line it is, where it is of a system that is not read; blanks before it are part of it.
pub fn system(line: &str) -> Option<&'static str> {
    if line.starts_with(' ') {
        return None;
    }
    WORDS.iter().find(|(words, _)| line.starts_with(words)).map(|(_, system)| *system)
}
