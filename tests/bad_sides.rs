//! What `selvedge diff` does with sides that nobody should give it: a clear error, or a word about
//! what may be missing, and never a difference that is none.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use insta::assert_snapshot;

/// A fixture compiled in `tree`, with its source in `tree/source` and what its switches say in
/// `running`.
struct Site(tempfile::TempDir);

impl Site {
    fn of(fixture: &str) -> Site {
        let (_, compiled) = common::compiled(fixture);
        let folder = tempfile::tempdir().unwrap();
        fs::rename(compiled.keep(), folder.path().join("tree")).unwrap();
        let site = Site(folder);
        fs::create_dir(site.at("running")).unwrap();
        for entry in fs::read_dir(site.at("tree/devices")).unwrap().map(Result::unwrap) {
            fs::copy(entry.path(), site.at("running").join(entry.file_name())).unwrap();
        }
        site
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    /// Runs `diff` with 1 GiB of addresses at most: exit code, and what was said.
    fn diff(&self, words: &[&str]) -> (i32, String) {
        let output = Command::new("sh")
            .args(["-c", "ulimit -v 1048576; exec \"$0\" diff \"$@\"", env!("CARGO_BIN_EXE_selvedge")])
            .args(words)
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .env_remove("COLUMNS")
            .env("GIT_CEILING_DIRECTORIES", "/")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let said = text(output.stdout) + &text(output.stderr);
        assert!(!said.contains("panicked"), "{said}");
        (output.status.code().unwrap(), said)
    }

    /// What is said of a running configuration that is another than it was.
    fn told_of(&self, file: &str, text: impl AsRef<[u8]>, more: &[&str]) -> String {
        let path = self.at("running").join(file);
        let before = fs::read(&path).ok();
        fs::write(&path, text).unwrap();
        let (exit, said) = self.diff(&[&["running", "tree/source"], more].concat());
        match before {
            Some(before) => fs::write(&path, before).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        format!("exit {exit}\n{said}\n")
    }
}

/// A text up to where some words begin.
fn cut<'t>(text: &'t str, at: &str) -> &'t str {
    &text[..text.find(at).unwrap()]
}

#[test]
fn a_configuration_of_eos_that_was_cut_is_refused() {
    let site = Site::of("smallest");
    let whole = site.text("running/ce1.cfg");
    let banner = format!("banner motd\nno entry\nEOF\n{whole}");
    let mut told = String::new();
    for (what, text) in [
        ("in a block", cut(&whole, "   no autostate")),
        ("in a line", cut(&whole, "no autostate")),
        ("behind a block", cut(&whole, "interface Vlan")),
        ("in a banner", cut(&banner, "EOF")),
        ("in its last word", whole.trim_end().strip_suffix('d').unwrap()),
    ] {
        writeln!(told, "# {what}\n{}", site.told_of("ce1.cfg", text, &["--os", "ce1=eos"])).unwrap();
    }
    assert_snapshot!(told);
}

/// Nothing closes what a Nexus shows: a text that was cut behind a line is read, and what it lacks is
/// told with a word of doubt, which a prompt behind it takes away.
#[test]
fn a_configuration_of_nxos_that_was_cut_is_refused_or_doubted() {
    let site = Site::of("all-nxos");
    let whole = site.text("running/r2-t1.cfg");
    let banner = format!("banner motd #\nno entry\n#\n{whole}");
    let at_line = cut(&whole, "interface port-channel100\n");
    let mut told = String::new();
    for (what, text) in [
        ("in a line", &whole[..whole.find("peer-keepalive").unwrap() + 5]),
        ("in a banner", cut(&banner, "#\n! device")),
        ("behind a line", at_line),
        ("behind a line, with a prompt", &format!("{at_line}r2-t1# \n")),
        ("whole", &whole),
    ] {
        writeln!(told, "# {what}\n{}", site.told_of("r2-t1.cfg", text, &[])).unwrap();
    }
    assert_snapshot!(told);
    // Nor is it in silence where the text is what is to be, or what a tree is held against.
    fs::write(site.at("running/r2-t1.cfg"), at_line).unwrap();
    let doubt = "nothing marks where r2-t1.cfg ends";
    for words in [
        &["tree/source", "running"][..],
        &["running", "tree", "--format", "json"],
        &["running", "running", "--tree", "tree"],
    ] {
        let (exit, said) = site.diff(words);
        assert!(exit == 1 && said.contains(doubt), "{words:?}: {said}");
    }
}

