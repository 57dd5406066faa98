//! What others drop into their CI: the action, the GitLab template, the hooks of pre-commit. Their
//! files are parsed, held against the schemas of the systems that read them, and their scripts are
//! run with the real program in a repository of git.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{fixture, may_run};
use serde_json::Value;

const SELVEDGE: &str = env!("CARGO_BIN_EXE_selvedge");

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A program of the path, or of the environment that `tests/install-oracles.sh` makes.
fn program(name: &str) -> Result<PathBuf, String> {
    let own = here("target/oracles/bin").join(name);
    let found = |path: &Path| {
        let run = Command::new(path).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        run.is_ok_and(|status| status.success())
    };
    [own, PathBuf::from(name)].into_iter().find(|p| found(p)).ok_or(format!("{name} is not installed"))
}

/// A YAML file as PyYAML reads it.
fn yaml(path: &str) -> Result<Value, String> {
    let script = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)";
    let own = here("target/oracles/bin/python");
    let pythons = [own, "python3".into(), "/usr/bin/python3".into()];
    let answers = pythons.iter().map(|p| Command::new(p).args(["-c", script]).arg(here(path)).output());
    let good = answers.filter_map(Result::ok).find(|output| output.status.success());
    let output = good.ok_or_else(|| "PyYAML is not installed".to_owned())?;
    Ok(serde_json::from_slice(&output.stdout).unwrap())
}

/// Exit code, and both streams as one text.
fn outcome(command: &mut Command) -> (i32, String) {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

fn git(folder: &Path, words: &[&str]) -> String {
    let (exit, text) = outcome(Command::new("git").args(words).current_dir(folder).envs(IDENTITY));
    assert_eq!(exit, 0, "git {words:?}: {text}");
    text
}

/// git without the settings of whoever runs the test.
const IDENTITY: [(&str, &str); 6] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_AUTHOR_NAME", "a"),
    ("GIT_AUTHOR_EMAIL", "a@example.com"),
    ("GIT_COMMITTER_NAME", "a"),
    ("GIT_COMMITTER_EMAIL", "a@example.com"),
];

/// A repository with a small fabric in `site`, its lock, and its tree in `build`, committed.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::copy(fixture("smallest").join("smallest.fab"), site.join("smallest.fab")).unwrap();
    let (exit, text) = outcome(Command::new(SELVEDGE).args(["compile", "site"]).current_dir(folder.path()));
    assert_eq!(exit, 0, "{text}");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "a site"]);
    folder
}

/// Changes the fabric of a repository.
fn change(folder: &Path, old: &str, new: &str) {
    let path = folder.join("site/smallest.fab");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old));
    fs::write(path, text.replace(old, new)).unwrap();
}

/// The path with the program that was built, in front of all others.
fn path_with(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap())
}

fn built() -> &'static Path {
    Path::new(SELVEDGE).parent().unwrap()
}

// --- the action

