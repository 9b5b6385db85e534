//! What people know better than the parser: a table beside the reports whose cells win over what
//! was recognised.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::report::{Area, Date, Kind, Outcome, Report, Scale, UNKNOWN, natural_id, resolve};
use crate::text::spelling::{near, simplify};

/// Columns beside `path`.
const COLUMNS: [&str; 9] = [
    "title",
    "kind",
    "area",
    "outcome",
    "year",
    "inspection_start",
    "inspection_end",
    "published",
    "url",
];

/// The rows of a table, by file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    rows: BTreeMap<PathBuf, Row>,
}

/// What is known better of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    title: Option<String>,
    kind: Option<Kind>,
    areas: Option<Vec<Area>>,
    outcome: Option<Outcome>,
    year: Option<i16>,
    inspection_start: Option<Date>,
    inspection_end: Option<Date>,
    published: Option<Date>,
    url: Option<String>,
    /// Changes whenever the row does.
    fingerprint: String,
}

impl Overrides {
    /// Reads a CSV file with a column `path` (from the folder of the table, or absolute) and any of
    /// `title`, `kind`, `area`, `outcome`, `year`, `inspection_start`, `inspection_end`,
    /// `published` (dates as `2023-12-15`) and `url`. Empty cells leave a field as recognised.
    /// Several areas are separated by `;`.
    ///
    /// # Errors
    /// The file cannot be read, has no column `path` or an unknown one, or a cell cannot be
    /// understood; the message names the line.
    pub fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).map_err(|error| Error::io("read", file, error))?;
        let whole = std::path::absolute(file).map_err(|error| Error::io("find", file, error))?;
        let folder = whole.parent().unwrap_or(Path::new(""));
        Self::parse(&text, folder).map_err(|message| Error::Usage {
            message: format!("{}: {message}", file.display()),
            hint: Some(format!("the columns are path, {}", COLUMNS.join(", "))),
        })
    }

    fn parse(text: &str, folder: &Path) -> std::result::Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(false)
            .from_reader(text.as_bytes());
        let head: Vec<String> = reader
            .headers()
            .map_err(|error| format!("line 1: {error}"))?
            .iter()
            .map(str::to_lowercase)
            .collect();
        let path_column = head
            .iter()
            .position(|name| name == "path")
            .ok_or("line 1: there is no column `path`")?;
        if let Some(name) = head
            .iter()
            .find(|name| *name != "path" && !COLUMNS.contains(&name.as_str()))
        {
            return Err(format!("line 1: unknown column `{name}`"));
        }
        let mut rows = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|error| {
                let line = error.position().map_or(0, csv::Position::line);
                format!("line {line}: {error}")
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            let path = record.get(path_column).unwrap_or("");
            if path.is_empty() {
                return Err(format!("line {line}: no path"));
            }
            let mut row = Row::default();
            let mut digest = Sha256::new();
            for (name, value) in head.iter().zip(&record) {
                if name != "path" && !value.is_empty() {
                    row.set(name, value)
                        .map_err(|message| format!("line {line}: {message}"))?;
                    digest.update(format!("{name}={value}\n"));
                }
            }
            row.check()
                .map_err(|message| format!("line {line}: {message}"))?;
            row.fingerprint = digest
                .finalize()
                .iter()
                .take(8)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let path = folder.join(path.replace('\\', "/"));
            if rows.insert(path.clone(), row).is_some() {
                return Err(format!(
                    "line {line}: a second row for `{}`",
                    path.display()
                ));
            }
        }
        Ok(Overrides { rows })
    }

    /// Changes whenever what is known of the file at `path` does; empty if nothing is.
    pub fn fingerprint(&self, path: &Path) -> &str {
        self.rows.get(path).map_or("", |row| &row.fingerprint)
    }

    /// Files of the table that were not among `indexed`.
    pub fn unused<'a>(&'a self, indexed: &dyn Fn(&Path) -> bool) -> Vec<&'a Path> {
        self.rows
            .keys()
            .map(PathBuf::as_path)
            .filter(|path| !indexed(path))
            .collect()
    }

    /// Puts what is known of the file at `path` into its report.
    pub fn apply(&self, path: &Path, report: &mut Report) {
        let Some(row) = self.rows.get(path).cloned() else {
            return;
        };
        let mut given = |field: &str| {
            let words = "given in the metadata table".to_owned();
            report.evidence.insert(field.to_owned(), words);
        };
        if let Some(title) = row.title {
            given("title");
            report.title = title;
        }
        if let Some(kind) = row.kind {
            given("kind");
            report.kind = kind;
        }
        if let Some(areas) = row.areas {
            given("areas");
            report.areas = areas;
        }
        if let Some(outcome) = row.outcome {
            given("outcome");
            report.outcome = outcome;
        }
        for (field, day, place) in [
            (
                "inspection_start",
                row.inspection_start,
                &mut report.inspection_start,
            ),
            (
                "inspection_end",
                row.inspection_end,
                &mut report.inspection_end,
            ),
            ("published", row.published, &mut report.published),
        ] {
            if let Some(day) = day {
                given(field);
                *place = Some(day);
            }
        }
        if report.inspection_start > report.inspection_end && report.inspection_end.is_some() {
            report
                .warnings
                .push("with the metadata table the inspection ends before it starts".to_owned());
        }
        if report.outcome.scale != report.kind.scale() {
            report.warnings.push(format!(
                "with the metadata table a report of kind {} has an outcome of the scale {}",
                report.kind.name(),
                report.outcome.scale.name()
            ));
        }
        let dated = report.inspection_end.or(report.published);
        report.year = row.year.or(dated.map(Date::year)).or(report.year);
        report.url = row.url.or(report.url.take());
        report.id = natural_id(&report.areas, report.kind, dated, &report.title);
    }
}

