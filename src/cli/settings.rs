//! What the program goes by: arguments, environment and terminal, decided once.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::Timestamp;

use super::args::{GlobalArgs, When};
use crate::answers::link::Link;
use crate::answers::report_info::ReportInfo;
use crate::error::{Error, Result};
use crate::query::synonyms::Synonyms;
use crate::render::OutputStyle;
use crate::storage::IndexDir;

/// Where the index lives unless told otherwise.
pub(super) const DEFAULT_INDEX: &str = "index";
/// Environment variable that names the index.
pub(super) const INDEX_VARIABLE: &str = "FINDINGS_INDEX";

/// Environment variable that names a list of synonyms.
const SYNONYMS_VARIABLE: &str = "FINDINGS_SYNONYMS";

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 100;
const NARROWEST: usize = 40;

/// The settings of a run.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) index: PathBuf,
    /// Whether the user named the index.
    pub(super) index_named: bool,
    pub(super) quiet: bool,
    colour: bool,
    pub(super) colour_errors: bool,
    width: Option<usize>,
    links: bool,
}

impl Settings {
    pub(super) fn new(args: &GlobalArgs) -> Self {
        let named = args
            .index
            .clone()
            .or_else(|| set(INDEX_VARIABLE).map(PathBuf::from));
        let plain = set("NO_COLOR").is_some()
            || std::env::var_os("TERM").is_some_and(|term| term == OsStr::new("dumb"));
        let colour = |terminal: bool| match args.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !plain,
        };
        let width = io::stdout()
            .is_terminal()
            .then(|| terminal_size::terminal_size_of(io::stdout()))
            .flatten()
            .map(|(width, _)| usize::from(width.0).clamp(NARROWEST, WIDEST));
        Settings {
            index_named: named.is_some(),
            index: named.unwrap_or_else(|| PathBuf::from(DEFAULT_INDEX)),
            quiet: args.quiet,
            colour: colour(io::stdout().is_terminal()),
            colour_errors: colour(io::stderr().is_terminal()),
            width,
            links: shows_links(args.color, plain),
        }
    }

    /// How answers look on stdout; `full` shows whole passages.
    pub(super) fn style(&self, full: bool) -> OutputStyle<'static> {
        OutputStyle {
            colour: self.colour,
            width: self.width,
            full,
            link: self.links.then_some(&link_on_this_machine),
        }
    }

    pub(super) fn index_dir(&self) -> IndexDir {
        IndexDir::new(&self.index)
    }
}

/// Whether to link pages (OSC 8): on a terminal that is known to show links, unless it is to be
/// plain; elsewhere only where it is forced, which `--color never` alone forbids.
fn shows_links(color: When, plain: bool) -> bool {
    let asked = set("FORCE_HYPERLINK").map(|value| value.to_string_lossy().trim() != "0");
    let able =
        || io::stdout().is_terminal() && !plain && supports_hyperlinks::supports_hyperlinks();
    color != When::Never && asked.unwrap_or_else(able)
}

/// The link to a page of a report, as terminals on this machine open it.
fn link_on_this_machine(report: &ReportInfo, page: Option<u32>) -> Option<Link> {
    Some(Link::to(report, page)?.on_host(host()))
}

/// Environment variable with the time that counts as now, in seconds since 1970; see
/// <https://reproducible-builds.org/specs/source-date-epoch/>.
const NOW_VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// The time, in whole seconds.
pub(super) fn now() -> Result<Timestamp> {
    let seconds = match set(NOW_VARIABLE) {
        Some(value) => value.to_str().and_then(|value| value.parse().ok()),
        None => Some(Timestamp::now().as_second()),
    };
    let now = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    now.ok_or_else(|| Error::Usage {
        message: format!("{NOW_VARIABLE} is no number of seconds since 1970"),
        hint: None,
    })
}

/// The name of this machine.
fn host() -> &'static str {
    static HOST: OnceLock<String> = OnceLock::new();
    HOST.get_or_init(|| gethostname::gethostname().to_string_lossy().into_owned())
}

/// The synonyms that come with the program, and the user's own.
pub(super) fn synonyms(file: Option<&Path>) -> Result<Cow<'static, Synonyms>> {
    let built_in = Synonyms::built_in();
    let own = match (file, set(SYNONYMS_VARIABLE)) {
        (Some(file), _) => Some(Synonyms::read(file)?),
        (None, Some(file)) => Some(Synonyms::read(Path::new(&file)).map_err(named_by_variable)?),
        (None, None) => None,
    };
    Ok(own.map_or(Cow::Borrowed(built_in), |own| {
        Cow::Owned(built_in.with(own))
    }))
}

/// Who set a variable long ago does not see what a file has to do with this search.
fn named_by_variable(error: Error) -> Error {
    match error {
        Error::Io { .. } => Error::Usage {
            message: error.to_string(),
            hint: Some(format!(
                "the environment variable {SYNONYMS_VARIABLE} names this list of synonyms"
            )),
        },
        other => other,
    }
}

/// The value of an environment variable; an empty one counts as none, as in most programs.
fn set(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Why no browser would show what it is told to open to the person who asked; `None` if one may.
pub(super) fn no_browser() -> Option<&'static str> {
    if set("SSH_CONNECTION").is_some() || set("SSH_TTY").is_some() {
        return Some("you are on another machine (ssh)");
    }
    let desktop = cfg!(not(all(unix, not(target_os = "macos"))))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"]
            .iter()
            .any(|name| set(name).is_some());
    (!desktop).then_some("there is no desktop")
}
