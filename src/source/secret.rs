//! Secrets: named in the fabric, read here, and nowhere shown.

use std::fs;
use std::path::Path;

/// Reads the value of `env:NAME` or of `file:PATH`, the path taken below `root`. One trailing line
/// end of a file is dropped.
///
/// # Errors
/// Why there is no value, in words that hold none of it.
pub fn read(reference: &str, root: &Path) -> Result<String, String> {
    let value = match reference.split_once(':') {
        Some(("env", name)) => std::env::var(name).map_err(|e| match e {
            std::env::VarError::NotPresent => format!("the environment has no {name}"),
            std::env::VarError::NotUnicode(_) => format!("{name} in the environment is not UTF-8"),
        })?,
        Some(("file", path)) => {
            let real = fs::canonicalize(root.join(path)).map_err(|_| format!("{path} can't be read"))?;
            if !real.starts_with(root) {
                return Err(format!("{path} lies outside the root"));
            }
            let text = fs::read_to_string(&real).map_err(|_| format!("{path} can't be read"))?;
            match text.strip_suffix('\n') {
                Some(line) => line.strip_suffix('\r').unwrap_or(line).to_owned(),
                None => text,
            }
        }
        _ => return Err("a secret is env:NAME or file:PATH".into()),
    };
    if value.is_empty() {
        return Err("it is empty".into());
    }
    if value.chars().any(char::is_control) {
        return Err("it holds a control character".into());
    }
    Ok(value)
}
