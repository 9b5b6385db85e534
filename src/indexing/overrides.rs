//! What people know better than the parser: a table beside the reports whose cells win over what
//! was recognised.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::report::{Area, Date, Kind, Outcome, Report, Scale, UNKNOWN, natural_id, resolve, slug};
use crate::text::dates::date_alone;
use crate::text::spelling::{near, simplify};

/// Columns beside `path`.
pub const COLUMNS: [&str; 9] = [
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

/// Columns of the table that `findings reports --format csv` writes, which are passed over.
const PASSED_OVER: [&str; 12] = [
    "sample",
    "id",
    "region",
    "outcome_scale",
    "outcome_text",
    "judgements",
    "sections",
    "passages",
    "pages",
    "sha256",
    "warnings",
    "duplicates",
];

/// How the evidence of a field begins that was given in a table.
pub const GIVEN: &str = "given in the metadata table";

/// The rows of the tables, by file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    rows: BTreeMap<PathBuf, Row>,
    overridden: Vec<String>,
}

/// Cells by column, not empty.
type Cells = BTreeMap<String, String>;

/// What is known better of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    /// The cells as they were typed, of which the rest is made.
    cells: Cells,
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

/// A table as typed: what each row says of a file, with its line.
struct TypedTable(Vec<(PathBuf, Cells, u64)>);

impl Overrides {
    /// Reads CSV files with a column `path` (from the folder of the table, from the current folder, or
    /// absolute) and any of `title`, `kind`, `area`, `outcome`, `year`, `inspection_start`,
    /// `inspection_end`, `published` and `url`. Empty cells leave a field as recognised. Several areas
    /// are separated by `;`. Where several tables fill a cell, the last one wins. The table of
    /// `findings reports --format csv` is one too.
    ///
    /// # Errors
    /// A file cannot be read, has no column `path` or an unknown one, or a cell cannot be understood;
    /// the message names the line.
    pub fn read(files: &[PathBuf]) -> Result<Self> {
        let mut all = Overrides::default();
        for file in files {
            let text = fs::read_to_string(file).map_err(|error| Error::io("read", file, error))?;
            let whole =
                std::path::absolute(file).map_err(|error| Error::io("find", file, error))?;
            let folder = whole.parent().unwrap_or(Path::new(""));
            let name = whole.file_name().unwrap_or_default().to_string_lossy();
            let table = TypedTable::parse(&text, folder);
            let added = table.and_then(|table| all.add(table, &name));
            added.map_err(|message| Error::Usage {
                message: format!("{}: {message}", file.display()),
                hint: Some(format!("the columns are path, {}", COLUMNS.join(", "))),
            })?;
        }
        Ok(all)
    }

    /// Adds the rows of a table, which win over those before.
    fn add(&mut self, table: TypedTable, name: &str) -> std::result::Result<(), String> {
        for (path, typed, line) in table.0 {
            let earlier = self.rows.remove(&path).map(|row| row.cells);
            let mut cells = earlier.unwrap_or_default();
            for (column, value) in typed {
                let before = cells.insert(column.clone(), value.clone());
                if let Some(before) = before.filter(|before| *before != value) {
                    let path = path.display();
                    self.overridden.push(format!(
                        "{name} line {line}: {column} of `{path}` is `{value}`, not `{before}` as in an \
                         earlier metadata table"
                    ));
                }
            }
            let row = Row::new(cells).map_err(|message| format!("line {line}: {message}"))?;
            self.rows.insert(path, row);
        }
        Ok(())
    }

    /// Cells that win over those of earlier tables, a sentence each.
    pub fn overridden(&self) -> &[String] {
        &self.overridden
    }

