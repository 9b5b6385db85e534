//! Hyperlinks on a terminal: the escape sequence OSC 8, which shows a text and leads to a link.

use super::Look;
use crate::answers::link::Link;
use crate::api::ReportInfo;

/// `shown`, leading to the page of the report; as it is where that leads nowhere, or where links are
/// not shown. A [`Link`] is printable ASCII, so that nothing in it can end the sequence.
pub(super) fn linked(shown: &str, report: &ReportInfo, page: Option<u32>, look: Look) -> String {
    let link = look
        .links
        .and_then(|host| Some(Link::to(report, page)?.on_host(host)));
    match link {
        Some(link) => format!("\u{1b}]8;;{link}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\"),
        None => shown.to_owned(),
    }
}
