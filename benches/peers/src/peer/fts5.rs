//! The least program on SQLite: one FTS5 table with porter stemming, facets and date beside the text.

use std::path::{Path, PathBuf};

use findings::report::Report;
use rusqlite::{Connection, OpenFlags, params};

use super::{Answer, FACETS, FILTER, HITS, Opened, passages};
use crate::Result;
use crate::packed::Reports;
use crate::question::Asked;

/// Nothing is kept for a crash, since a load that fails is begun again.
const BULK: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -163840;";

const TABLE: &str = "
    CREATE VIRTUAL TABLE passages USING fts5(
        text, report UNINDEXED, area UNINDEXED, outcome UNINDEXED, year UNINDEXED,
        theme UNINDEXED, kind UNINDEXED, section UNINDEXED, date UNINDEXED,
        tokenize = 'porter unicode61')";

const INSERT: &str = "INSERT INTO passages VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// Between the themes of a passage; no name of one holds it.
const BETWEEN: &str = "\n";

/// The file of an index in a folder.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("passages.sqlite")
}

pub(super) fn load(corpus: &Path, folder: &Path) -> Result<()> {
    let mut loader = Loader::create(folder)?;
    for (number, report) in (1i64..).zip(Reports::open(corpus)?) {
        loader.add(&report, number)?;
    }
    loader.finish()
}

/// A table in the making, in one transaction.
#[derive(Debug)]
pub(crate) struct Loader(Connection);

impl Loader {
    /// An empty table in a folder.
    pub(crate) fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let connection = Connection::open(file(folder))?;
        connection.execute_batch(BULK)?;
        connection.execute_batch(TABLE)?;
        connection.execute_batch("BEGIN")?;
        Ok(Loader(connection))
    }

    /// Adds the passages of a report.
    pub(crate) fn add(&mut self, report: &Report, number: i64) -> Result<()> {
        let mut insert = self.0.prepare_cached(INSERT)?;
        let date = report.inspection_end.map(|date| date.to_string());
        for (passage, values) in passages(report) {
            // Several values (themes, the areas of a joint inspection) share a cell.
            let mut cells = FACETS.map(|_| String::new());
            for (place, path) in values {
                if !cells[place].is_empty() {
                    cells[place].push_str(BETWEEN);
                }
                cells[place].push_str(&path.0.join("/"));
            }
            let [area, outcome, year, theme, kind, section] = &cells;
            let text = &passage.text;
            insert.execute(params![
                text, number, area, outcome, year, theme, kind, section, date
            ])?;
        }
        Ok(())
    }

    /// Adds a passage without facets.
    pub(crate) fn add_text(&mut self, text: &str, number: i64) -> Result<()> {
        let none: Option<&str> = None;
        let mut insert = self.0.prepare_cached(INSERT)?;
        insert.execute(params![
            text, number, none, none, none, none, none, none, none
        ])?;
        Ok(())
    }

    /// Ends the transaction.
    pub(crate) fn finish(self) -> Result<()> {
        self.0.execute_batch("COMMIT")?;
        Ok(())
    }
}

/// An open index.
#[derive(Debug)]
pub(super) struct Fts5(Connection);

impl Fts5 {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let connection =
            Connection::open_with_flags(file(folder), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.execute_batch(
            "PRAGMA mmap_size = 2147483648; PRAGMA cache_size = -163840; PRAGMA temp_store = MEMORY;",
        )?;
        Ok(Fts5(connection))
    }
}

impl Opened for Fts5 {
    fn ask(&self, query: &str, asked: Asked) -> Result<Answer> {
        let query = match_of(query);
        let filter = if asked.filtered() {
            FILTER.join("/")
        } else {
            String::new()
        };
        let mut answer = Answer::default();
        let mut top = self.0.prepare_cached(&top(asked))?;
        let mut rows = top.query(params![query, filter])?;
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            answer.hits += 1;
            answer.bytes += text.len();
        }
        if asked.counted() {
            let mut counts = self.0.prepare_cached(&counts(asked))?;
            let mut rows = counts.query(params![query, filter])?;
            let mut themes = std::collections::BTreeSet::new();
            while let Some(row) = rows.next()? {
                let (facet, value): (String, String) = (row.get(0)?, row.get(1)?);
                match facet.as_str() {
                    // Counted by set of themes, of which there are few.
                    "theme" => themes.extend(value.split(BETWEEN).map(str::to_owned)),
                    _ => answer.values += 1,
                }
            }
            themes.remove("");
            answer.values += themes.len();
        }
        Ok(answer)
    }
}

fn condition(asked: Asked) -> &'static str {
    if asked.filtered() {
        "passages MATCH ?1 AND outcome = ?2"
    } else {
        // Every statement has both parameters.
        "passages MATCH ?1 AND ?2 = ''"
    }
}

fn top(asked: Asked) -> String {
    let given = if asked.highlighted() {
        "snippet(passages, 0, '<b>', '</b>', '…', 40)"
    } else {
        "text"
    };
    format!(
        "SELECT {given} FROM passages WHERE {} ORDER BY rank LIMIT {HITS}",
        condition(asked)
    )
}

/// All facets, in passages and in reports, from one pass over the matches.
fn counts(asked: Asked) -> String {
    let facets: Vec<String> = FACETS
        .iter()
        .map(|facet| {
            let name = facet.name();
            format!(
                "SELECT '{name}', {name}, count(*), count(DISTINCT report) FROM found GROUP BY {name}"
            )
        })
        .collect();
    format!(
        "WITH found AS MATERIALIZED (
             SELECT report, area, outcome, year, theme, kind, section FROM passages WHERE {}
         ) {}",
        condition(asked),
        facets.join(" UNION ALL ")
    )
}

/// A query in FTS5's syntax: words and phrases, each in quotation marks.
pub(crate) fn match_of(query: &str) -> String {
    let parts = query.split('"').enumerate().flat_map(|(place, part)| {
        let phrase = place % 2 == 1;
        let parts: Vec<&str> = match phrase {
            true => vec![part],
            false => part.split_whitespace().collect(),
        };
        parts
    });
    let quoted: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(|part| format!("\"{part}\""))
        .collect();
    quoted.join(" ")
}
