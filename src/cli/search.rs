//! `findings search`

use super::Ending;
use super::args::{FormatArg, GroupArg, SearchArgs, SortArg};
use super::output::{Output, messages};
use super::settings::{self, Settings};
use crate::api::{
    Absence, ExpansionOptions, Filter, Group, Mode, SearchRequest, SearchResponse, Sort, Summary,
};
use crate::error::{Error, Result, alternatives, list};
use crate::query;
use crate::render::{self, Look, count};

pub(super) fn run(args: &SearchArgs, settings: &Settings) -> Result<Ending> {
    let engine = settings.engine()?;
    let filters = settings::filters(&args.filters, &engine)?;
    let text = args.query.join(" ");
    let query = query::parse(&text);
    if text.trim().is_empty() && filters.is_empty() {
        return Err(Error::Usage {
            message: "nothing to search for".to_owned(),
            hint: Some("name some words: `findings search CAMHS waiting`, or a filter".to_owned()),
        });
    }
    if args.format == FormatArg::Csv
        && (args.explain || args.context > 0 || !args.facets.is_empty())
    {
        return Err(Error::Usage {
            message: "a CSV table has no room for --facets, --context or --explain".to_owned(),
            hint: Some("use --format json, or `findings facets --format csv`".to_owned()),
        });
    }
    let (reading, synonyms) = settings::reading(&args.reading)?;
    for note in &query.notes {
        messages::note(&note.message, settings);
    }
    if query.root.is_none() && !text.trim().is_empty() && filters.is_empty() {
        messages::plain(
            &format!(
                "nothing found: `{}` holds no word to search for",
                text.trim()
            ),
            settings,
        );
        return Ok(Ending::NothingFound);
    }
    let request = request(args, query, filters, reading);
    let response = engine.search_with(&request, &synonyms)?;
    if response.hits.is_empty() {
        explain_absence(&response, &request, settings);
        return Ok(Ending::NothingFound);
    }
    if response.summary.passages == 0
        && let Some(absence) = &response.absence
    {
        unknown_words(absence, &response.summary, settings);
    }
    if args.format == FormatArg::Csv {
        notes(&response.summary, settings);
    }
    let look = Look {
        full: args.full,
        ..settings.look(args.full)
    };
    let mut out = Output::stdout();
    render::search(&mut out, &response, args.format.into(), look).map_err(Error::Output)?;
    out.finish()?;
    // The process ends here: giving back an index piece by piece would take as long as a query.
    std::mem::forget(engine);
    Ok(Ending::Done)
}

/// The request that the options of a search make, with the filters that they name.
pub(super) fn request(
    args: &SearchArgs,
    query: query::Query,
    filters: Vec<Filter>,
    reading: ExpansionOptions,
) -> SearchRequest {
    SearchRequest {
        filters,
        mode: if args.any {
            Mode::Any
        } else if args.all {
            Mode::All
        } else {
            Mode::Most
        },
        sort: match args.sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Date => Sort::Date,
            SortArg::Area => Sort::Area,
        },
        group: match args.group {
            GroupArg::Alike => Group::Alike,
            GroupArg::None => Group::None,
            GroupArg::Report => Group::Report,
            GroupArg::Area => Group::Area,
        },
        expansion: reading,
        include_boilerplate: args.include_boilerplate,
        limit: args.limit as usize,
        page: args.page as usize,
        context: usize::from(args.context),
        facets: args.facets.clone(),
        explain: args.explain,
        ..SearchRequest::new(query)
    }
}

/// Says why nothing was found: a word that occurs nowhere, a filter that lets nothing through, or
/// words that never meet; and what was searched.
pub(super) fn explain_absence(
    response: &SearchResponse,
    request: &SearchRequest,
    settings: &Settings,
) {
    if response.summary.passages > 0 {
        let summary = &response.summary;
        // How many passages were drawn together is known only of those that were looked at.
        let (hits, at_most) = match request.group {
            Group::None => (summary.passages, ""),
            Group::Report => (summary.reports, ""),
            Group::Area => (summary.reports, "at most "),
            Group::Alike => (summary.passages, "at most "),
        };
        let pages = hits.div_ceil(request.limit.max(1) as u64);
        let verb = if pages == 1 { "is" } else { "are" };
        let pages = count(pages, "page");
        let line = format!(
            "nothing on page {}: there {verb} {at_most}{pages}",
            request.page
        );
        messages::plain(&line, settings);
        return;
    }
    let query = request.query.text.trim();
    let what = if query.is_empty() {
        "nothing found".to_owned()
    } else {
        format!("nothing found for `{query}`")
    };
    messages::plain(&what, settings);
    for line in lines_about(&response.summary, false) {
        messages::plain(&format!("  {line}"), settings);
    }
    let Some(absence) = &response.absence else {
        return;
    };
    unknown_words(absence, &response.summary, settings);
    for (filter, passages) in &absence.emptied_by {
        let line = format!("  without `{filter}`: {}", count(*passages, "passage"));
        messages::plain(&line, settings);
    }
    if absence.in_boilerplate > 0 {
        let line = format!(
            "  in addresses, licences and the like (--include-boilerplate): {}",
            count(absence.in_boilerplate, "passage")
        );
        messages::plain(&line, settings);
    }
    if absence.any_word > 0 {
        let line = format!(
            "  with any of the words (--any): {}",
            count(absence.any_word, "passage")
        );
        messages::plain(&line, settings);
    }
    let mut coverage = format!("  searched {}", count(absence.indexed_reports, "report"));
    if let Some((first, last)) = &absence.years {
        coverage += &if first == last {
            format!(" of {first}")
        } else {
            format!(" of {first} to {last}")
        };
    }
    if !absence.kinds.is_empty() {
        let kinds: Vec<String> = absence
            .kinds
            .iter()
            .map(|(kind, number)| format!("{number} {kind}"))
            .collect();
        coverage += &format!(": {}", kinds.join(", "));
    }
    messages::plain(&coverage, settings);
}

/// What the other formats hold as data, for a table, which has no room for it.
pub(super) fn notes(summary: &Summary, settings: &Settings) {
    for line in lines_about(summary, true) {
        messages::note(&line, settings);
    }
}

/// What was read differently, and what was searched as well.
fn lines_about(summary: &Summary, found: bool) -> Vec<String> {
    let mut lines = render::doubts(summary, found);
    lines.extend(render::also_searched(summary));
    lines
}

/// Fewest letters of a word that near ones are named for: everything is near a shorter one.
const SHORTEST_WITH_NEAR: usize = 4;

/// Names the words that occur nowhere, but for those that the answer itself asks about.
fn unknown_words(absence: &Absence, summary: &Summary, settings: &Settings) {
    let asked = |word: &str| summary.did_you_mean.iter().any(|asked| asked.word == word);
    let (with_near, lost): (Vec<_>, Vec<_>) = absence
        .unknown_words
        .iter()
        .filter(|(word, _)| !asked(word))
        .partition(|(word, near)| !near.is_empty() && word.chars().count() >= SHORTEST_WITH_NEAR);
    if !lost.is_empty() {
        let verb = if lost.len() == 1 { "occurs" } else { "occur" };
        let lost: Vec<&str> = lost.iter().map(|(word, _)| word.as_str()).collect();
        messages::plain(&format!("  {} {verb} nowhere", list(&lost)), settings);
    }
    for (word, near) in with_near {
        let line = format!(
            "  `{word}` occurs nowhere; did you mean {}?",
            alternatives(near)
        );
        messages::plain(&line, settings);
    }
}