#[test]
fn what_is_no_configuration_is_refused() {
    let site = Site::of("smallest");
    let whole = site.text("running/ce1.cfg");
    let mut told = String::new();
    let mut tell = |what: &str, text: &[u8], more: &[&str]| {
        writeln!(told, "# {what}\n{}", site.told_of("ce1.cfg", text, more)).unwrap();
    };
    tell("Junos", b"set version 23.4R1\nset system host-name ce1\n", &[]);
    tell("Junos, said to be EOS", b"set version 23.4R1\nset system host-name ce1\n", &["--os", "ce1=eos"]);
    tell("IOS, said to be EOS", b"hostname ce1\ninterface GigabitEthernet0/1\nend\n", &["--os", "ce1=eos"]);
    tell("EOS, said to be NX-OS", whole.as_bytes(), &["--os", "ce1=nxos"]);
    tell("prose", b"Dear colleague,\nthe switch is down.\n", &[]);
    tell("prose, said to be EOS", b"Dear colleague,\nthe switch is down.\nend\n", &["--os", "ce1=eos"]);
    tell("prose, said to be NX-OS", b"Dear colleague,\nthe switch is down.\n", &["--os", "ce1=nxos"]);
    tell("a program", b"\x7fELF\x02\x01\x01\0\0\0", &[]);
    tell("no bytes", b"", &[]);
    tell("50 MiB", &b"interface Ethernet1\n".repeat(50 * 1024 * 1024 / 20), &[]);
    assert_snapshot!(told);
}

/// A text without a hostname is its file's; the switch that the file was named by is told.
#[test]
fn a_configuration_without_a_name_is_its_files() {
    let site = Site::of("smallest");
    let nameless = site.text("running/ce1.cfg").replace("hostname ce1\n", "");
    assert_snapshot!(site.told_of("ce1.cfg", nameless, &[]));
}

/// Files of commands are called by the hostname: one with a slash would lead out of their folder.
#[test]
fn a_hostname_that_leads_elsewhere_is_refused() {
    let site = Site::of("smallest");
    let whole = site.text("running/ce1.cfg");
    for name in ["../../ce1", "/tmp/ce1", "a/b", "..", ".ce1", "c\u{e9}1"] {
        let text = whole.replace("hostname ce1\n", &format!("hostname {name}\n"));
        let told = site.told_of("ce1.cfg", text, &["--commands", "-o", "change/commands"]);
        let shown = format!(
            "exit 2\nerror: running/ce1.cfg: {name} is no hostname: letters, digits, `-`, `.` and `_`, the \
             first a letter or digit\n\n"
        );
        assert_eq!(told, shown);
        assert!(!site.at("change").exists());
    }
}

#[test]
fn links_in_a_circle_and_folders_like_files_are_refused() {
    let site = Site::of("smallest");
    let mut told = String::new();
    let mut tell = |what: &str, words: &[&str]| {
        let (exit, said) = site.diff(words);
        writeln!(told, "# {what}\nexit {exit}\n{said}").unwrap();
    };
    symlink(".", site.at("running/again")).unwrap();
    tell("a folder in itself is not gone into", &["running", "tree/source"]);
    symlink("circle.cfg", site.at("running/circle.cfg")).unwrap();
    tell("a file that is a link to itself", &["running", "tree/source"]);
    fs::remove_file(site.at("running/circle.cfg")).unwrap();
    fs::create_dir(site.at("running/folder.cfg")).unwrap();
    tell("a folder that is called like a file", &["running", "tree/source"]);
    symlink("circle", site.at("circle")).unwrap();
    tell("a side that is a link to itself", &["circle", "tree/source"]);
    fs::remove_dir_all(site.at("tree/devices")).unwrap();
    symlink("devices", site.at("tree/devices")).unwrap();
    tell("a part of a tree that is a link to itself", &["tree", "tree/source"]);
    assert_snapshot!(told);
}

