//! `findings count`

use super::Ending;
use super::args::{CountArgs, FormatArg};
use super::output::{Output, messages};
use super::question::Question;
use super::settings::Settings;
use crate::answers::count;
use crate::api::SearchResponse;
use crate::error::{Error, Result};
use crate::render;

/// Rows and columns.
const MOST_FACETS: usize = 2;

pub(super) fn run(args: &CountArgs, settings: &Settings) -> Result<Ending> {
    let by = args.by.clone();
    if let [rows, columns] = by[..]
        && rows == columns
    {
        return Err(Error::Usage {
            message: format!("--by {rows},{columns} names one facet twice"),
            hint: Some("name two of them, or one for a list".to_owned()),
        });
    }
    if by.len() > MOST_FACETS {
        return Err(Error::Usage {
            message: "a table has rows and columns: --by takes one facet or two".to_owned(),
            hint: Some("such as `--by outcome,year`".to_owned()),
        });
    }
    let question = Question::new(&args.question, settings)?;
    let tally = question
        .engine
        .tally(&question.request, &question.synonyms, &by, args.absent)?;
    let absence = tally.absence.clone();
    let answer = count::tables(tally, &by, args.absent);
    let nothing = match &answer.absent {
        Some(absent) => absent.is_empty(),
        None => answer.summary.passages == 0,
    };
    if nothing {
        if answer.summary.passages == 0 {
            let response = SearchResponse {
                hits: Vec::new(),
                summary: answer.summary,
                absence,
            };
            question.explain_absence(&response, settings);
        } else {
            messages::plain("every report that passes the filters mentions it", settings);
        }
        return Ok(Ending::NothingFound);
    }
    if args.format == FormatArg::Csv {
        super::search::notes(&answer.summary, settings);
    }
    let mut out = Output::stdout();
    render::count_table(&mut out, &answer, args.format.into(), settings.look(false))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}
