//! What the command line says about findings: which to show, which to take for errors.

use super::{Group, RULES, find};
use crate::finding::{Finding, Level, did_you_mean};

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    deny: Vec<Deny>,
    select: Vec<Choice>,
    ignore: Vec<Choice>,
}

/// What is to be an error.
#[derive(Debug, Clone, Copy)]
enum Deny {
    /// Findings of a level, and graver ones.
    Level(Level),
    /// Findings of rules.
    Rules(Choice),
}

/// Rules that a word names.
#[derive(Debug, Clone, Copy)]
enum Choice {
    Rule(&'static str),
    Group(Group),
}

impl Choice {
    fn parse(word: &str) -> Result<Choice, String> {
        if let Some(group) = Group::ALL.iter().find(|g| g.word() == word) {
            return Ok(Choice::Group(*group));
        }
        if let Some(rule) = find(word) {
            return Ok(Choice::Rule(rule.name));
        }
        let names = RULES.iter().map(|r| r.name).chain(Group::ALL.iter().map(|g| g.word()));
        let help = did_you_mean(word, names).unwrap_or_else(|| "`selvedge rules` lists them".into());
        Err(format!("there is no rule or group `{word}`; {help}"))
    }

    fn has(self, rule: &str) -> bool {
        match self {
            Choice::Rule(name) => name == rule,
            Choice::Group(group) => find(rule).is_some_and(|r| r.group == group),
        }
    }
}

impl Levels {
    /// Reads the words of `--deny` (`warnings`, `notes`, rules, groups), `--select` and `--ignore`
    /// (rules, groups).
    ///
    /// # Errors
    /// Where a word names nothing, in words for the user.
    pub fn parse(deny: &[String], select: &[String], ignore: &[String]) -> Result<Levels, String> {
        let choices = |words: &[String]| words.iter().map(|w| Choice::parse(w)).collect::<Result<_, _>>();
        let deny = deny.iter().map(|word| match word.as_str() {
            "warnings" => Ok(Deny::Level(Level::Warning)),
            "notes" => Ok(Deny::Level(Level::Note)),
            word => Choice::parse(word).map(Deny::Rules),
        });
        Ok(Levels {
            deny: deny.collect::<Result<_, _>>()?,
            select: choices(select)?,
            ignore: choices(ignore)?,
        })
    }

    /// Whether findings may become errors that are none by themselves.
    pub fn denies(&self) -> bool {
        !self.deny.is_empty()
    }

    /// Leaves what was asked for, raises what was denied, and gives the number of those that are not
    /// left. An error that kept rules from looking is always left: without it nothing found would look
    /// like nothing wrong.
    pub fn apply(&self, findings: &mut Vec<Finding>) -> usize {
        let all = findings.len();
        findings.retain(|f| {
            let blinds = f.level == Level::Error && find(f.rule).is_none_or(|r| r.run.is_none());
            let selected = self.select.is_empty() || self.select.iter().any(|c| c.has(f.rule));
            blinds || (selected && !self.ignore.iter().any(|c| c.has(f.rule)))
        });
        let hidden = all - findings.len();
        for finding in findings {
            let denied = self.deny.iter().any(|deny| match deny {
                Deny::Level(level) => finding.level <= *level,
                Deny::Rules(choice) => choice.has(finding.rule),
            });
            if denied {
                finding.level = Level::Error;
            }
        }
        hidden
    }
}