/// What was compiled and is gone is no removal.
#[test]
fn a_tree_that_is_not_whole_is_refused() {
    let site = Site::of("smallest");
    let manifest = site.text("tree/selvedge.json");
    let mut told = String::new();
    let mut tell = |what: &str, words: &[&str]| {
        let (exit, said) = site.diff(words);
        writeln!(told, "# {what}\nexit {exit}\n{said}").unwrap();
    };
    fs::rename(site.at("tree/devices/ce1.cfg"), site.at("ce1.cfg")).unwrap();
    fs::rename(site.at("tree/hosts/r1-s1"), site.at("r1-s1")).unwrap();
    tell("two files are gone", &["tree", "tree/source"]);
    fs::rename(site.at("ce1.cfg"), site.at("tree/devices/ce1.cfg")).unwrap();
    fs::rename(site.at("r1-s1"), site.at("tree/hosts/r1-s1")).unwrap();
    tell("they are back", &["tree", "tree/source"]);
    for (what, text) in [("a manifest that is none", "not JSON"), ("a manifest of nothing", "{}")] {
        fs::write(site.at("tree/selvedge.json"), text).unwrap();
        tell(what, &["tree", "tree/source"]);
    }
    fs::write(site.at("tree/selvedge.json"), manifest.replace("\"devices\"", "\"handoff\"")).unwrap();
    tell("a tree without switches, against switches", &["tree", "running"]);
    assert_snapshot!(told);
}

/// What is wrong with the sides of switches, beside the commands that the others have all the same.
impl Site {
    /// What is said of the commands between a folder and the source of the tree, but for the
    /// difference, and the files that were written.
    fn commands(&self, words: &[&str]) -> String {
        let (exit, said) = self.diff(&[words, &["--commands", "-o", "change"]].concat());
        let told = said.lines().filter(|line| {
            line.starts_with("error: ") || line.contains("no commands") || line.starts_with("commands for")
        });
        let mut told: String = told.map(|line| format!("{line}\n")).collect();
        if let Ok(entries) = fs::read_dir(self.at("change")) {
            let mut names: Vec<String> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.retain(|name| !name.starts_with('.'));
            names.sort();
            writeln!(told, "written: {}", names.join(" ")).unwrap();
            fs::remove_dir_all(self.at("change")).unwrap();
        }
        format!("exit {exit}\n{told}")
    }

    /// The same, of a folder in which texts of one file are others, and of the way back.
    fn commands_with(&self, folder: &str, file: &str, changes: &[(&str, &str)]) -> String {
        let path = format!("{folder}/{file}");
        let before = self.text(&path);
        let mut text = before.clone();
        for (old, new) in changes {
            assert!(text.contains(old), "{file} has no `{old}`");
            text = text.replacen(old, new, 1);
        }
        fs::write(self.at(&path), &text).unwrap();
        let told = self.commands(&[folder, "tree/source"]);
        let back = self.commands(&["tree/source", folder]);
        fs::write(self.at(&path), before).unwrap();
        // The way back has the same fault, and it is in the other side.
        assert_eq!(back.replace("its new side", "its old side"), told, "{file}: {changes:?}");
        told
    }
}