impl Row {
    /// What cannot hold together within one row.
    fn check(&self) -> std::result::Result<(), String> {
        if let (Some(start), Some(end)) = (self.inspection_start, self.inspection_end)
            && start > end
        {
            return Err(format!(
                "the inspection ends ({end}) before it starts ({start})"
            ));
        }
        if let (Some(year), Some(end)) = (self.year, self.inspection_end)
            && year != end.year()
        {
            return Err(format!(
                "the year {year} is not that of the inspection's end ({end})"
            ));
        }
        if let (Some(kind), Some(outcome)) = (self.kind, &self.outcome)
            && kind.scale() != outcome.scale
        {
            return Err(format!(
                "a report of kind {} has no outcome `{}`",
                kind.name(),
                outcome.value
            ));
        }
        Ok(())
    }

    fn set(&mut self, name: &str, value: &str) -> std::result::Result<(), String> {
        match name {
            "title" => self.title = Some(value.to_owned()),
            "url" => self.url = Some(value.to_owned()),
            "kind" => self.kind = Some(kind(value)?),
            "area" => {
                self.areas = Some(
                    value
                        .split(';')
                        .map(area)
                        .collect::<std::result::Result<_, _>>()?,
                );
            }
            "outcome" => self.outcome = Some(outcome(value)?),
            "year" => {
                let year = value
                    .parse()
                    .ok()
                    .filter(|year| (1900..=2200).contains(year));
                self.year = Some(year.ok_or_else(|| format!("`{value}` is no year"))?);
            }
            "inspection_start" => self.inspection_start = Some(date(value)?),
            "inspection_end" => self.inspection_end = Some(date(value)?),
            "published" => self.published = Some(date(value)?),
            _ => {}
        }
        Ok(())
    }
}

fn date(value: &str) -> std::result::Result<Date, String> {
    value
        .parse()
        .map_err(|_| format!("`{value}` is no date of the form 2023-12-15"))
}

fn kind(value: &str) -> std::result::Result<Kind, String> {
    let names = Kind::ALL.map(Kind::name);
    Kind::ALL
        .into_iter()
        .find(|kind| simplify(kind.name()) == simplify(value))
        .ok_or_else(|| unknown("kind", value, &names))
}

