//! `findings batch`

use std::fs::File;
use std::io::{self, Read};

use clap::{Args as _, Command, FromArgMatches};

use super::Ending;
use super::args::{BatchArgs, BatchFormatArg, SearchArgs};
use super::output::{Output, messages};
use super::progress::Counter;
use super::search;
use super::settings::{self, Settings};
use crate::answers::batch::{QueryRow, QueryTable};
use crate::api::SearchResponse;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::query;
use crate::render::{BatchWriter, count, thousands};

/// Bytes that a query may have; more is a document.
const LONGEST_QUERY: usize = 10_000;

pub(super) fn run(args: &BatchArgs, settings: &Settings) -> Result<Ending> {
    let input: Box<dyn Read> = if args.file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let opened = File::open(&args.file);
        Box::new(opened.map_err(|error| Error::io("read", &args.file, error))?)
    };
    let table = QueryTable::new(input)?;
    let engine = settings.engine()?;
    let mut out = Output::stdout();
    let mut writer = match args.format {
        BatchFormatArg::Csv => BatchWriter::csv(&mut out, table.labels()).map_err(Error::Output)?,
        BatchFormatArg::Jsonl => BatchWriter::lines(&mut out),
    };
    let counter = Counter::new("queries", None, settings);
    let mut counts = Counts::default();
    for row in table {
        counter.step();
        let answered = match row {
            Ok(row) => answer(&row, &engine)
                .map(|response| (row.clone(), response))
                .map_err(|reason| (row.number, reason)),
            Err(bad) => Err((bad.number, bad.reason)),
        };
        match answered {
            Ok((row, response)) => {
                counts.take(&row, &response);
                writer.write(&row, &response).map_err(Error::Output)?;
            }
            Err((number, reason)) => {
                counts.bad += 1;
                counter.above(|| messages::warning(&format!("row {number}: {reason}"), settings));
            }
        }
    }
    counter.finish();
    out.finish()?;
    messages::plain(&counts.line(), settings);
    Ok(match counts {
        Counts { bad: 1.., .. } => Ending::Skipped,
        Counts { found: 0, .. } => Ending::NothingFound,
        _ => Ending::Done,
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
    fn take(&mut self, row: &QueryRow, response: &SearchResponse) {
        if response.summary.passages == 0 {
            self.empty.push(row.number);
        } else {
            self.found += 1;
        }
    }

    fn line(&self) -> String {
        let all = self.found + self.empty.len() as u64;
        let queries = if all == 1 { "query" } else { "queries" };
        let mut line = format!(
            "{} {queries}: {} found something",
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
                ", {} nothing in full (row {}{more})",
                thousands(self.empty.len() as u64),
                named.join(", ")
            );
        }
        if self.bad > 0 {
            line += &format!("; {} left out", count(self.bad, "row"));
        }
        line
    }
}

/// The answer to the query of a row, or why there can be none.
fn answer(row: &QueryRow, engine: &Engine) -> std::result::Result<SearchResponse, String> {
    if row.query.len() > LONGEST_QUERY {
        return Err(format!("the query is longer than {LONGEST_QUERY} bytes"));
    }
    let args = options(row)?;
    let said = |error: Error| match error.hint() {
        Some(hint) => format!("{error}; {hint}").replace('\n', " "),
        None => error.to_string().replace('\n', " "),
    };
    let filters = settings::filters(&args.filters, engine).map_err(said)?;
    if row.query.is_empty() && filters.is_empty() {
        return Err("nothing to search for: it has neither words nor a filter".to_owned());
    }
    let (reading, synonyms) = settings::reading(&args.reading).map_err(said)?;
    let request = search::request(&args, query::parse(&row.query), filters, reading);
    engine.search_with(&request, &synonyms).map_err(said)
}

/// The options of a search that a row gives, read as those of the command line are.
fn options(row: &QueryRow) -> std::result::Result<SearchArgs, String> {
    let mut line = vec!["search".to_owned()];
    // The value stays with its option, whatever it begins with.
    line.extend(
        row.values
            .iter()
            .map(|(name, value)| format!("--{name}={value}")),
    );
    line.extend(row.flags.iter().map(|name| format!("--{name}")));
    let command = SearchArgs::augment_args(Command::new("search")).disable_help_flag(true);
    let read = command
        .try_get_matches_from(line)
        .and_then(|matches| SearchArgs::from_arg_matches(&matches));
    read.map_err(|error| {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        first.trim_start_matches("error: ").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::batch::{FLAGS, VALUES};

    #[test]
    fn columns_are_options_of_a_search() {
        let command = SearchArgs::augment_args(Command::new("search"));
        let known = |name: &str| {
            let mut args = command.get_arguments();
            args.any(|arg| arg.get_long() == Some(name))
        };
        for name in VALUES.iter().chain(&FLAGS) {
            assert!(known(name), "{name}");
        }
    }
}
