//! Runs the real program in folders of its own and states what it must answer.
//!
//! Strict by default: the exit code must be 0 and stderr empty unless a test says otherwise.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::UNIX_EPOCH;

use findings::samples::SAMPLES;
use serde_json::Value;
use tempfile::TempDir;

use crate::fixtures;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_findings");

/// Environment variables that change what the program prints, beside all `FINDINGS_*`.
const MEDDLING: [&str; 24] = [
    "PAGER",
    "LESS",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
    "TERM",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "HOME",
    "XDG_CONFIG_HOME",
    "RUST_BACKTRACE",
    "RUST_LOG",
    "FORCE_HYPERLINK",
    "BROWSER",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "SSH_CONNECTION",
    "SSH_TTY",
];

/// The time of every run unless a test says otherwise: 14 November 2023, 22:13:20 UTC.
pub(crate) const NOW: &str = "1700000000";

/// The program, ready to run in `folder` with an environment that says nothing.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("FINDINGS_") {
            command.env_remove(name);
        }
    }
    for name in MEDDLING {
        command.env_remove(name);
    }
    command.env("HOME", folder);
    command.env("SOURCE_DATE_EPOCH", NOW);
    command
}

/// A folder to run the program in.
pub(crate) struct Folder {
    path: PathBuf,
    _temporary: Option<TempDir>,
}

impl Folder {
    /// An empty folder, removed when dropped.
    pub(crate) fn new() -> Self {
        let temporary = TempDir::new().expect("a temporary folder");
        Folder {
            // Where the temporary folder lies behind a link (macOS), the program sees the truth.
            path: temporary.path().canonicalize().expect("it exists"),
            _temporary: Some(temporary),
        }
    }