/// The value of `${{ … }}` in an action, for what ours asks.
fn evaluated(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${{") {
        let (expression, after) = behind.split_once("}}").unwrap();
        let value = values.get(expression.trim());
        out += before;
        out += value.unwrap_or_else(|| panic!("what is `{expression}`?"));
        rest = after;
    }
    out + rest
}

/// What the steps of the action did, up to the first that failed.
struct Ran {
    exit: i32,
    /// What each step printed, by its name.
    printed: BTreeMap<String, String>,
    /// What the action gives as its output `sarif`.
    sarif: String,
}

/// The commands that a runner carries out of what a step printed: `::name …::` at the start of a line,
/// blanks before it left out, and the old form `##[name …]` anywhere, unless they were stopped.
fn commands(printed: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut until: Option<String> = None;
    for line in printed.lines() {
        let new = line.trim_start().strip_prefix("::").filter(|rest| rest.contains("::"));
        let old = line.find("##[").and_then(|at| line.get(at + 3..)).filter(|rest| rest.contains(']'));
        let Some(command) = new.or(old) else { continue };
        match &until {
            Some(token) if command.starts_with(&format!("{token}::")) => until = None,
            Some(_) => {}
            None => match command.strip_prefix("stop-commands::") {
                Some(token) => until = Some(token.to_owned()),
                None => found.push(command),
            },
        }
    }
    assert_eq!(until, None, "commands were stopped and never taken up again");
    found
}

/// Runs the steps of the action as a runner does: bash with `-eo pipefail`, `GITHUB_PATH` read after
/// each step. `bin` is in front of the path.
fn run_action(work: &Path, bin: &Path, inputs: &[(&str, &str)], context: &[(&str, &str)]) -> Option<Ran> {
    let action = match yaml("action.yml") {
        Ok(action) => action,
        Err(missing) => {
            assert!(!may_run("action.yml", Some(missing)));
            return None;
        }
    };
    let temporary = tempfile::tempdir().unwrap();
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    for (name, input) in action["inputs"].as_object().unwrap() {
        values.insert(format!("inputs.{name}"), input["default"].as_str().unwrap().to_owned());
    }
    for (name, value) in inputs {
        assert!(values.insert(format!("inputs.{name}"), (*value).to_owned()).is_some(), "no input {name}");
    }
    let source = here("");
    for (name, value) in [
        ("github.action_path", source.to_str().unwrap()),
        ("github.server_url", "https://github.invalid"),
        ("github.action_repository", "OWNER/selvedge"),
        ("runner.os", "Linux"),
        ("runner.arch", "X64"),
    ]
    .iter()
    .chain(context)
    {
        values.insert((*name).to_owned(), (*value).to_owned());
    }
    let mut path = path_with(bin);
    let mut ran = Ran { exit: 0, printed: BTreeMap::new(), sarif: String::new() };
    assert_eq!(action["outputs"]["sarif"]["value"], "${{ steps.check.outputs.sarif }}");
    for step in action["runs"]["steps"].as_array().unwrap() {
        if let Some(condition) = step["if"].as_str() {
            let name = condition.strip_suffix(" != ''").unwrap_or_else(|| panic!("what is `{condition}`?"));
            if values[name].is_empty() {
                continue;
            }
        }
        assert_eq!(step["shell"], "bash");
        let paths = temporary.path().join("path");
        fs::write(&paths, "").unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().unwrap()]);
        for (name, value) in step["env"].as_object().unwrap() {
            command.env(name, evaluated(value.as_str().unwrap(), &values));
        }
        let outputs = temporary.path().join("output");
        fs::write(&outputs, "").unwrap();
        command.env("PATH", &path).env("RUNNER_TEMP", temporary.path());
        command.env("GITHUB_PATH", &paths).env("GITHUB_OUTPUT", &outputs);
        let (exit, text) = outcome(command.current_dir(work));
        if let Some(value) = fs::read_to_string(&outputs).unwrap().strip_prefix("sarif=") {
            assert_eq!(step["id"], "check");
            ran.sarif = value.trim_end().to_owned();
        }
        ran.printed.insert(step["name"].as_str().unwrap().to_owned(), text);
        if exit != 0 {
            return Some(Ran { exit, ..ran });
        }
        for line in fs::read_to_string(&paths).unwrap().lines() {
            path = format!("{line}:{path}");
        }
    }
    Some(ran)
}

/// A release as the action expects it, with the program that was built, in a folder that stands for
/// the server.
fn release() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let assets = folder.path().join("OWNER/selvedge/releases/download/v9.9.9");
    fs::create_dir_all(&assets).unwrap();
    let archive = "selvedge-9.9.9-x86_64-unknown-linux-gnu.tar.gz";
    let (exit, text) = outcome(
        Command::new("tar").arg("-czf").arg(assets.join(archive)).arg("-C").arg(built()).arg("selvedge"),
    );
    assert_eq!(exit, 0, "{text}");
    let script = format!("sha256sum {archive} > {archive}.sha256");
    assert_eq!(outcome(Command::new("sh").args(["-c", &script]).current_dir(&assets)).0, 0);
    folder
}

