//! Links to the page of a report: to its file, or to where it is published.
//!
//! Paths and addresses are hostile: a link holds printable ASCII alone, none of which ends it in a
//! terminal's escape sequence, in Markdown or in a bibliography, and leads to nothing but a file,
//! `http` or `https`.

use std::fmt;

use url::Url;

use crate::answers::report_info::ReportInfo;
use crate::storage::path::path_of_text;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

/// Browsers give up on longer ones, and terminals (VTE) on those beyond 2083 bytes.
const LONGEST: usize = 2000;

impl Link {
    /// To a report's file; `None` where none is known, as of the built-in samples. `page` is
    /// 1-based.
    pub fn to_file(report: &ReportInfo, page: Option<u32>) -> Option<Self> {
        let path = path_of_text(report.key());
        let mut url = Url::from_file_path(path).ok()?;
        url.set_fragment(page.map(|page| format!("page={page}")).as_deref());
        Link::tidy(url.as_str())
    }

    /// To where a report is published; `None` where that is not known, or is no address of the web.
    pub fn to_web(report: &ReportInfo, page: Option<u32>) -> Option<Self> {
        let mut url = Url::parse(report.url.as_deref()?.trim()).ok()?;
        let plain = url.username().is_empty() && url.password().is_none();
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !plain {
            return None;
        }
        // A fragment that was given leads somewhere already.
        if let (Some(page), None) = (page, url.fragment()) {
            url.set_fragment(Some(&format!("page={page}")));
        }
        Link::tidy(url.as_str())
    }

    /// To the file, or else to the web.
    pub fn to(report: &ReportInfo, page: Option<u32>) -> Option<Self> {
        Link::to_file(report, page).or_else(|| Link::to_web(report, page))
    }

    /// The same with the name of the machine that a file is on, by which terminals tell whether it
    /// is theirs to open.
    pub fn on_host(&self, host: &str) -> Self {
        let named = host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        match self.0.strip_prefix("file:///") {
            Some(path) if named => Link(format!("file://{host}/{path}")),
            _ => self.clone(),
        }
    }

    /// The text of the link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What [`Url`] leaves as it is and others take for an end.
    fn tidy(url: &str) -> Option<Self> {
        let mut text = String::with_capacity(url.len());
        for character in url.chars() {
            match character {
                '"' | '\'' | '(' | ')' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                    text.push_str(&format!("%{:02X}", u32::from(character)));
                }
                '!'..='~' => text.push(character),
                _ => return None,
            }
        }
        (text.len() <= LONGEST).then_some(Link(text))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::report_info::FileInfo;
    use proptest::prelude::*;

    fn report(source: &str, url: &str) -> ReportInfo {
        ReportInfo {
            file: Some(FileInfo::of(source)),
            url: (!url.is_empty()).then(|| url.to_owned()),
            ..ReportInfo::default()
        }
    }

    fn text(link: Option<Link>) -> Option<String> {
        link.map(|link| link.to_string())
    }

    #[cfg(unix)]
    #[test]
    fn files_are_percent_encoded_with_their_page() {
        let odd = report("/a b/50%25 (é)#1?\u{1b}]8;;.pdf", "");
        assert_eq!(
            text(Link::to(&odd, Some(3))).as_deref(),
            Some("file:///a%20b/50%25%20%28%C3%A9%29%231%3F%1B]8;;.pdf#page=3")
        );
        let here = Link::to(&report("/a/b.pdf", ""), None).expect("a link");
        assert_eq!(
            here.on_host("desk-1.local").as_str(),
            "file://desk-1.local/a/b.pdf"
        );
        assert_eq!(here.on_host("x/../y\u{7}"), here);
    }

    #[test]
    fn what_is_no_file_has_no_link() {
        for source in ["", "sample:ashmere.txt", "-", "reports/a.pdf"] {
            assert_eq!(Link::to(&report(source, ""), Some(1)), None, "{source}");
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        let web = |url: &str| text(Link::to_web(&report("", url), Some(4)));
        assert_eq!(
            web("https://example.org/r?id={1}").as_deref(),
            Some("https://example.org/r?id=%7B1%7D#page=4")
        );
        assert_eq!(
            web("HTTP://Example.org/r#top").as_deref(),
            Some("http://example.org/r#top")
        );
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "https://user:word@example.org/",
            "//example.org",
            "reports/a.pdf",
            "",
        ] {
            assert_eq!(web(url), None, "{url}");
        }
    }

    proptest! {
        #[test]
        fn a_link_is_printable_whatever_it_is_made_of(source in "/?\\PC{0,20}[\u{0}-\u{9f}]{0,5}", url in "(https?://)?\\PC{0,30}[\u{0}-\u{9f}]{0,5}") {
            let report = report(&source, &url);
            for link in [Link::to_file(&report, Some(2)), Link::to_web(&report, None)] {
                let printable = |link: Link| link.as_str().bytes().all(|byte| byte.is_ascii_graphic());
                prop_assert!(link.is_none_or(printable));
            }
        }
    }
}