    /// A folder with the built-in samples as files in `reports/`.
    pub(crate) fn with_samples() -> Self {
        let folder = Folder::new();
        for (name, text) in SAMPLES {
            folder.write(format!("reports/{name}"), text);
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn join(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.path.join(relative)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, relative: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.join(relative);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("folders");
        fs::write(path, content).expect("written");
    }

    pub(crate) fn remove(&self, relative: impl AsRef<Path>) {
        fs::remove_file(self.join(relative)).expect("removed");
    }

    /// Runs `findings ARGS…` here.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Run {
        Run {
            command: program(&self.path),
            args: args.into_iter().map(|arg| arg.as_ref().into()).collect(),
            status: Some(0),
            stdout: None,
            stderr: Expected::Exactly(String::new()),
        }
    }

    /// Runs `findings LINE`, split at white space.
    pub(crate) fn line(&self, line: &str) -> Run {
        self.run(line.split_whitespace())
    }

    /// Indexes `reports/` and gives the summary as data. Skipped files are allowed.
    pub(crate) fn index(&self, more: &[&str]) -> Value {
        let args = ["index", "--quiet", "--format", "json", "--allow-skips"];
        let args = args.iter().chain(more).copied();
        let answer = self.run(args).any_stderr().check();
        serde_json::from_str(&answer.stdout).expect("a JSON summary")
    }

    /// All hits of a search, as data; the summary last. An answer without hits gives none. Each
    /// passage stands for itself, unless `args` say otherwise.
    pub(crate) fn hits(&self, args: &[&str]) -> (Vec<Value>, Value) {
        let mut all = vec!["search", "--quiet", "--format", "jsonl", "--group", "none"];
        if !args.contains(&"-n") {
            all.extend(["-n", "100000"]);
        }
        all.extend(args);
        let answer = self.run(all).check();
        lines_and_summary(&answer.stdout)
    }

    /// Ids of the passages that match in full, in order.
    pub(crate) fn ids(&self, args: &[&str]) -> Vec<String> {
        let fixed = [
            "search", "--quiet", "--format", "jsonl", "-n", "100000", "--all", "--group", "none",
        ];
        let answer = self.run(fixed.iter().chain(args).copied()).either_status();
        if answer.stdout.is_empty() {
            return Vec::new();
        }
        let (hits, _) = lines_and_summary(&answer.stdout);
        hits.iter().map(|hit| text_of(hit, "id")).collect()
    }

    /// Texts of the passages that match in full, in order.
    pub(crate) fn texts(&self, args: &[&str]) -> Vec<String> {
        let fixed = [
            "search", "--quiet", "--format", "jsonl", "-n", "100000", "--all", "--group", "none",
        ];
        let answer = self.run(fixed.iter().chain(args).copied()).either_status();
        if answer.stdout.is_empty() {
            return Vec::new();
        }
        let (hits, _) = lines_and_summary(&answer.stdout);
        hits.iter().map(|hit| text_of(hit, "text")).collect()
    }

    /// The reports in the index by id.
    pub(crate) fn reports(&self) -> BTreeMap<String, Value> {
        let answer = self.line("reports --format jsonl").either_status();
        answer
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a JSON object"))
            .map(|report| (text_of(&report, "id"), report))
            .collect()
    }

    pub(crate) fn status(&self) -> Value {
        let answer = self.line("status --format json").check();
        serde_json::from_str(&answer.stdout).expect("JSON")
    }
}

/// JSON Lines of a search: the hits, and the summary that ends them.
pub(crate) fn lines_and_summary(stdout: &str) -> (Vec<Value>, Value) {
    let mut objects: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object a line"))
        .collect();
    let summary = objects.pop().expect("a summary");
    assert_eq!(summary["type"], "summary");
    // Why nothing was found.
    objects.retain(|object| object["type"] != "absence");
    assert!(objects.iter().all(|object| object["type"] == "hit"));
    (objects, summary)
}

/// A text member of a JSON object.
pub(crate) fn text_of(object: &Value, name: &str) -> String {
    object[name]
        .as_str()
        .unwrap_or_else(|| panic!("no text `{name}` in {object}"))
        .to_owned()
}

enum Expected {
    Exactly(String),
    Holding(Vec<String>),
    Anything,
}

impl Expected {
    fn check(&self, what: &str, printed: &str, context: &str) {
        match self {
            Expected::Exactly(text) => assert_eq!(printed, text, "{what} of {context}"),
            Expected::Holding(parts) => {
                for part in parts {
                    assert!(
                        printed.contains(part),
                        "{what} of {context} does not hold {part:?}:\n{printed}"
                    );
                }
            }
            Expected::Anything => {}
        }
    }
}

/// A run of the program with what is expected of it.
pub(crate) struct Run {
    command: Command,
    args: Vec<OsString>,
    status: Option<i32>,
    stdout: Option<Expected>,
    stderr: Expected,
}

/// What the program printed.
pub(crate) struct Answer {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().into());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn status(mut self, status: i32) -> Self {
        self.status = Some(status);
        self
    }

    /// The exit code is looked at elsewhere.
    pub(crate) fn any_status(mut self) -> Self {
        self.status = None;
        self
    }

    /// stdout must be exactly this.
    pub(crate) fn stdout(mut self, text: impl Into<String>) -> Self {
        self.stdout = Some(Expected::Exactly(text.into()));
        self
    }

    /// stdout must hold each of these.
    pub(crate) fn stdout_has(mut self, parts: &[&str]) -> Self {
        self.stdout = Some(Expected::Holding(
            parts.iter().map(|&part| part.to_owned()).collect(),
        ));
        self
    }

    /// stderr must be exactly this.
    pub(crate) fn stderr(mut self, text: impl Into<String>) -> Self {
        self.stderr = Expected::Exactly(text.into());
        self
    }

    /// stderr must hold each of these.
    pub(crate) fn stderr_has(mut self, parts: &[&str]) -> Self {
        self.stderr = Expected::Holding(parts.iter().map(|&part| part.to_owned()).collect());
        self
    }

    /// stderr is looked at elsewhere.
    pub(crate) fn any_stderr(mut self) -> Self {
        self.stderr = Expected::Anything;
        self
    }

    /// An error: exit code 2, nothing on stdout, these parts on stderr.
    pub(crate) fn fails(self, parts: &[&str]) -> Answer {
        self.status(2).stdout("").stderr_has(parts).check()
    }

    fn output(&mut self) -> Output {
        self.command
            .args(&self.args)
            .output()
            .expect("the program runs")
    }