/// The inputs and the context with which a released program is installed.
fn released(inputs: &[(&'static str, &'static str)], server: &Path, work: &Path) -> Option<Ran> {
    let server = format!("file://{}", server.display());
    let inputs = [&[("version", "9.9.9"), ("path", "site"), ("tree", "build")], inputs].concat();
    run_action(work, Path::new("/nonexistent"), &inputs, &[("github.server_url", &server)])
}

#[test]
fn the_action_installs_a_release_and_passes_what_is_right() {
    let (work, server) = (repository(), release());
    let Some(ran) = released(&[], server.path(), work.path()) else { return };
    assert_eq!(ran.exit, 0, "{:?}", ran.printed);
    assert!(ran.printed["Install Selvedge"].contains(&format!("selvedge {}", env!("CARGO_PKG_VERSION"))));
    let compared = &ran.printed["Compare the tree"];
    assert!(compared.contains("build/ is what site gives, "), "{compared}");
    let sarif: Value =
        serde_json::from_slice(&fs::read(work.path().join("selvedge.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(git(work.path(), &["status", "--short"]), "?? selvedge.sarif\n", "and nothing else");
}

#[test]
fn the_action_fails_with_an_annotation_where_the_fabric_is_wrong() {
    let (work, server) = (repository(), release());
    change(work.path(), "vlan 501", "vlan 5010");
    let Some(ran) = released(&[("sarif", "out.sarif")], server.path(), work.path()) else { return };
    assert_eq!(ran.exit, 1);
    let checked = &ran.printed["Check the fabric"];
    assert!(checked.contains("::error "), "{checked}");
    assert!(checked.contains("file=site/smallest.fab,line="), "{checked}");
    assert!(!ran.printed.contains_key("Compare the tree"), "what follows from an error is not told again");
    let sarif: Value = serde_json::from_slice(&fs::read(work.path().join("out.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "vlan-out-of-range");
}

#[test]
fn the_action_fails_where_the_tree_or_the_lock_is_stale() {
    let (work, server) = (repository(), release());
    change(work.path(), "vlan 501", "vlan 502");
    let Some(ran) = released(&[], server.path(), work.path()) else { return };
    assert_eq!(ran.exit, 1);
    let compared = &ran.printed["Compare the tree"];
    assert!(compared.contains("\nbuild/devices/r1-t1.cfg: differs\n"), "{compared}");
    assert!(compared.contains("\n+++ what site gives\n"), "{compared}");
    let annotated = |file: &str| format!("error file=build/{file},line=");
    let stale = commands(compared);
    for file in ["devices/r1-t1.cfg", "selvedge.json"] {
        assert_eq!(stale.iter().filter(|c| c.starts_with(&annotated(file))).count(), 1, "{stale:?}");
    }
    let sarif = fs::read_to_string(work.path().join(&ran.sarif)).unwrap();
    assert!(sarif.contains("\"ruleId\": \"tree-out-of-date\""), "{sarif}");
    fs::remove_file(work.path().join("site/fabric.lock")).unwrap();
    let ran = released(&[], server.path(), work.path()).unwrap();
    assert!(ran.printed["Check the fabric"].contains("lock-out-of-date"), "{:?}", ran.printed);
    let ran = released(&[("locked", "false"), ("tree", "")], server.path(), work.path()).unwrap();
    assert_eq!(ran.exit, 0, "{:?}", ran.printed);
}

#[test]
fn what_stands_in_a_file_is_no_command_of_a_workflow() {
    let (work, server) = (repository(), release());
    let file = work.path().join("build/devices/ce1.cfg");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}##[add-mask]lab\n  ::add-mask::lab\n")).unwrap();
    let Some(ran) = released(&[], server.path(), work.path()) else { return };
    assert_eq!(ran.exit, 1);
    let compared = &ran.printed["Compare the tree"];
    assert!(compared.contains("-##[add-mask]lab\n"), "{compared}");
    let commands = commands(compared);
    assert!(commands.len() == 1 && commands[0].starts_with("error "), "{commands:?}");
}

#[test]
fn the_action_installs_nothing_that_was_tampered_with() {
    let (work, server) = (repository(), release());
    let assets = server.path().join("OWNER/selvedge/releases/download/v9.9.9");
    fs::write(assets.join("selvedge-9.9.9-x86_64-unknown-linux-gnu.tar.gz"), "other").unwrap();
    let Some(ran) = released(&[], server.path(), work.path()) else { return };
    assert_ne!(ran.exit, 0);
    assert_eq!(ran.printed.len(), 1, "it ends there: {:?}", ran.printed);
    assert_eq!(ran.sarif, "", "there is no file to upload");
}

#[test]
fn the_action_builds_its_own_source_where_no_release_is_named() {
    let work = repository();
    let real = std::env::var_os("SELVEDGE_BUILD").is_some();
    // A build takes minutes. Unless it is asked for, a program in cargo's place notes what it is asked.
    let bin = tempfile::tempdir().unwrap();
    if !real {
        let script = format!(
            "#!/bin/sh\necho \"cargo $*\"\nwhile [ $# -gt 1 ]; do shift; done\nmkdir -p \"$1/bin\"\ncp '{SELVEDGE}' \"$1/bin/\"\n"
        );
        let cargo = bin.path().join("cargo");
        fs::write(&cargo, script).unwrap();
        assert_eq!(outcome(Command::new("chmod").arg("+x").arg(&cargo)).0, 0);
    }
    let Some(ran) = run_action(work.path(), bin.path(), &[("path", "site")], &[]) else { return };
    assert_eq!(ran.exit, 0, "{:?}", ran.printed);
    let source = format!("cargo install --quiet --locked --path {}", here("").display());
    assert!(real || ran.printed["Install Selvedge"].starts_with(&source), "{:?}", ran.printed);
}

// --- GitLab

/// Runs the job of the template as a runner does: the lines of both scripts as one script of `sh`.
fn run_job(work: &Path, path: &str, variables: &[(&str, &str)]) -> Option<(i32, String)> {
    let template = match yaml("ci/gitlab.yml") {
        Ok(template) => template,
        Err(missing) => {
            assert!(!may_run("ci/gitlab.yml", Some(missing)));
            return None;
        }
    };
    let job = &template["selvedge"];
    let lines = |key: &str| job[key].as_array().unwrap().iter().map(|l| l.as_str().unwrap().to_owned());
    let script: Vec<String> = lines("before_script").chain(lines("script")).collect();
    let mut command = Command::new("sh");
    command.args(["-e", "-c", &script.join("\n")]);
    for (name, value) in job["variables"].as_object().unwrap() {
        command.env(name, value.as_str().unwrap());
    }
    command.envs(variables.iter().copied()).env("PATH", path).env("CI_PROJECT_DIR", work);
    let ran = outcome(command.current_dir(work));
    // What it promises is there, whatever it ended with.
    for report in job["artifacts"]["reports"].as_object().unwrap().values() {
        assert!(work.join(report.as_str().unwrap()).is_file(), "{report}: {}", ran.1);
    }
    Some(ran)
}

#[test]
fn the_job_of_gitlab_judges_fabric_and_tree() {
    let work = repository();
    let path = path_with(built());
    let variables = [("SELVEDGE_PATH", "site"), ("SELVEDGE_TREE", "build")];
    let Some((exit, text)) = run_job(work.path(), &path, &variables) else { return };
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains("build/ is what site gives, "), "{text}");
    change(work.path(), "vlan 501", "vlan 502");
    let (exit, text) = run_job(work.path(), &path, &variables).unwrap();
    assert_eq!(exit, 1);
    assert!(text.contains("build/ is stale: "), "{text}");
    let quality = fs::read_to_string(work.path().join("gl-code-quality-report.json")).unwrap();
    assert!(quality.contains("\"path\": \"build/devices/r1-t1.cfg\""), "{quality}");
    let tests = fs::read_to_string(work.path().join("selvedge.xml")).unwrap();
    assert!(
        tests.contains("file=\"build/devices/r1-t1.cfg\"") && !tests.contains("failures=\"0\""),
        "{tests}"
    );
    change(work.path(), "vlan 502", "vlan 5010");
    let (exit, text) = run_job(work.path(), &path, &variables).unwrap();
    assert_eq!(exit, 1);
    assert!(text.contains("error[vlan-out-of-range]"), "{text}");
    let quality = fs::read(work.path().join("gl-code-quality-report.json")).unwrap();
    let quality: Value = serde_json::from_slice(&quality).unwrap();
    assert_eq!(quality[0]["location"]["path"], "site/smallest.fab");
}

#[test]
fn the_job_of_gitlab_passes_options_as_words() {
    let work = repository();
    change(work.path(), "loopback 10.0.0.0/28", "loopback 10.0.0.1/28");
    let path = path_with(built());
    let variables = [("SELVEDGE_PATH", "site"), ("SELVEDGE_OPTIONS", "--deny warnings")];
    let Some((exit, text)) = run_job(work.path(), &path, &variables) else { return };
    assert_eq!(exit, 1, "{text}");
    assert_eq!(run_job(work.path(), &path, &variables[..1]).unwrap().0, 0);
}

// --- pre-commit

/// A repository that offers the hooks: our file of them and nothing else.
fn hooks() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(here(".pre-commit-hooks.yaml"), folder.path().join(".pre-commit-hooks.yaml")).unwrap();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "hooks"]);
    let revision = git(folder.path(), &["rev-parse", "HEAD"]).trim().to_owned();
    (folder, revision)
}

/// Runs pre-commit in a repository with one of our hooks; `more` are further lines about the hook.
fn pre_commit(work: &Path, hooks: &Path, revision: &str, hook: &str, more: &str) -> (i32, String) {
    let config =
        format!("repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n{more}", hooks.display());
    fs::write(work.join(".pre-commit-config.yaml"), config).unwrap();
    git(work, &["add", ".pre-commit-config.yaml"]);
    outcome(
        Command::new(program("pre-commit").unwrap())
            .args(["run", "--all-files", "--color", "never", "--verbose"])
            .env("PRE_COMMIT_HOME", work.join(".git/pre-commit"))
            .env("PATH", path_with(built()))
            .envs(IDENTITY)
            .current_dir(work),
    )
}

/// The hooks are `language: rust`, so pre-commit builds the program; here it takes the one that is
/// built. All else of the file of hooks holds.
const SYSTEM: &str = "    language: system\n";

#[test]
fn the_check_hook_judges_the_folder_and_not_the_files() {
    if !may_run("pre-commit", program("pre-commit").err()) {
        return;
    }
    let (work, (hooks, revision)) = (repository(), hooks());
    let run = |more: &str| {
        pre_commit(work.path(), hooks.path(), &revision, "selvedge-check", &format!("{SYSTEM}{more}"))
    };
    let site = "    args: [site]\n";
    let (exit, text) = run(site);
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains("lab: 4 devices, 2 hosts, 1 cluster: no findings\n"), "{text}");
    // Without an argument the fabric is the top folder, which here has none.
    let (exit, text) = run("");
    assert_eq!(exit, 1);
    assert!(text.contains("no fabric file (*.fab) in this folder"), "{text}");
    // Files that have nothing to do with a fabric need no check.
    let (exit, text) = run(&format!("{site}    exclude: ^site/\n"));
    assert_eq!(exit, 0);
    assert!(text.contains("Skipped"), "{text}");
    change(work.path(), "vlan 501", "vlan 5010");
    let (exit, text) = run(site);
    assert_eq!(exit, 1);
    assert!(text.contains("error[vlan-out-of-range]"), "{text}");
}