    /// What the tables say: each file with its cells by column.
    pub fn rows(&self) -> impl Iterator<Item = (&Path, &BTreeMap<String, String>)> {
        self.rows
            .iter()
            .map(|(path, row)| (path.as_path(), &row.cells))
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
        let evidence = &mut report.evidence;
        let mut given = |field: &str, recognised: &str| {
            let words = match recognised {
                "" => GIVEN.to_owned(),
                recognised => format!("{GIVEN}; recognised: {recognised}"),
            };
            evidence.insert(field.to_owned(), words);
        };
        if let Some(title) = row.title.filter(|title| *title != report.title) {
            given("title", &report.title);
            report.title = title;
        }
        if let Some(kind) = row.kind.filter(|kind| *kind != report.kind) {
            given("kind", report.kind.name());
            report.kind = kind;
        }
        if let Some(areas) = row.areas.filter(|areas| !same_names(areas, &report.areas)) {
            let names: Vec<&str> = report.areas.iter().map(|area| area.name.as_str()).collect();
            given("areas", &names.join("; "));
            report.areas = areas;
        }
        if let Some(outcome) = row.outcome.filter(|outcome| *outcome != report.outcome) {
            given("outcome", &report.outcome.value);
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
            if day.is_some() && day != *place {
                given(
                    field,
                    &place.map_or_else(String::new, |day| day.to_string()),
                );
                *place = day;
            }
        }
        if report.inspection_start > report.inspection_end && report.inspection_end.is_some() {
            report
                .warnings
                .push("the metadata table makes the inspection end before it starts".to_owned());
        }
        if report.outcome.scale != report.kind.scale() {
            report.warnings.push(format!(
                "the metadata table gives a report of kind {} an outcome of the scale {}",
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

/// Whether two lists name the same areas: a table does not tell regions.
fn same_names(given: &[Area], recognised: &[Area]) -> bool {
    let names =
        |areas: &[Area]| -> Vec<String> { areas.iter().map(|area| simplify(&area.name)).collect() };
    names(given) == names(recognised)
}

impl TypedTable {
    fn parse(text: &str, folder: &Path) -> std::result::Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(false)
            .from_reader(text.as_bytes());
        let head = reader
            .headers()
            .map_err(|error| format!("line 1: {error}"))?;
        let head: Vec<String> = head.iter().map(str::to_lowercase).collect();
        let at = |column: &str| head.iter().position(|name| name == column);
        let Some(path_column) = at("path") else {
            return Err(match &head[..] {
                [only] if only.contains([';', '\t']) => {
                    "line 1: columns must be separated by commas".to_owned()
                }
                _ => "line 1: there is no column `path`".to_owned(),
            });
        };
        let id_column = at("id");
        let known = |name: &&String| {
            let name = name.as_str();
            name == "path" || COLUMNS.contains(&name) || PASSED_OVER.contains(&name)
        };
        if let Some(name) = head.iter().find(|name| !known(name)) {
            return Err(format!("line 1: unknown column `{name}`"));
        }
        let mut rows: Vec<(PathBuf, Cells, u64)> = Vec::new();
        let mut paths = BTreeSet::new();
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
            let path = found(path, folder);
            if !paths.insert(path.clone()) {
                let path = path.display();
                return Err(format!("line {line}: a second row for `{path}`"));
            }
            let id = id_column
                .and_then(|column| record.get(column))
                .unwrap_or("");
            let cells = head.iter().zip(&record).filter(|(name, value)| {
                // What was recognised of an area without an official name, as its id shows, and what
                // was not recognised stay so.
                let as_recognised = match name.as_str() {
                    "area" => {
                        !id.is_empty() && resolve(value).is_none() && {
                            let slug = slug(value);
                            id.starts_with(&slug) || id.starts_with(&slug.replace("-and-", "-"))
                        }
                    }
                    "outcome" => *value == UNKNOWN,
                    _ => false,
                };
                !value.is_empty() && COLUMNS.contains(&name.as_str()) && !as_recognised
            });
            let cells = cells.map(|(name, value)| (name.clone(), value.to_owned()));
            rows.push((path, cells.collect(), line));
        }
        Ok(TypedTable(rows))
    }
}

/// The file that a table names: in its own folder, or in the current one if only there.
fn found(path: &str, folder: &Path) -> PathBuf {
    let path = path.replace('\\', "/");
    let own = folder.join(&path);
    let current = std::path::absolute(&path).ok();
    match current.filter(|current| !own.exists() && current.exists()) {
        Some(current) => current,
        None => own,
    }
}

impl Row {
    /// A row of these cells.
    fn new(cells: Cells) -> std::result::Result<Self, String> {
        let mut row = Row::default();
        let mut digest = Sha256::new();
        for (name, value) in &cells {
            row.set(name, value)?;
            digest.update(format!("{name}={value}\n"));
        }
        row.check()?;
        let digest = digest.finalize();
        row.fingerprint = digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        row.cells = cells;
        Ok(row)
    }

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
                self.year = Some(year.ok_or_else(|| format!("`{value}` is not a year"))?);
            }
            "inspection_start" => self.inspection_start = Some(date(value)?),
            "inspection_end" => self.inspection_end = Some(date(value)?),
            "published" => self.published = Some(date(value)?),
            _ => {}
        }
        Ok(())
    }
}