    /// Runs, and checks everything that was stated.
    pub(crate) fn check(mut self) -> Answer {
        let output = self.output();
        let context = format!("findings {:?}", self.args);
        let answer = answer(&output, &context);
        let status = output.status.code();
        assert!(
            self.status.is_none() || self.status == status,
            "exit code {status:?} of {context}\nstdout: {}\nstderr: {}",
            answer.stdout,
            answer.stderr
        );
        self.stderr.check("stderr", &answer.stderr, &context);
        if let Some(stdout) = &self.stdout {
            stdout.check("stdout", &answer.stdout, &context);
        }
        answer
    }

    /// Runs a search that may find something (0) or nothing (1, and then prints nothing).
    pub(crate) fn either_status(mut self) -> Answer {
        let output = self.output();
        let context = format!("findings {:?}", self.args);
        let answer = answer(&output, &context);
        match output.status.code() {
            Some(0) => assert!(
                !answer.stdout.is_empty(),
                "{context} found and says nothing"
            ),
            Some(1) => assert!(
                !answer.stdout.contains("\"type\":\"hit\""),
                "{context} found nothing and says {}",
                answer.stdout
            ),
            other => panic!("exit code {other:?} of {context}: {}", answer.stderr),
        }
        answer
    }
}

fn answer(output: &Output, context: &str) -> Answer {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let answer = Answer {
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    };
    assert!(
        !answer.stderr.contains("panicked"),
        "{context} panicked: {}",
        answer.stderr
    );
    answer
}

/// The samples as files in `reports/`, and their index: made once a run of the tests, never
/// written to.
pub(crate) fn samples() -> &'static Folder {
    static SHARED: OnceLock<Folder> = OnceLock::new();
    SHARED.get_or_init(|| {
        let files = SAMPLES.map(|(name, text)| (name, text.to_owned()));
        shared("samples", &files)
    })
}

/// A report whose passages each hold one trap of the language, and two of areas with a region.
pub(crate) fn language() -> &'static Folder {
    static SHARED: OnceLock<Folder> = OnceLock::new();
    SHARED.get_or_init(|| {
        let files = [
            ("quillmere.txt", fixtures::language_report()),
            (
                "kent.txt",
                fixtures::plain_report("Kent", "3 to 7 June 2024"),
            ),
            (
                "surrey.txt",
                fixtures::plain_report("Surrey", "8 to 12 May 2023"),
            ),
            (
                "leeds.txt",
                fixtures::plain_report("Leeds", "4 to 8 March 2024"),
            ),
        ];
        shared("language", &files)
    })
}

/// Test processes run side by side, so that what they share lies on disk, under a lock; its name
/// changes with the program.
fn shared(name: &str, files: &[(&str, String)]) -> Folder {
    let metadata = fs::metadata(PROGRAM).expect("the program exists");
    let changed = metadata.modified().expect("a time of change");
    let changed = changed.duration_since(UNIX_EPOCH).expect("since 1970");
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shared-{name}"));
    fs::create_dir_all(&root).expect("the shared folder");
    let lock = File::create(root.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let stamp = format!(
        "{}-{}",
        changed.as_nanos(),
        files.iter().map(|(_, t)| t.len()).sum::<usize>()
    );
    let folder = Folder {
        path: root.join(&stamp),
        _temporary: None,
    };
    let ready = root.join(format!("{stamp}.ready"));
    if !ready.exists() {
        for entry in fs::read_dir(&root).expect("readable").flatten() {
            if entry.file_name() != "lock" {
                let _ = fs::remove_dir_all(entry.path());
                let _ = fs::remove_file(entry.path());
            }
        }
        for (file, text) in files {
            folder.write(format!("reports/{file}"), text);
        }
        folder.run(["index", "--quiet", "reports"]).check();
        File::create(ready).expect("marked as ready");
    }
    folder
}

/// `text` without what differs from run to run: times.
pub(crate) fn without_times(text: &str) -> String {
    let seconds = regex::Regex::new(r" in \d+\.\d s").expect("a pattern");
    let elapsed = regex::Regex::new(r#""elapsed_ms": ?[0-9.e-]+"#).expect("a pattern");
    let text = seconds.replace_all(text, " in N s");
    elapsed.replace_all(&text, r#""elapsed_ms":0"#).into_owned()
}