#[test]

fn the_format_hook_formats_the_files_that_it_is_given() {
    if !may_run("pre-commit", program("pre-commit").err()) {
        return;
    }
    let (work, (hooks, revision)) = (repository(), hooks());
    let run = || pre_commit(work.path(), hooks.path(), &revision, "selvedge-fmt", SYSTEM);
    // Once to bring it into its form, if it is not.
    run();
    let (exit, text) = run();
    assert_eq!(exit, 0, "{text}");
    let formed = fs::read_to_string(work.path().join("site/smallest.fab")).unwrap();
    git(work.path(), &["add", "-A"]);
    change(work.path(), "\n", "   \n");
    git(work.path(), &["add", "-A"]);
    let (exit, text) = run();
    assert_eq!(exit, 1);
    assert!(text.contains("files were modified by this hook"), "{text}");
    assert_eq!(fs::read_to_string(work.path().join("site/smallest.fab")).unwrap(), formed);
}

/// The hook as it is, built by pre-commit with cargo: minutes, so only where it is asked for.
#[test]
fn the_check_hook_builds() {
    if std::env::var_os("SELVEDGE_BUILD").is_none() {
        common::say("SKIPPED the_check_hook_builds: it takes minutes; SELVEDGE_BUILD=1 runs it");
        return;
    }
    if !may_run("pre-commit", program("pre-commit").err()) {
        return;
    }
    // This repository as it stands, uncommitted changes and all.
    let source = tempfile::tempdir().unwrap();
    let listed = git(&here(""), &["ls-files", "--cached", "--others", "--exclude-standard"]);
    let parts =
        ["src/", "grammar/", "templates/", "docs/", "benches/", "Cargo.", "README.md", ".pre-commit-hooks"];
    for path in listed.lines().filter(|path| parts.iter().any(|part| path.starts_with(part))) {
        let to = source.path().join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(here(path), to).unwrap();
    }
    git(source.path(), &["init", "-q"]);
    git(source.path(), &["add", "-A"]);
    git(source.path(), &["commit", "-qm", "all"]);
    let revision = git(source.path(), &["rev-parse", "HEAD"]);
    let work = repository();
    let (exit, text) =
        pre_commit(work.path(), source.path(), revision.trim(), "selvedge-check", "    args: [site]\n");
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains("no findings"), "{text}");
}

