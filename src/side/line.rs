//! Where the text of a switch says what its plan says.

use super::{Origin, Side, Switch};
use crate::model::value::Os;
use crate::plan::Element;
use crate::read;

impl Side {
    /// The line, from 1, of a switch's text that says a line of its canonical text, which stands in a
    /// block: the one in that block that begins with the same words, or else the first of the block.
    /// None where the side has no texts, or the text has the block in none of its own.
    pub fn line(&self, switch: &Switch, block: &str, line: &str) -> Option<usize> {
        self.line_about(switch, &element(switch.plan.os, block)?, line)
    }

    /// The first line of a switch's text that speaks of an element, or one below it that begins with
    /// the same words as `line`.
    pub fn line_about(&self, switch: &Switch, element: &Element, line: &str) -> Option<usize> {
        let text = switch.text.as_deref()?;
        let reading = match self.origin {
            Origin::Tree => read::read(switch.plan.os, text),
            Origin::Running => read::running(switch.plan.os, text),
            Origin::Fabric(_) => return None,
        };
        let reading = reading.ok()?;
        let (mut inside, mut best) = (false, None);
        for (text, number) in text.lines().zip(1..) {
            if !text.starts_with([' ', '\t']) && !text.trim().is_empty() && !text.starts_with('!') {
                inside = false;
            }
            inside |= reading.element(number) == Some(element);
            let alike =
                || text.split_ascii_whitespace().zip(line.split(' ')).take_while(|(a, b)| a == b).count();
            if inside {
                let alike = alike();
                best = best.filter(|(most, _)| *most >= alike).or(Some((alike, number)));
            }
        }
        best.map(|(_, number)| number)
    }
}

/// What a line at the top speaks of.
fn element(os: Os, block: &str) -> Option<Element> {
    let end = if os == Os::Eos { "end\n" } else { "" };
    read::running(os, &format!("{block}\n{end}")).ok()?.element(1).cloned()
}
