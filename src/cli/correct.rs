//! `findings correct`: writes a metadata table.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use super::args::CorrectArgs;
use super::last_search;
use super::output::{ExitStatus, messages};
use super::session::engine;
use super::settings::Settings;
use crate::answers::show::parts;
use crate::engine::Searcher;
use crate::error::{Error, Result};
use crate::indexing::overrides::{COLUMNS, Overrides};
use crate::storage::atomic::AtomicFile;
use crate::storage::path::{file_and_line, path_of_text};

pub(super) fn run(args: &CorrectArgs, settings: &Settings) -> Result<ExitStatus> {
    let engine = engine(settings)?;
    let (id, _) = parts(&last_search::id_of(&args.id, settings)?);
    let report = engine.report(&id)?.ok_or_else(|| Error::NoSuchReport {
        id: id.clone(),
        near: Vec::new(),
    })?;
    let source = path_of_text(file_and_line(&report.path).0);
    let cells: BTreeMap<&str, String> = [
        ("title", args.title.clone()),
        ("kind", args.kind.clone()),
        (
            "area",
            (!args.area.is_empty()).then(|| args.area.join("; ")),
        ),
        ("outcome", args.outcome.clone()),
        ("inspection_start", args.inspection_start.clone()),
        ("inspection_end", args.inspection_end.clone()),
        ("published", args.published.clone()),
        ("url", args.url.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect();
    if cells.is_empty() {
        return Err(Error::Usage {
            message: "nothing to correct".to_owned(),
            hint: Some("name a field: --outcome, --area, --kind, --published, ...".to_owned()),
        });
    }
    if !source.is_file() {
        return Err(Error::Usage {
            message: format!("the file of {id} is gone: {}", report.path),
            hint: None,
        });
    }
    write(&args.table, &source, &cells)?;
    let remembered = engine.manifest().is_some_and(|manifest| {
        let tables = manifest.settings.metadata_files.iter();
        let whole = std::path::absolute(&args.table).unwrap_or_else(|_| args.table.clone());
        tables
            .map(|table| path_of_text(table))
            .any(|table| table == whole)
    });
    let command = if remembered {
        "findings index".to_owned()
    } else {
        format!("findings index --metadata {}", args.table.display())
    };
    let table = args.table.display();
    messages::plain(
        &format!("wrote {id} to `{table}`; `{command}` applies it"),
        settings,
    );
    Ok(ExitStatus::Done)
}

/// Puts the cells of a file into a table, beside what it holds. The table stays as it was if the result
/// is none.
fn write(table: &Path, source: &Path, cells: &BTreeMap<&str, String>) -> Result<()> {
    let io = |error| Error::io("write", table, error);
    let mut rows: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    if table.exists() {
        let whole = std::path::absolute(table).map_err(io)?;
        let folder = whole.parent().unwrap_or(Path::new(""));
        let overrides = Overrides::read(&[table.to_owned()])?;
        rows.extend(overrides.rows().map(|(path, cells)| {
            let path = path.strip_prefix(folder).unwrap_or(path);
            (path.display().to_string(), cells.clone())
        }));
    }
    let whole = std::path::absolute(table).map_err(io)?;
    let folder = whole.parent().unwrap_or(Path::new("")).to_owned();
    let path = source
        .strip_prefix(&folder)
        .unwrap_or(source)
        .display()
        .to_string();
    let cells = cells
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    match rows.iter_mut().find(|(row, _)| *row == path) {
        Some((_, row)) => row.extend(cells),
        None => rows.push((path, cells.collect())),
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["path"].into_iter().chain(COLUMNS);
    let mut written = writer.write_record(head);
    for (path, cells) in &rows {
        let values = COLUMNS
            .iter()
            .map(|name| cells.get(*name).map_or("", String::as_str));
        written =
            written.and_then(|()| writer.write_record([path.as_str()].into_iter().chain(values)));
    }
    let bytes = written.ok().and_then(|()| writer.into_inner().ok());
    let bytes = bytes.ok_or_else(|| Error::Bug("a table could not be made".to_owned()))?;
    let mut file = AtomicFile::create_in(&folder).map_err(io)?;
    file.write_all(&bytes).map_err(io)?;
    let old = fs::read(table).ok();
    file.persist_durably(table).map_err(io)?;
    // What cannot be read as a table is taken back.
    if let Err(error) = Overrides::read(&[table.to_owned()]) {
        match old {
            Some(old) => fs::write(table, old).map_err(io)?,
            None => fs::remove_file(table).map_err(io)?,
        }
        return Err(error);
    }
    Ok(())
}
