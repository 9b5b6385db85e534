//! The contract of engines: what any implementation of `Searcher` must answer. The built-in engine is
//! held against a plain scan over the same reports.

use std::sync::OnceLock;

use findings::answers::corpus::{Corpus, Criteria, Holding};
use findings::answers::{
    actions, area, compare, count, facets, quotation, search, show, similar, trend, waits,
};
use findings::engine::ranking::Weights;
use findings::engine::{Engine, Group, PassageQuery, Ranked, Ranking, Searcher, Sort};
use findings::report::{self, facet::Dimension};
use findings::samples;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::scan::Scan;

/// The samples, in the built-in engine and in the scan. Some are given areas that have regions.
fn both() -> &'static (Engine, Scan) {
    static BOTH: OnceLock<(Engine, Scan)> = OnceLock::new();
    BOTH.get_or_init(|| {
        let mut reports = samples::reports().expect("the samples can be read");
        let official = |name| report::resolve(name).expect("an official area");
        reports[4].areas = vec![official("Brighton and Hove"), official("Kent")];
        reports[7].areas = vec![official("Kent")];
        reports[8].areas = vec![official("Leeds")];
        let names = samples::SAMPLES.iter();
        let names = names.map(|(name, _)| format!("sample:{name}"));
        let reports: Vec<_> = reports.into_iter().zip(names).collect();
        let engine = || {
            let files = reports.iter().cloned();
            let files: Vec<_> = files
                .map(|(report, name)| (report, name, String::new()))
                .collect();
            Engine::in_memory(&files).expect("the reports can be indexed")
        };
        (engine(), Scan::new(&reports, engine()))
    })
}

/// Queries that use every construct of the language.
const QUERIES: [&str; 20] = [
    "",
    "camhs waiting",
    "speech and language therapy",
    "\"speech and language\"",
    "\"therapy waiting\"~4",
    "\"waiting\"",
    "wait* therap*",
    "therapy OR portage",
    "school -website",
    "(cricket OR portage) area",
    "heading:improve",
    "heading:\"what works\" leaders",
    "children year:2019..2023",
    "plans -outcome:inadequate",
    "theme:camhs section:strengths",
    "area:ashmere -kind:jtai leaders",
    "region:\"South East\" plans",
    "area:kent waiting",
    "co-production",
    "zeppelin camhs",
];

fn criteria(query: &str) -> Criteria {
    Criteria {
        query: query.to_owned(),
        ..Criteria::default()
    }
}

/// The query as it is put to an engine.
fn planned(query: &str, holding: Holding, include_boilerplate: bool) -> PassageQuery {
    let corpus = Corpus::new(&both().0);
    let criteria = Criteria {
        include_boilerplate,
        ..criteria(query)
    };
    let plan = corpus.plan(&criteria, holding).expect("a query");
    plan.passages
}

fn ids(ranked: &Ranked) -> Vec<(&str, usize)> {
    let passages = ranked.passages.iter().map(|found| &found.passage);
    passages
        .map(|one| (one.report.as_str(), one.number))
        .collect()
}

