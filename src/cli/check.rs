//! `findings check`

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;

use super::args::CheckArgs;
use super::index::{limits, worker_command};
use super::output::{ExitStatus, messages, print};
use super::progress::Counter;
use super::session::engine;
use super::settings::Settings;
use crate::answers::check::{self, CheckRequest};
use crate::answers::corpus::Corpus;
use crate::answers::parameters::Question;
use crate::document::worker::Worker;
use crate::document::{self, Document, Format, Unreadable};
use crate::error::{Error, Result};
use crate::render::Holds;

/// Bytes of text that are taken: some 150,000 words.
const MOST_TEXT: usize = 1 << 20;
/// Bytes of a PDF, most of which are fonts and images.
const MOST_PDF: u64 = 256 << 20;
/// Memory (MiB) and seconds that reading a PDF may take.
const LIMITS: (u64, u64) = (2048, 120);

pub(super) fn run(args: &CheckArgs, settings: &Settings) -> Result<ExitStatus> {
    let bytes = read(&args.file)?;
    let document = understand(&args.file, &bytes)?;
    let engine = engine(settings)?;
    let format = args.asked.format;
    let started = Instant::now();
    let counter = Counter::new("quotations and sentences", None, settings);
    let step = || counter.step();
    let corpus = Corpus {
        progress: &step,
        ..Corpus::new(&engine)
    };
    let pairs = args.asked.pairs.iter();
    let pairs = pairs.map(|(name, value)| (*name, value.as_str()));
    let request: CheckRequest = Question::Check.request(pairs)?;
    let sha256 = document::sha256(&bytes);
    let answer = check::answer(
        &corpus,
        &CheckRequest {
            document,
            sha256,
            ..request
        },
    );
    counter.finish();
    let mut answer = answer?;
    answer.summary.elapsed_ms = Some(started.elapsed().as_secs_f64() * 1000.0);
    if answer.quotations.is_empty() && answer.claims.is_empty() {
        messages::plain(
            "the text quotes nothing, and no sentence names an area or an inspection",
            settings,
        );
        if format.holds == Holds::Everything {
            print(&answer, format, false, settings)?;
        }
        return Ok(ExitStatus::NothingFound);
    }
    if answer.about.is_empty() && answer.notes.is_empty() {
        messages::note(
            "which report the text is about cannot be told; name it with --report",
            settings,
        );
    }
    print(&answer, format, false, settings)?;
    Ok(ExitStatus::Done)
}

/// The bytes of the text, as far as they may be taken.
fn read(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let failed = |error| Error::io("read", file, error);
    let mut input: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(failed)?)
    };
    let first = MOST_TEXT as u64 + 1;
    input
        .by_ref()
        .take(first)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let pdf = Format::sniff(&bytes) == Some(Format::Pdf);
    if pdf {
        input
            .take(MOST_PDF + 1 - first)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    }
    let most = if pdf { MOST_PDF } else { MOST_TEXT as u64 };
    if bytes.len() as u64 > most {
        return Err(too_long(file, if pdf { "a PDF" } else { "a text" }, most));
    }
    Ok(bytes)
}

fn too_long(file: &Path, what: &str, most: u64) -> Error {
    Error::Usage {
        message: format!(
            "`{}` is too long to check: {what} may have {} MiB",
            file.display(),
            most >> 20
        ),
        hint: Some("check it in parts, a chapter each".to_owned()),
    }
}

/// The pages of a text in any of the formats.
fn understand(file: &Path, bytes: &[u8]) -> Result<Document> {
    let unreadable = |reason: Unreadable| Error::Unreachable {
        path: file.to_owned(),
        detail: reason.to_string(),
        forget: false,
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(unreadable(Unreadable::Empty));
    }
    let format = Format::from_path(file)
        .or_else(|| Format::sniff(bytes))
        .ok_or_else(|| Error::Usage {
            message: format!("`{}` is of no type that can be read", file.display()),
            hint: Some("the types are PDF, plain text, Markdown and HTML".to_owned()),
        })?;
    let document = match (format, worker_command()) {
        (Format::Pdf, Some(command)) => {
            Worker::new(command, limits(LIMITS.0, LIMITS.1)).read(bytes)
        }
        _ => document::read(format, bytes),
    };
    let document = document.map_err(unreadable)?;
    let lines = document.lines().into_iter();
    if lines.map(|line| line.text.len()).sum::<usize>() > MOST_TEXT {
        return Err(too_long(file, "its text", MOST_TEXT as u64));
    }
    Ok(document)
}