fn area(value: &str) -> std::result::Result<Area, String> {
    resolve(value).ok_or_else(|| {
        let names: Vec<&str> = crate::report::areas()
            .iter()
            .map(|area| area.name.as_str())
            .collect();
        unknown("area", value.trim(), &names)
    })
}

/// `send-2023/send-inconsistent`, or the value alone, which stands on one scale only.
fn outcome(value: &str) -> std::result::Result<Outcome, String> {
    let (scale, wanted) = match value.split_once('/') {
        Some((scale, wanted)) => (Some(scale), wanted),
        None => (None, value),
    };
    let all: Vec<(Scale, &str)> = Scale::ALL
        .into_iter()
        .flat_map(|scale| scale.values().iter().map(move |value| (scale, *value)))
        .collect();
    let found = all.iter().find(|(of, value)| {
        simplify(value) == simplify(wanted) && scale.is_none_or(|scale| scale == of.name())
    });
    if let Some((scale, value)) = found {
        return Ok(Outcome::new(*scale, value));
    }
    let on_scale = Scale::ALL.into_iter().find(|of| scale == Some(of.name()));
    if let (Some(scale), UNKNOWN) = (on_scale, wanted) {
        return Ok(Outcome::new(scale, UNKNOWN));
    }
    let names: Vec<&str> = all.iter().map(|(_, value)| *value).collect();
    Err(unknown("outcome", value, &names))
}

fn unknown(what: &str, value: &str, names: &[&str]) -> String {
    let close = near(value, names.iter().copied(), 3);
    if close.is_empty() {
        format!("unknown {what} `{value}`")
    } else {
        let close = crate::error::alternatives(&close);
        format!("unknown {what} `{value}` (did you mean {close}?)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::report::themes::Taxonomy;

    fn report() -> Report {
        let document = Document::of_pages(Vec::new(), Vec::new());
        crate::report::parse(&document, &Taxonomy::embedded().unwrap())
    }

    fn failure(table: &str) -> String {
        Overrides::parse(table, Path::new("/r")).expect_err("the table is wrong")
    }

    #[test]
    fn cells_win_and_empty_cells_do_not() {
        let table = "path,area,outcome,inspection_end,url\n\
            a.pdf,Glos,send-inconsistent,2023-12-15,https://reports.example/a\n\
            b/c.pdf,,,,\n";
        let overrides = Overrides::parse(table, Path::new("/r")).unwrap();
        let mut given = report();
        given.kind = Kind::SendFull;
        overrides.apply(Path::new("/r/a.pdf"), &mut given);
        assert_eq!(given.id, "gloucestershire-send-full-2023-12");
        assert_eq!(given.areas[0].region.as_deref(), Some("South West"));
        assert_eq!(
            given.outcome,
            Outcome::new(Scale::Send2023, "send-inconsistent")
        );
        assert_eq!(given.year, Some(2023));
        assert_eq!(given.url.as_deref(), Some("https://reports.example/a"));
        let mut empty = report();
        overrides.apply(Path::new("/r/b/c.pdf"), &mut empty);
        assert_eq!(empty.areas, report().areas);
        assert_ne!(overrides.fingerprint(Path::new("/r/a.pdf")), "");
        assert_eq!(overrides.fingerprint(Path::new("/r/x.pdf")), "");
    }

    #[test]
    fn wrong_cells_are_named_by_line() {
        assert_eq!(
            failure("path,area\nx.pdf,Kent\ny.pdf,Gloucestershir\n"),
            "line 3: unknown area `Gloucestershir` (did you mean `Gloucestershire`?)"
        );
        assert_eq!(
            failure("path,outcome\nx.pdf,splendid\n"),
            "line 2: unknown outcome `splendid`"
        );
        assert_eq!(
            failure("path,published\nx.pdf,15/12/2023\n"),
            "line 2: `15/12/2023` is no date of the form 2023-12-15"
        );
        assert_eq!(
            failure("file,area\nx.pdf,Kent\n"),
            "line 1: there is no column `path`"
        );
        assert_eq!(
            failure("path,colour\nx.pdf,red\n"),
            "line 1: unknown column `colour`"
        );
    }
}