/// Everything that can be asked with one query must have the same answer.
fn agree(query: &PassageQuery) {
    let (engine, scan) = both();
    let weights = Weights::default();
    let ranking = Ranking {
        sort: Sort::Date,
        group: Group::None,
        skip: 0,
        limit: 10_000,
        first: None,
        then: Vec::new(),
        or_else: Vec::new(),
        facets: &Dimension::ALL,
        explain: false,
        weights: &weights,
    };
    let (found, right) = (engine.search(query, &ranking), scan.search(query, &ranking));
    let (found, right) = (found.expect("an answer"), right.expect("an answer"));
    assert_eq!(found.totals, right.totals, "{query:?}");
    assert_eq!(ids(&found), ids(&right), "{query:?}");
    for (dimension, (found, right)) in
        (Dimension::ALL.iter()).zip(found.facets.iter().zip(&right.facets))
    {
        assert_eq!(found, right, "{dimension} of {query:?}");
    }
    for (skip, limit) in [(3, 4), (0, 1), (9_000, 5)] {
        let page = Ranking {
            skip,
            limit,
            ..ranking.clone()
        };
        let found = engine.search(query, &page).expect("a page");
        let right = scan.search(query, &page).expect("a page");
        assert_eq!(ids(&found), ids(&right), "{skip} and {limit} of {query:?}");
        let ranks: Vec<usize> = found.passages.iter().map(|found| found.rank).collect();
        assert_eq!(ranks, (skip + 1..).take(ranks.len()).collect::<Vec<_>>());
    }
    // Whatever the order, the same passages are found.
    for sort in [Sort::Relevance, Sort::Area] {
        let sorted = Ranking {
            sort,
            ..ranking.clone()
        };
        let sorted = engine.search(query, &sorted).expect("an answer");
        let (mut found, mut right) = (ids(&sorted), ids(&right));
        found.sort_unstable();
        right.sort_unstable();
        assert_eq!(found, right, "{sort:?} of {query:?}");
    }
    let each = |searcher: &dyn Searcher| {
        let mut passages = Vec::new();
        let taken = searcher.each_passage(query, &mut |passage| {
            passages.push(passage);
            Ok(())
        });
        taken.expect("passages");
        passages
    };
    assert_eq!(each(engine), each(scan), "{query:?}");
    let keys = |searcher: &dyn Searcher| searcher.locate(query).expect("keys");
    assert_eq!(keys(engine), keys(scan), "{query:?}");
    for by in [
        &[][..],
        &[Dimension::Outcome],
        &[Dimension::Year, Dimension::Theme],
    ] {
        let counted = |searcher: &dyn Searcher| searcher.crosstab(query, by).expect("counts");
        assert_eq!(counted(engine), counted(scan), "{by:?} of {query:?}");
    }
    let passages: Vec<_> = right.passages.iter().map(|found| &found.passage).collect();
    let duplicates = |searcher: &dyn Searcher| {
        let found = searcher
            .near_duplicates(query, &passages)
            .expect("duplicates");
        let counts = found
            .into_iter()
            .map(|one| one.map(|one| (one.passages, one.reports)));
        counts.collect::<Vec<_>>()
    };
    assert_eq!(duplicates(engine), duplicates(scan), "{query:?}");
}

#[test]
fn queries_find_the_same_passages_counts_and_facets() {
    for query in QUERIES {
        for holding in [Holding::All, Holding::Any] {
            for include_boilerplate in [false, true] {
                agree(&planned(query, holding, include_boilerplate));
            }
        }
    }
}

#[test]
fn so_many_of_the_words_are_held_as_are_asked_for() {
    let mut query = planned("camhs waiting therapy leaders", Holding::All, false);
    assert_eq!(query.words.len(), 4);
    for (least, most) in [(1, 4), (2, 3), (4, 4), (2, 2), (3, 4)] {
        query.holding = least..=most;
        agree(&query);
    }
}

#[test]
fn stems_and_reports_are_conditions() {
    use findings::query::expansion::Condition;
    let mut query = PassageQuery::everything();
    query.stems = vec![("wait".to_owned(), 2.0), ("therapi".to_owned(), 1.0)];
    agree(&query);
    let report = both()
        .1
        .reports()
        .expect("reports")
        .swap_remove(2)
        .report
        .id;
    query.rest.push(Condition::Report(report));
    agree(&query);
    query.rest = vec![Condition::Not(Box::new(query.rest.swap_remove(0)))];
    agree(&query);
}

#[test]
fn reports_and_passages_are_read_back_whole() {
    let (engine, scan) = both();
    let reports = scan.reports().expect("reports");
    assert_eq!(engine.reports().expect("reports"), reports);
    assert_eq!(
        engine.totals().expect("totals"),
        scan.totals().expect("totals")
    );
    for report in &reports {
        let id = &report.report.id;
        assert_eq!(engine.report(id).expect("a report").as_ref(), Some(report));
        for numbers in [1..=usize::MAX, 0..=3, 2..=2, 9_999..=10_000] {
            let read =
                |searcher: &dyn Searcher| searcher.passages(id, numbers.clone()).expect("passages");
            assert_eq!(read(engine), read(scan), "{numbers:?} of {id}");
        }
    }
    assert_eq!(engine.report("nowhere").expect("no report"), None);
    assert_eq!(engine.passages("nowhere", 1..=2).expect("none"), []);
}

#[test]
fn words_are_counted_alike() {
    use findings::query::expansion::Lexicon;
    let (engine, scan) = both();
    for word in ["waiting", "waits", "the", "camhs", "zeppelin", "2023"] {
        let stem = findings::text::stem(word);
        assert_eq!(engine.holding(&stem), scan.holding(&stem), "{stem}");
        assert_eq!(engine.printing(word), scan.printing(word), "{word}");
    }
}

