//! `findings check`

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::args::CheckArgs;
use super::ask::ask;
use super::inspect;
use super::output::ExitStatus;
use super::settings::Settings;
use crate::answers::check::{self, CheckRequest};
use crate::document::{self, Format};
use crate::error::{Error, Result};

/// Bytes of text that are taken: some 150,000 words.
const MOST_TEXT: usize = 1 << 20;
/// Bytes of a PDF, most of which are fonts and images.
const MOST_PDF: u64 = 256 << 20;

pub(super) fn run(args: &CheckArgs, settings: &Settings) -> Result<ExitStatus> {
    let bytes = read(&args.file)?;
    let document = inspect::document(&args.file, &bytes)?;
    let lines = document.lines().into_iter();
    if lines.map(|line| line.text.len()).sum::<usize>() > MOST_TEXT {
        return Err(too_long(&args.file, "its text", MOST_TEXT as u64));
    }
    ask(&args.asked, settings, |corpus, request: &CheckRequest| {
        let request = CheckRequest {
            document,
            sha256: document::sha256(&bytes),
            ..request.clone()
        };
        check::answer(corpus, &request)
    })
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
            "`{}` is too long to check: the limit for {what} is {} MiB",
            file.display(),
            most >> 20
        ),
        hint: Some("split it, for example by chapter, and check each part".to_owned()),
    }
}