// --- the files themselves

#[test]
fn the_files_are_what_their_systems_read() {
    let missing = program("check-jsonschema").and(program("pre-commit")).err();
    if !may_run("the schemas of CI systems", missing) {
        return;
    }
    let judge = |schema: &str, path: &str| {
        let (exit, text) = outcome(
            Command::new(program("check-jsonschema").unwrap())
                .args(["--builtin-schema", schema])
                .arg(here(path)),
        );
        assert_eq!(exit, 0, "{path}: {text}");
    };
    judge("vendor.github-actions", "action.yml");
    judge("vendor.gitlab-ci", "ci/gitlab.yml");
    let (exit, text) = outcome(
        Command::new(program("pre-commit").unwrap())
            .arg("validate-manifest")
            .arg(here(".pre-commit-hooks.yaml")),
    );
    assert_eq!(exit, 0, "{text}");
}

/// What docs/ci.md shows of a file has to be in it.
#[test]
fn the_page_about_ci_names_what_there_is() {
    let page = fs::read_to_string(here("docs/ci.md")).unwrap();
    let Ok(action) = yaml("action.yml") else {
        assert!(!may_run("docs/ci.md", Some("PyYAML is not installed".into())));
        return;
    };
    for input in action["inputs"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{input}`")), "docs/ci.md lacks the input {input}");
    }
    for hook in yaml(".pre-commit-hooks.yaml").unwrap().as_array().unwrap() {
        let id = hook["id"].as_str().unwrap();
        assert!(page.contains(&format!("- id: {id}\n")), "docs/ci.md lacks the hook {id}");
    }
    let job = &yaml("ci/gitlab.yml").unwrap()["selvedge"];
    for used in page.lines().filter_map(|line| line.trim().split_once(": ")).map(|(name, _)| name) {
        let known = !used.starts_with("SELVEDGE_") || job["variables"].get(used).is_some();
        assert!(known, "ci/gitlab.yml has no variable {used}");
    }
}
