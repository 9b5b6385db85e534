//! `findings batch`

use std::fs::File;
use std::io::{self, Read};

use super::args::{BatchArgs, BatchFormatArg};
use super::output::{ExitStatus, Output, messages};
use super::progress::Counter;
use super::session::engine;
use super::settings::{self, Settings};
use crate::answers::batch::{self, FailedRow, QueryTable, RowAnswer};
use crate::answers::corpus::Corpus;
use crate::error::{Error, Result};
use crate::render::{BatchWriter, count, remarks, thousands};

pub(super) fn run(args: &BatchArgs, settings: &Settings) -> Result<ExitStatus> {
    let input: Box<dyn Read> = if args.file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        // A folder can be opened on some systems, and read on none.
        let opened = if args.file.is_dir() {
            Err(io::ErrorKind::IsADirectory.into())
        } else {
            File::open(&args.file)
        };
        Box::new(opened.map_err(|error| Error::io("read", &args.file, error))?)
    };
    let table = QueryTable::new(input)?;
    let engine = engine(settings)?;
    let corpus = Corpus {
        synonyms: settings::synonyms(None)?,
        with_files: true,
        samples: engine.manifest().is_none(),
        ..Corpus::new(&engine)
    };
    let mut out = Output::stdout();
    let mut writer = match args.format {
        BatchFormatArg::Csv => BatchWriter::csv(&mut out, table.labels()).map_err(Error::Output)?,
        BatchFormatArg::Jsonl => BatchWriter::lines(&mut out),
    };
    let counter = Counter::new("queries", settings);
    let mut counts = Counts::default();
    for row in table {
        counter.step();
        match row.and_then(|row| batch::answer_row(&corpus, &row)) {
            Ok(answer) => {
                counts.take(&answer);
                for remark in remarks(&answer.response) {
                    let remark = format!("row {}: {remark}", answer.labels.row);
                    counter.above(|| messages::note(&remark, settings));
                }
                writer.write(&answer).map_err(Error::Output)?;
            }
            Err(FailedRow { row, reason }) => {
                counts.bad += 1;
                counter.above(|| messages::warning(&format!("row {row}: {reason}"), settings));
            }
        }
    }
    counter.finish();
    out.finish()?;
    messages::plain(&counts.line(), settings);
    Ok(match counts {
        Counts { bad: 1.., .. } => ExitStatus::Skipped,
        Counts { found: 0, .. } => ExitStatus::NothingFound,
        _ => ExitStatus::Done,
    })
}

/// What became of the queries.
#[derive(Default)]
struct Counts {
    found: u64,
    /// Rows whose query found no passage with all of it.
    empty: Vec<u64>,
    bad: u64,
}

/// Rows without a hit that are named.
const NAMED: usize = 10;

impl Counts {
    fn take(&mut self, answer: &RowAnswer) {
        if answer.response.summary.passages == 0 {
            self.empty.push(answer.labels.row);
        } else {
            self.found += 1;
        }
    }

    fn line(&self) -> String {
        let all = self.found + self.empty.len() as u64;
        let queries = if all == 1 { "query" } else { "queries" };
        let mut line = format!(
            "{} {queries}: {} found passages",
            thousands(all),
            self.found
        );
        if !self.empty.is_empty() {
            let named: Vec<String> = self.empty.iter().take(NAMED).map(u64::to_string).collect();
            let more = if self.empty.len() > NAMED {
                ", …"
            } else {
                ""
            };
            line += &format!(
                "; {} had no full match ({}{more})",
                count(self.empty.len() as u64, "row"),
                named.join(", ")
            );
        }
        if self.bad > 0 {
            line += &format!("; {} skipped", count(self.bad, "row"));
        }
        line
    }
}
