//! What the program goes by: arguments, environment and terminal, decided once.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use etcetera::{AppStrategy, AppStrategyArgs};
use jiff::Timestamp;

use super::args::{GlobalArgs, When};
use super::pager::Pager;
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

/// Environment variable that makes a missing index an error.
const NO_SAMPLES_VARIABLE: &str = "FINDINGS_NO_SAMPLES";

/// Environment variable that names a list of synonyms.
const SYNONYMS_VARIABLE: &str = "FINDINGS_SYNONYMS";

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 100;
const NARROWEST: usize = 40;

/// Where the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IndexPlace {
    /// In the folder that the user named.
    Named,
    /// In [`DEFAULT_INDEX`] of the current folder.
    Here,
    /// In the user's data folder, for every current folder.
    User,
}

/// The settings of a run.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) index: PathBuf,
    pub(super) place: IndexPlace,
    /// Whether the index of the user was asked for.
    user: bool,
    /// Whether the built-in samples answer where there is no index.
    samples: bool,
    pub(super) quiet: bool,
    pub(super) pager: Option<Pager>,
    colour: bool,
    pub(super) colour_errors: bool,
    width: Option<usize>,
    /// Columns to wrap messages at; `None` where stderr is no terminal.
    pub(super) message_width: Option<usize>,
    links: bool,
}

impl Settings {
    pub(super) fn new(args: &GlobalArgs) -> Self {
        let (index, place) = index_of(args);
        let plain = set("NO_COLOR").is_some()
            || std::env::var_os("TERM").is_some_and(|term| term == OsStr::new("dumb"));
        let colour = |terminal: bool| match args.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !plain,
        };
        let columns = |width: terminal_size::Width| usize::from(width.0).clamp(NARROWEST, WIDEST);
        let screen = io::stdout()
            .is_terminal()
            .then(|| terminal_size::terminal_size_of(io::stdout()))
            .flatten();
        let width = screen.map(|(width, _)| columns(width));
        let messages = io::stderr()
            .is_terminal()
            .then(|| terminal_size::terminal_size_of(io::stderr()))
            .flatten();
        let screen = screen.map(|(_, height)| usize::from(height.0));
        Settings {
            index,
            place,
            user: args.user,
            samples: !args.no_samples && set(NO_SAMPLES_VARIABLE).is_none(),
            quiet: args.quiet,
            pager: screen.filter(|_| !args.no_pager).and_then(pager),
            colour: colour(io::stdout().is_terminal()),
            colour_errors: colour(io::stderr().is_terminal()),
            width,
            message_width: messages.map(|(width, _)| columns(width)),
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

    /// Whether the built-in samples answer if there is no index.
    pub(super) fn answers_from_samples(&self) -> bool {
        self.samples && self.place != IndexPlace::Named
    }

    /// Whether stdout takes colours.
    pub(super) fn colours_stdout(&self) -> bool {
        self.colour
    }

    /// The settings of a command that builds an index from `paths`: the index of the user is built
    /// where it is asked for, and updated where nothing else is named.
    pub(super) fn building(&self, paths: &[PathBuf]) -> Self {
        let here = self.place == IndexPlace::User && !self.user && !paths.is_empty();
        let mut settings = self.clone();
        if here {
            settings.place = IndexPlace::Here;
            settings.index = PathBuf::from(DEFAULT_INDEX);
        }
        settings
    }

    pub(super) fn index_dir(&self) -> IndexDir {
        IndexDir::new(&self.index)
    }
}

/// The index: the one that is named, else the one in the current folder, else that of the user.
fn index_of(args: &GlobalArgs) -> (PathBuf, IndexPlace) {
    let named = args.index.clone();
    let named = named.or_else(|| {
        set(INDEX_VARIABLE)
            .filter(|_| !args.user)
            .map(PathBuf::from)
    });
    if let Some(named) = named {
        return (named, IndexPlace::Named);
    }
    let here = PathBuf::from(DEFAULT_INDEX);
    let holds_index = |folder: &Path| !matches!(IndexDir::new(folder).manifest(), Ok(None));
    match user_index() {
        Some(index) if args.user || !holds_index(&here) && holds_index(&index) => {
            (index, IndexPlace::User)
        }
        _ => (here, IndexPlace::Here),
    }
}

fn folders() -> Option<impl AppStrategy> {
    etcetera::choose_app_strategy(AppStrategyArgs {
        app_name: "findings".to_owned(),
        ..AppStrategyArgs::default()
    })
    .ok()
}

/// The index of the user, in the data folder of the platform.
fn user_index() -> Option<PathBuf> {
    Some(folders()?.in_data_dir("index"))
}

/// The folder for what the program remembers between runs.
pub(super) fn state_folder() -> Option<PathBuf> {
    let folders = folders()?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_dir()))
}

/// The pager for a screen of so many lines: `PAGER`, or `less`; none if `PAGER` is `cat`.
fn pager(screen: usize) -> Option<Pager> {
    let command = set("PAGER").map_or_else(
        || "less".into(),
        |pager| pager.to_string_lossy().into_owned(),
    );
    let command: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    let plain = command.first().is_none_or(|program| program == "cat");
    (!plain).then_some(Pager { command, screen })
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
        message: format!("{NOW_VARIABLE} is not a number of seconds since 1970"),
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
pub(super) fn set(name: &str) -> Option<std::ffi::OsString> {
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
