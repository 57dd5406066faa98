//! Free text and secrets.

use std::fmt;
use std::sync::Arc;

use super::{Problem, TypeSpec, Value};

/// Text for people: a description. It ends up inside configuration, so it is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub Arc<str>);

/// How long a description may be: what EOS and NX-OS both keep.
const MAX_TEXT: usize = 200;

impl Value for Text {
    const TYPE: TypeSpec = TypeSpec::new("text", "one line of at most 200 characters");

    fn parse(text: &str) -> Result<Self, Problem> {
        let breaks = |c: &char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        if let Some(c) = text.chars().find(breaks) {
            let what = format!("has the control character {}", c.escape_unicode());
            return Err(Problem::new("control-character-in-text", what, "printable characters only"));
        }
        if text.chars().count() > MAX_TEXT {
            return Err(Problem::new("value-out-of-range", "is too long", Self::TYPE.form));
        }
        if text.is_empty() {
            return Err(Problem::new("malformed-value", "is empty", Self::TYPE.form));
        }
        if text.trim() != text {
            return Err(Problem::new(
                "malformed-value",
                "begins or ends with a blank",
                "text without blanks around it",
            ));
        }
        Ok(Text(text.into()))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a secret is kept: `env:NAME` or `file:PATH`. Its value is never in the fabric.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret(pub Arc<str>);

impl Value for Secret {
    const TYPE: TypeSpec = TypeSpec::new("secret", "env:NAME or file:PATH, never the text itself");
    const SECRET: bool = true;

    fn parse(text: &str) -> Result<Self, Problem> {
        let problem = || {
            // The text may be the secret itself, so the message must not repeat it: see `Decoder`.
            Problem::new("secret-in-text", "is not a reference", "env:NAME or file:PATH")
                .help("put the value in the environment or a file, and name that here")
        };
        let (scheme, name) = text.split_once(':').ok_or_else(problem)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        match scheme {
            "env" if !name.is_empty() && name.chars().all(plain) => Ok(Secret(text.into())),
            "file" if !name.is_empty() && name.chars().all(|c| plain(c) || "./-".contains(c)) => {
                Ok(Secret(text.into()))
            }
            _ => Err(problem()),
        }
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
