//! `findings inspect`, and how a file that is no part of the index is read.

use std::fs;
use std::path::Path;

use super::args::InspectArgs;
use super::index::{limits, worker_command};
use super::output::{ExitStatus, print};
use super::settings::Settings;
use crate::answers::report_info::{FileInfo, ReportText};
use crate::document::walk::Reason;
use crate::document::worker::Worker;
use crate::document::{self, Document, Format, Unreadable};
use crate::error::{Error, Result};
use crate::render::Inspection;
use crate::{indexing, report};

/// Memory (MiB) and seconds that reading the one file may take.
const LIMITS: (u64, u64) = (2048, 120);

pub(super) fn run(args: &InspectArgs, settings: &Settings) -> Result<ExitStatus> {
    let taxonomy = indexing::taxonomy(args.themes.as_deref())?;
    let bytes = fs::read(&args.file).map_err(|error| Error::io("read", &args.file, error))?;
    let report = report::parse(&document(&args.file, &bytes)?, &taxonomy);
    let sha256 = document::sha256(&bytes);
    let file = FileInfo {
        path: args.file.to_string_lossy().into_owned(),
        key: String::new(),
    };
    let text = ReportText::of(&report, file, &sha256);
    let inspection = Inspection {
        report: &text,
        passages: args.passages,
    };
    print(&inspection, args.format, false, settings)?;
    Ok(ExitStatus::Done)
}

/// The document of a file in any of the formats.
pub(super) fn document(file: &Path, bytes: &[u8]) -> Result<Document> {
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
            message: format!(
                "cannot read `{}`: {}",
                file.display(),
                Reason::unknown_type(file)
            ),
            hint: Some("supported are PDF, plain text, Markdown and HTML".to_owned()),
        })?;
    let document = match (format, worker_command()) {
        (Format::Pdf, Some(command)) => {
            Worker::new(command, limits(LIMITS.0, LIMITS.1)).read(bytes)
        }
        _ => document::read(format, bytes),
    };
    document.map_err(unreadable)
}