/// A question with its answer by any engine, as JSON.
type Ask = fn(&Corpus<'_>, &Criteria) -> Value;

fn told<A: Serialize>(answer: findings::error::Result<A>) -> Value {
    match answer {
        Ok(answer) => serde_json::to_value(answer).expect("JSON"),
        Err(error) => Value::String(error.to_string()),
    }
}

#[test]
fn every_question_is_answered_by_any_engine() {
    let questions: [(&str, Ask); 9] = [
        ("search", |corpus, criteria| {
            let request = search::SearchRequest {
                criteria: criteria.clone(),
                all: true,
                sort: Sort::Date,
                group: Group::None,
                context: 2,
                facets: Dimension::ALL.to_vec(),
                ..search::SearchRequest::default()
            };
            let mut answer = told(search::answer(corpus, &request));
            // What a passage scores is the engine's own.
            for hit in answer
                .get_mut("hits")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                hit["score"] = json!(0);
            }
            answer
        }),
        ("facets", |corpus, criteria| {
            let request = facets::FacetsRequest {
                criteria: criteria.clone(),
                ..facets::FacetsRequest::default()
            };
            told(facets::answer(corpus, &request))
        }),
        ("actions", |corpus, criteria| {
            let request = actions::ActionsRequest {
                criteria: criteria.clone(),
                limit: Some(20),
                ..actions::ActionsRequest::default()
            };
            told(actions::answer(corpus, &request))
        }),
        ("waits", |corpus, criteria| {
            let request = waits::WaitsRequest {
                criteria: criteria.clone(),
                ..waits::WaitsRequest::default()
            };
            told(waits::answer(corpus, &request))
        }),
        ("count", |corpus, criteria| {
            let request = count::CountRequest {
                criteria: criteria.clone(),
                by: vec![Dimension::Outcome, Dimension::Year],
                absent: true,
                ..count::CountRequest::default()
            };
            told(count::answer(corpus, &request))
        }),
        ("trend", |corpus, criteria| {
            let criteria = criteria.clone();
            told(trend::answer(corpus, &trend::TrendRequest { criteria }))
        }),
        ("compare", |corpus, criteria| {
            let request = compare::CompareRequest {
                areas: vec!["ashmere".to_owned(), "fenmouth".to_owned()],
                criteria: Criteria {
                    query: String::new(),
                    ..criteria.clone()
                },
            };
            told(compare::answer(corpus, &request))
        }),
        ("area", |corpus, criteria| {
            let request = area::AreaRequest {
                name: "thornleigh".to_owned(),
                facets: criteria.facets.clone(),
            };
            told(area::answer(corpus, &request))
        }),
        ("reports", |corpus, criteria| {
            let request = show::ReportsRequest {
                facets: criteria.facets.clone(),
                limit: Some(4),
                page: Some(2),
            };
            told(show::reports(corpus, &request))
        }),
    ];
    let (engine, scan) = both();
    for query in QUERIES {
        let mut criteria = criteria(query);
        for filtered in [false, true] {
            if filtered {
                let years = vec!["2019..2024".to_owned()];
                criteria.facets.filters.insert(Dimension::Year, years);
            }
            for (name, ask) in questions {
                let found = ask(&Corpus::new(engine), &criteria);
                let right = ask(&Corpus::new(scan), &criteria);
                assert_eq!(found, right, "{name} of {query:?}");
            }
        }
    }
}

#[test]
fn passages_are_shown_and_quoted_by_any_engine() {
    let (engine, scan) = both();
    for report in scan.reports().expect("reports") {
        let id = report.report.id;
        let shown = show::ShowRequest {
            id: id.clone(),
            ..show::ShowRequest::default()
        };
        let quoted = quotation::QuoteRequest {
            ids: vec![format!("{id}:2"), format!("{id}:1")],
        };
        let ask = |searcher: &dyn Searcher| {
            let corpus = Corpus::new(searcher);
            [
                told(show::show(&corpus, &shown)),
                told(quotation::answer(&corpus, &quoted)),
            ]
        };
        assert_eq!(ask(engine), ask(scan), "{id}");
    }
    let similar = similar::SimilarRequest {
        id: "ashmere-jtai-2024-05:3".to_owned(),
        limit: 1000,
        ..similar::SimilarRequest::default()
    };
    let of = |searcher: &dyn Searcher| told(similar::answer(&Corpus::new(searcher), &similar));
    assert_eq!(of(engine), of(scan));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_query_finds_the_same(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "camhs", "waiting", "\"long waits\"", "therap*", "OR", "-school", "(", ")",
                "heading:strength*", "year:2023", "theme:health", "leaders", "children's", "EHC",
                "\"plans are\"~2", "kind:send-full", "NOT", "the",
            ]),
            0..6,
        ),
        any in any::<bool>(),
    ) {
        let holding = if any { Holding::Any } else { Holding::All };
        agree(&planned(&parts.join(" "), holding, false));
    }
}
