//! `findings export`

use std::io::{self, Write};
use std::path::Path;

use super::args::{ExportArgs, ExportFormat};
use super::ask::request;
use super::output::{ExitStatus, Output, messages};
use super::session::engine;
use super::settings::Settings;
use crate::answers::corpus::Corpus;
use crate::answers::report_info::{FileInfo, ReportText};
use crate::answers::show::{ReportsRequest, passes};
use crate::engine::{Engine, IndexedReport, Searcher};
use crate::error::{Error, Result};
use crate::render::{PassageTable, count};
use crate::report::jsonl::{self, Compression, Given, line};
use crate::storage::atomic::AtomicFile;

pub(super) fn run(args: &ExportArgs, settings: &Settings) -> Result<ExitStatus> {
    let engine = engine(settings)?;
    let request: ReportsRequest = request(&args.filters, settings)?;
    let filters = Corpus::new(&engine).filters(&request.facets)?;
    if args.excel && args.format != ExportFormat::Csv {
        return Err(Error::Usage {
            message: "--excel needs --format csv".to_owned(),
            hint: None,
        });
    }
    let wanted = |report: &IndexedReport| filters.iter().all(|filter| passes(report, filter));
    let mut written = 0;
    let mut export = |out: &mut dyn Write| -> Result<()> {
        match args.format {
            ExportFormat::Jsonl => lines(&engine, &wanted, out, &mut written),
            ExportFormat::Csv => table(&engine, &wanted, out, args.excel, &mut written),
        }
    };
    match &args.output {
        Some(file) => to_file(file, args.format, &mut export)?,
        None => {
            let mut out = Output::stdout();
            export(&mut out)?;
            out.finish()?;
        }
    }
    if written == 0 {
        let all = engine.totals()?.reports;
        messages::plain(
            &format!("no report passes the filters ({all} are indexed)"),
            settings,
        );
        return Ok(ExitStatus::NothingFound);
    }
    if let Some(file) = &args.output {
        let message = format!("wrote {} to `{}`", count(written, "report"), file.display());
        messages::plain(&message, settings);
    }
    Ok(ExitStatus::Done)
}

/// Writes reports in parsed form.
fn lines(
    engine: &Engine,
    wanted: &dyn Fn(&IndexedReport) -> bool,
    out: &mut dyn Write,
    written: &mut u64,
) -> Result<()> {
    let themes_by = engine
        .manifest()
        .map(|manifest| manifest.settings.themes.as_str());
    engine.export(wanted, &mut |exported| {
        *written += 1;
        let given = Given {
            path: &exported.path,
            sha256: &exported.sha256,
            themes_by: themes_by.unwrap_or_default(),
            report: &exported.report,
        };
        line::write(out, &given).map_err(Error::Output)
    })
}

/// Writes the passages of reports as a table.
fn table(
    engine: &Engine,
    wanted: &dyn Fn(&IndexedReport) -> bool,
    out: &mut dyn Write,
    excel: bool,
    written: &mut u64,
) -> Result<()> {
    let mut table = PassageTable::new(out, excel).map_err(Error::Output)?;
    engine.export(wanted, &mut |exported| {
        *written += 1;
        let file = FileInfo::of(&exported.path);
        let report = ReportText::of(&exported.report, file, &exported.sha256);
        table.write(&report).map_err(Error::Output)
    })
}

/// Writes to a file, which appears once it is whole.
fn to_file(
    file: &Path,
    format: ExportFormat,
    write: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let compression = match format {
        ExportFormat::Jsonl => Compression::of_collection(file),
        ExportFormat::Csv => {
            let is_csv = file.extension().is_some_and(|extension| extension == "csv");
            is_csv.then_some(Compression::None)
        }
    };
    let endings = match format {
        ExportFormat::Jsonl => "use .jsonl, .jsonl.gz or .jsonl.zst, or --format csv with .csv",
        ExportFormat::Csv => "use .csv",
    };
    let compression = compression.ok_or_else(|| Error::Usage {
        message: format!("cannot export to {}: {endings}", file.display()),
        hint: None,
    })?;
    let failed = |error: io::Error| Error::io("write", file, error);
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut out = AtomicFile::create_in(folder.unwrap_or(Path::new("."))).map_err(failed)?;
    jsonl::compressed(&mut out, compression, write).map_err(|error| match error {
        Error::Output(error) => failed(error),
        other => other,
    })?;
    out.persist_durably(file).map_err(failed)
}