/// A date as people write it: `2025-02-27`, `27/02/2025`, `27.2.2025`, `27 February 2025`.
fn date(value: &str) -> std::result::Result<Date, String> {
    let numbers: Option<Vec<i16>> = value
        .split(['/', '.', '-'])
        .map(|part| part.trim().parse().ok())
        .collect();
    let by_numbers = match numbers.as_deref() {
        Some(&[day, month, year]) if year > 999 => {
            let small = |number: i16| i8::try_from(number).ok();
            small(day)
                .zip(small(month))
                .and_then(|(day, month)| Date::new(year, month, day).ok())
        }
        _ => None,
    };
    let date = value
        .parse()
        .ok()
        .or(by_numbers)
        .or_else(|| date_alone(value));
    date.ok_or_else(|| format!("`{value}` is not a date: write dates like 2025-02-27"))
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
    let on = |of: &Scale| scale.is_none_or(|scale| scale == of.name());
    let exact = |value: &str| simplify(value) == simplify(wanted);
    // As people say it: some of its words, `inconsistent`.
    let words = simplify(wanted);
    let said = |value: &str| {
        let value = simplify(value);
        let mut value = value.split(' ');
        !words.is_empty() && words.split(' ').all(|word| value.any(|own| own == word))
    };
    let found = |matches: &dyn Fn(&str) -> bool| -> Vec<&(Scale, &str)> {
        let all = all.iter();
        all.filter(|(of, value)| on(of) && matches(value)).collect()
    };
    for found in [found(&exact), found(&said)] {
        match found[..] {
            [] => {}
            [(scale, value)] => return Ok(Outcome::new(*scale, value)),
            [(scale, value), ..] if exact(value) => return Ok(Outcome::new(*scale, value)),
            _ => {
                let names: Vec<&str> = found.iter().map(|(_, value)| *value).collect();
                let names = crate::error::alternatives(&names);
                return Err(format!("`{value}` is ambiguous: {names}"));
            }
        }
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

    fn overrides(tables: &[&str]) -> std::result::Result<Overrides, String> {
        let mut all = Overrides::default();
        for table in tables {
            all.add(TypedTable::parse(table, Path::new("/r"))?, "table.csv")?;
        }
        Ok(all)
    }

    fn failure(table: &str) -> String {
        overrides(&[table]).expect_err("the table is wrong")
    }

    #[test]
    fn cells_win_and_empty_cells_do_not() {
        let table = "path,area,outcome,inspection_end,url\n\
            a.pdf,Glos,send-inconsistent,2023-12-15,https://reports.example/a\n\
            b/c.pdf,,,,\n";
        let overrides = overrides(&[table]).unwrap();
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
            failure("path,published\nx.pdf,15/13/2023\n"),
            "line 2: `15/13/2023` is not a date: write dates like 2025-02-27"
        );
        assert_eq!(
            failure("file,area\nx.pdf,Kent\n"),
            "line 1: there is no column `path`"
        );
        assert_eq!(
            failure("path;area\nx.pdf;Kent\n"),
            "line 1: columns must be separated by commas"
        );
        assert_eq!(
            failure("path,colour\nx.pdf,red\n"),
            "line 1: unknown column `colour`"
        );
    }

    #[test]
    fn cells_are_as_people_write_them() {
        for written in [
            "2025-02-27",
            "27/02/2025",
            "27.2.2025",
            "27-02-2025",
            "27 February 2025",
        ] {
            assert_eq!(
                date(written).map(|date| date.to_string()).as_deref(),
                Ok("2025-02-27")
            );
        }
        for wrong in ["2/27/2025", "27/2", "soon", "0/0/2025"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
        let value = |said: &str| outcome(said).map(|outcome| outcome.value);
        assert_eq!(value("inconsistent").as_deref(), Ok("send-inconsistent"));
        assert_eq!(
            value("Requires improvement").as_deref(),
            Ok("requires-improvement")
        );
        assert_eq!(
            value("widespread failings").as_deref(),
            Ok("send-widespread-failings")
        );
        assert_eq!(value("good").as_deref(), Ok("good"));
    }

    #[test]
    fn later_tables_win_cell_by_cell_and_say_so() {
        let first = "path,area,outcome\na.pdf,Kent,good\nb.pdf,Leeds,\n";
        let second = "path,outcome\na.pdf,inadequate\n";
        let overrides = overrides(&[first, second]).unwrap();
        let mut report = report();
        overrides.apply(Path::new("/r/a.pdf"), &mut report);
        assert_eq!(report.areas[0].name, "Kent");
        assert_eq!(report.outcome.value, "inadequate");
        assert_eq!(
            overrides.overridden(),
            [
                "table.csv line 2: outcome of `/r/a.pdf` is `inadequate`, not `good` as in an earlier \
              metadata table"
            ]
        );
        assert_eq!(overrides.rows().count(), 2);
    }
}
