//! Colours, all in one place. Nothing is said by colour alone.

use anstyle::{AnsiColor, Style};

pub(super) const AREA: Style = Style::new().bold();
pub(super) const QUIET: Style = Style::new().dimmed();
pub(super) const ID: Style = AnsiColor::Cyan.on_default();
pub(super) const HEADING: Style = Style::new().bold().underline();
pub(super) const MATCH: Style = AnsiColor::Yellow.on_default().bold();

/// `text` in `style`, or as it is without colour.
pub(super) fn paint(text: &str, style: Style, colour: bool) -> String {
    if colour && !text.is_empty() {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}