/// A text that no switch could hold is a finding at its line, and keeps no other switch from its
/// commands. Of a side without a fault for a switch there is none to say.
#[test]
fn a_side_that_no_nexus_can_have_is_told_by_its_line() {
    let site = Site::of("all-nxos");
    // Another switch, that changes and has its commands.
    let other = site.text("running/ce1.cfg").replace("name signalling", "name signals");
    fs::write(site.at("running/ce1.cfg"), other).unwrap();
    let mut told = String::new();
    for (what, changes) in [
        ("nothing wrong", &[("role priority 10", "role priority 20")][..]),
        ("one vPC number twice", &[("  vpc 2\n", "  vpc 1\n")]),
        ("one name for two VLANs", &[("name oam-mgmt", "name signalling")]),
        ("a feature is missing", &[("feature lacp\n", "")]),
        ("a feature is missing, and a number twice", &[("feature vpc\n", ""), ("  vpc 2\n", "  vpc 1\n")]),
        ("a member says otherwise", &[("channel-group 2 mode", "channel-group 1 mode")]),
        (
            "a member says less, which joins",
            &[(
                "  switchport trunk allowed vlan 300,501\n  mtu 9216\n  channel-group 2",
                "  switchport trunk allowed vlan 300,310,501,601\n  channel-group 1",
            )],
        ),
        (
            "a port-channel says less",
            &[("  mtu 9216\n  shutdown\n", "  shutdown\n"), ("channel-group 2 mode", "channel-group 1 mode")],
        ),
        (
            "a port of both layers",
            &[(
                "interface Ethernet1/1\n",
                "interface Ethernet1/30\n  switchport access vlan 300\n  no switchport\ninterface Ethernet1/1\n",
            )],
        ),
        (
            "one address twice",
            &[
                (
                    "interface port-channel1\n",
                    "interface Vlan300\n  ip address 10.9.9.1/24\ninterface port-channel1\n",
                ),
                ("feature lacp\n", "feature lacp\nfeature interface-vlan\n"),
                (
                    "interface port-channel1\n",
                    "interface Vlan310\n  vrf member x\n  ip address 10.9.9.1/24\ninterface port-channel1\n",
                ),
                (
                    "interface port-channel1\n",
                    "interface Vlan501\n  ip address 10.9.9.1 255.255.255.128\ninterface port-channel1\n",
                ),
            ],
        ),
    ] {
        writeln!(told, "# {what}\n{}", site.commands_with("running", "r1-t1.cfg", changes)).unwrap();
    }
    assert_snapshot!(told);
}

#[test]
fn a_side_that_no_eos_switch_can_have_is_told_by_its_line() {
    let site = Site::of("smallest");
    let mut told = String::new();
    for (what, file, changes) in [
        ("one MLAG number twice", "r1-t1.cfg", &[("   mlag 2\n", "   mlag 1\n")][..]),
        (
            "one number twice, spelt otherwise",
            "r1-t1.cfg",
            &[("interface Port-Channel2", "interface Po2"), ("   mlag 2\n", "\tmlag 1 \n")],
        ),
        (
            "one address twice",
            "ce1.cfg",
            &[(
                "interface Vlan",
                "interface Vlan4001\n   ip address 10.1.1.1/24\ninterface Vlan4002\n   ip address 10.1.1.1/30\ninterface Vlan",
            )],
        ),
    ] {
        writeln!(told, "# {what}\n{}", site.commands_with("running", file, changes)).unwrap();
    }
    writeln!(
        told,
        "# in a tree\n{}",
        site.commands_with("tree", "devices/r1-t1.cfg", &[("   mlag 2\n", "   mlag 1\n")])
    )
    .unwrap();
    assert_snapshot!(told);
}

/// What was changed in a tree by hand, on both sides of a change.
#[test]
fn both_sides_of_a_switch_may_be_wrong() {
    let site = Site::of("smallest");
    let twice = site.text("running/r1-t1.cfg").replace("   mlag 2\n", "   mlag 1\n");
    fs::write(site.at("running/r1-t1.cfg"), twice).unwrap();
    fs::create_dir(site.at("other")).unwrap();
    for name in ["ce1", "ce2", "r1-t1", "r1-t2"] {
        let text = site.text(&format!("tree/devices/{name}.cfg"));
        let text = text.replace("   mlag 1\n", "   mlag 2\n");
        fs::write(site.at(&format!("other/{name}.cfg")), text).unwrap();
    }
    assert_snapshot!(site.commands(&["running", "other"]));
}

/// A plan is made and shown; the switch has no commands in it, and the run is no success.
#[test]
fn a_plan_of_such_a_side_lacks_the_commands_of_its_switch() {
    let site = Site::of("smallest");
    let text = site.text("running/r1-t1.cfg").replace("   mlag 2\n", "   mlag 1\n");
    fs::write(site.at("running/r1-t1.cfg"), text).unwrap();
    let other = site.text("running/ce1.cfg").replace("ntp server", "!");
    fs::write(site.at("running/ce1.cfg"), other).unwrap();
    let (exit, out, err) = common::selvedge(
        site.0.path(),
        &["plan", "running", "tree/source", "-o", "change", "--format", "json"],
    );
    let page: serde_json::Value = serde_json::from_str(&out).unwrap();
    let switches =
        page["steps"].as_array().unwrap().iter().flat_map(|step| step["switches"].as_array().unwrap());
    let told: String =
        switches.map(|switch| format!("{}: {}\n", switch["name"], switch["commands"])).collect();
    assert_snapshot!(format!("exit {exit}\n{told}{err}"));
    assert!(site.at("change/ce1.cmd").is_file() && !site.at("change/r1-t1.cmd").exists());
}

