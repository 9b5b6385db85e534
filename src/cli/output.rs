//! stdout and stderr.

use std::io::{self, BufWriter, IsTerminal, LineWriter, Write};

use super::pager;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::render::{Answer, Holds, OutputFormat, OutputStyle, TEXT};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExitStatus {
    /// It did what was asked, or found something.
    Done,
    /// It searched and found nothing.
    NothingFound,
    /// Files were skipped, which is an error unless allowed.
    Skipped,
}

/// Prints an answer; what the format has no room for goes to stderr. `full` shows whole passages.
pub(super) fn print(
    answer: &dyn Answer,
    format: OutputFormat,
    full: bool,
    settings: &Settings,
) -> Result<()> {
    if format.holds == Holds::Records && answer.nothing().is_none() {
        for note in answer.notes() {
            messages::note(&note, settings);
        }
    }
    if settings.pager.is_none() {
        let mut out = Output::stdout();
        let written = format.write(&mut out, answer, &settings.style(full));
        written.map_err(Error::Output)?;
        return out.finish();
    }
    let mut text = Vec::new();
    let written = format.write(&mut text, answer, &settings.style(full));
    written
        .and_then(|()| pager::write(&text, settings.pager.as_ref()))
        .map_err(Error::Output)
}

/// Prints what a command did: text on stderr, beside its notes, and other formats on stdout.
pub(super) fn print_summary(
    answer: &dyn Answer,
    format: OutputFormat,
    settings: &Settings,
) -> Result<()> {
    if format.name != TEXT.name {
        return print(answer, format, false, settings);
    }
    let mut text = Vec::new();
    let written = format.write(&mut text, answer, &OutputStyle::default());
    written.map_err(Error::Output)?;
    for line in String::from_utf8_lossy(&text).lines() {
        messages::plain(line, settings);
    }
    Ok(())
}

/// stdout, buffered by lines on a terminal and in blocks elsewhere.
pub(super) struct Output {
    inner: Box<dyn Write>,
}

impl Output {
    pub(super) fn stdout() -> Self {
        let stdout = io::stdout();
        let inner: Box<dyn Write> = if stdout.is_terminal() {
            Box::new(LineWriter::new(stdout))
        } else {
            Box::new(BufWriter::with_capacity(1 << 16, stdout))
        };
        Output { inner }
    }

    /// Writes what is still buffered; a full disk shows here.
    pub(super) fn finish(mut self) -> Result<()> {
        self.inner.flush().map_err(Error::Output)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Lines on stderr. That stderr is closed is no reason to stop.
pub(super) mod messages {
    use std::io::{self, Write};

    use anstyle::{AnsiColor, Style};

    use crate::cli::settings::Settings;
    use crate::error::Error;
    use crate::render::{safe, wrapped};

    const ERROR: Style = AnsiColor::Red.on_default().bold();
    const WARNING: Style = AnsiColor::Yellow.on_default().bold();
    const NOTE: Style = AnsiColor::Cyan.on_default().bold();

    fn write(tag: &str, style: Style, message: &str, settings: &Settings) {
        // Line breaks are ours (carets below a query); everything else may come from files.
        let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
        let first = wrapped(&safe(&format!("{tag}: {first}")), settings.message_width);
        let first = match first.strip_prefix(tag) {
            Some(first) if settings.colour_errors => {
                format!("{style}{tag}:{style:#}{}", &first[1..])
            }
            _ => first,
        };
        let rest = rest.lines().map(|line| safe(line).into_owned());
        let lines: Vec<String> = [first].into_iter().chain(rest).collect();
        let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
    }

    /// What failed, and what to do about it.
    pub(in crate::cli) fn error(error: &Error, settings: &Settings) {
        write("error", ERROR, &error.to_string(), settings);
        if let Some(hint) = error.hint() {
            let _ = writeln!(io::stderr());
            write("hint", NOTE, &hint, settings);
        }
    }

    /// What failed, for programs: an object on a line.
    pub(in crate::cli) fn json_error(code: &str, message: &str, hint: Option<String>) {
        let error = serde_json::json!({ "code": code, "message": message, "hint": hint });
        let _ = writeln!(io::stderr(), "{error}");
    }

    /// Something went wrong and the run goes on.
    pub(in crate::cli) fn warning(message: &str, settings: &Settings) {
        write("warning", WARNING, message, settings);
    }

    /// Something worth knowing.
    pub(in crate::cli) fn note(message: &str, settings: &Settings) {
        if !settings.quiet {
            write("note", NOTE, message, settings);
        }
    }

    /// A line without a tag.
    pub(in crate::cli) fn plain(message: &str, settings: &Settings) {
        if !settings.quiet {
            let message = wrapped(&safe(message), settings.message_width);
            let _ = writeln!(io::stderr(), "{message}");
        }
    }
}