/// Two captures in one file are no switch with lines that nobody understands.
#[test]
fn two_configurations_in_one_file_are_refused() {
    let mut told = String::new();
    for (fixture, head, banner) in [
        ("smallest", "! Command: show running-config\n", "banner motd\nhostname x\nEOF\n"),
        ("all-nxos", "!Command: show running-config\n", "banner motd #\nhostname x\n#\n"),
    ] {
        let site = Site::of(fixture);
        let (first, second) = (site.text("running/r1-t1.cfg"), site.text("running/r1-t2.cfg"));
        let bare = |text: &str| text.replacen("hostname ", "! hostname ", 1);
        for (what, text) in [
            ("two of them", format!("{first}{second}")),
            ("with prompts", format!("a#show run\n{first}a#\nb#show run\n{second}b#\n")),
            ("one of them twice", format!("{head}{first}{head}{first}")),
            ("a name in a banner, which is of one", format!("{banner}{first}")),
            ("the second has no name", format!("{head}{first}{head}{}", bare(&second))),
        ] {
            let said = site.told_of("r1-t1.cfg", text, &[]);
            let said: String = said.lines().take(4).map(|line| format!("{line}\n")).collect();
            writeln!(told, "# {fixture}, {what}\n{said}").unwrap();
        }
    }
    assert_snapshot!(told);
}

/// What a switch writes to the console while it is asked is no part of its configuration.
#[test]
fn messages_of_the_log_are_left_out_and_counted() {
    let mut told = String::new();
    for (fixture, before, message) in [
        (
            "smallest",
            "   mlag 1\n",
            "Nov 21 10:00:00 r1-t1 Ebra: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet1, changed state to up\n",
        ),
        (
            "all-nxos",
            "  mtu 9216\n",
            "2026 Nov 21 10:00:00 r1-t1 %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up in mode trunk\n",
        ),
    ] {
        let site = Site::of(fixture);
        let whole = site.text("running/r1-t1.cfg");
        let (head, tail) = whole.split_once(before).unwrap();
        for (what, text) in [
            ("two between lines", format!("{head}{message}{before}{message}{tail}")),
            ("one behind a prompt", format!("{whole}r1-t1# {message}")),
            ("one in the middle of a line", format!("{head}{}{message}{tail}", &before[..5])),
        ] {
            writeln!(told, "# {fixture}, {what}\n{}", site.told_of("r1-t1.cfg", text, &[])).unwrap();
        }
    }
    assert_snapshot!(told);
}

fn git(folder: &Path, words: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.net"]).args(words);
    common::run(&mut command).unwrap();
}

/// A name that git could take for something else is no more than the name of a revision.
#[test]
fn revisions_that_are_none_are_refused() {
    let missing = Command::new("git").arg("--version").output().err().map(|e| format!("git: {e}"));
    if !common::may_run("revisions_that_are_none_are_refused", missing) {
        return;
    }
    let site = Site::of("smallest");
    git(site.0.path(), &["init", "-q", "-b", "main"]);
    git(site.0.path(), &["add", "tree/source"]);
    git(site.0.path(), &["commit", "-q", "-m", "one"]);
    let mut told = String::new();
    for revision in
        ["git:nope", "git:-p", "git:--batch-all-objects", "git:HEAD~7", "git:HEAD main", "git:@{1", "git:"]
    {
        let (exit, said) = site.diff(&[revision, "tree/source"]);
        writeln!(told, "# {revision}\nexit {exit}\n{said}").unwrap();
    }
    assert_snapshot!(told);
    let (exit, said) = site.diff(&["git:HEAD", "tree/source"]);
    assert_eq!((exit, said.as_str()), (0, "no difference\n"));
}
