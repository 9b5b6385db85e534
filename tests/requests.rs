//! Requests and answers travel: through JSON, and as names and values of the table of parameters.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::LazyLock;

use findings::answers::actions::ActionsRequest;
use findings::answers::area::AreaRequest;
use findings::answers::batch::{BatchRequest, QueryRow, RowLabels};
use findings::answers::compare::CompareRequest;
use findings::answers::corpus::{Corpus, Criteria, FacetFilters};
use findings::answers::count::CountRequest;
use findings::answers::facets::FacetsRequest;
use findings::answers::parameters::{Kind, PARAMETERS, Question};
use findings::answers::quotation::QuoteRequest;
use findings::answers::search::SearchRequest;
use findings::answers::show::{ReportsRequest, ShowRequest};
use findings::answers::similar::SimilarRequest;
use findings::answers::status::{self, StatusRequest};
use findings::answers::trend::TrendRequest;
use findings::answers::waits::WaitsRequest;
use findings::answers::{
    actions, area, batch, compare, count, facets, quotation, search, show, similar, trend, waits,
};
use findings::engine::{Engine, Group, Sort};
use findings::indexing::{self, IndexOptions};
use findings::report::facet::Dimension;
use findings::samples;
use findings::storage::IndexDir;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request must come back from JSON as it was.
fn travels_as_json<R>(request: &R)
where
    R: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let json = serde_json::to_string(request).expect("JSON");
    assert_eq!(
        &serde_json::from_str::<R>(&json).expect("a request"),
        request
    );
}

/// A request must come back from JSON and from names and values as it was.
fn travels<R>(question: Question, request: &R)
where
    R: Serialize + DeserializeOwned + PartialEq + Debug,
{
    travels_as_json(request);
    let pairs = question.pairs(request).expect("pairs");
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    let read: R = question.request(pairs).expect("a request");
    assert_eq!(&read, request);
}

fn values() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[^\u{0}]{1,12}", 1..3)
}

fn by_facet(of: &'static [Dimension]) -> impl Strategy<Value = BTreeMap<Dimension, Vec<String>>> {
    prop::collection::btree_map(prop::sample::select(of), values(), 0..3)
}

fn filters(of: &'static [Dimension]) -> impl Strategy<Value = FacetFilters> {
    let both = (by_facet(of), by_facet(of));
    both.prop_map(|(filters, exclude)| FacetFilters { filters, exclude })
}

/// Facets of whole reports.
static OF_REPORT: LazyLock<Vec<Dimension>> = LazyLock::new(|| {
    let all = Dimension::ALL.into_iter();
    all.filter(|facet| facet.is_of_report()).collect()
});

fn criteria() -> impl Strategy<Value = Criteria> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (".{0,20}", filters(&Dimension::ALL), flags).prop_map(
        |(query, facets, (any, exact, include_boilerplate))| Criteria {
            query,
            facets,
            any,
            exact,
            include_boilerplate,
        },
    )
}

fn paging() -> impl Strategy<Value = (Option<usize>, Option<usize>)> {
    (prop::option::of(1..99_usize), prop::option::of(1..99_usize))
}

fn facet_names() -> impl Strategy<Value = Vec<Dimension>> {
    prop::collection::vec(prop::sample::select(&Dimension::ALL[..]), 1..4)
}

proptest! {
    #[test]
    fn searches_travel(
        mut criteria in criteria(),
        all in any::<bool>(),
        partial in prop::sample::select(vec![None, Some(true)]),
        sort in prop::sample::select(vec![Sort::Relevance, Sort::Date, Sort::Area]),
        group in prop::sample::select(vec![Group::NearDuplicate, Group::None, Group::Report]),
        (limit, page, context) in (1..1000_usize, 1..1000_usize, 0..50_usize),
        facets in facet_names(),
        explain in any::<bool>(),
    ) {
        criteria.any &= !all;
        let partial = partial.filter(|_| !all);
        let request = SearchRequest { criteria, all, partial, sort, group, limit, page, context, facets, explain };
        travels(Question::Search, &request);
        let labels = RowLabels { row: 2, query_id: None, query_name: Some("q".to_owned()) };
        travels_as_json(&BatchRequest { rows: vec![QueryRow { labels, request }] });
        travels(Question::Status, &StatusRequest::default());
    }

    #[test]
    fn questions_about_passages_travel(
        criteria in criteria(),
        (page, limit) in paging(),
        by in facet_names(),
        absent in any::<bool>(),
        body in values(),
        kind in prop::sample::select(vec![None, Some("wait"), Some("target")]),
    ) {
        travels(Question::Facets, &FacetsRequest { criteria: criteria.clone(), by: by.clone() });
        travels(Question::Trend, &TrendRequest { criteria: criteria.clone() });
        let count = CountRequest { criteria: criteria.clone(), by, absent, page, limit };
        travels(Question::Count, &count);
        let actions = ActionsRequest {
            criteria: criteria.clone(),
            body: body.clone(),
            page,
            limit,
            ..ActionsRequest::default()
        };
        travels(Question::Actions, &actions);
        let only = kind.map(|kind| serde_json::from_value(kind.into()).expect("a kind"));
        let waits = WaitsRequest {
            criteria: criteria.clone(),
            service: body.clone(),
            only,
            page,
            limit,
            ..WaitsRequest::default()
        };
        travels(Question::Waits, &waits);
        travels(Question::Compare, &CompareRequest { areas: body, criteria });
    }

    #[test]
    fn questions_about_reports_travel(
        facets in filters(&OF_REPORT),
        of_passages in filters(&Dimension::ALL),
        (page, limit) in paging(),
        id in "[a-z:0-9-]{1,20}",
        section in prop::option::of("[a-z ]{1,9}"),
        number in prop::option::of(1..99_u32),
    ) {
        travels(Question::Reports, &ReportsRequest { facets: facets.clone(), page, limit });
        travels(Question::Area, &AreaRequest { name: id.clone(), facets });
        let show = ShowRequest { id: id.clone(), section, page: number, context: 3 };
        travels(Question::Show, &show);
        travels(Question::Quote, &QuoteRequest { ids: vec![id.clone(), id.clone()] });
        let similar = SimilarRequest {
            id,
            facets: of_passages,
            include_boilerplate: true,
            limit: 7,
        };
        travels(Question::Similar, &similar);
    }
}

/// An answer must come back from JSON as it was.
fn comes_back<A: Serialize + DeserializeOwned>(answer: findings::error::Result<A>) {
    let value = serde_json::to_value(answer.expect("an answer")).expect("JSON");
    let read: A = serde_json::from_value(value.clone()).expect("an answer");
    assert_eq!(serde_json::to_value(read).expect("JSON"), value);
}

#[test]
fn answers_come_back_from_json() {
    let engine = samples::engine().expect("the samples can be indexed");
    let corpus = Corpus::new(&engine);
    for query in [
        "camhs waiting",
        "zeppelin",
        "leaders year:2019..2024",
        "plans -school",
    ] {
        let criteria = Criteria {
            query: query.to_owned(),
            ..Criteria::default()
        };
        let searched = SearchRequest {
            criteria: criteria.clone(),
            facets: Dimension::ALL.to_vec(),
            context: 1,
            explain: true,
            ..SearchRequest::default()
        };
        let row = QueryRow {
            request: searched.clone(),
            ..QueryRow::default()
        };
        comes_back(Ok(batch::answer(
            &corpus,
            &BatchRequest {
                rows: vec![row, QueryRow::default()],
            },
        )));
        comes_back(search::answer(&corpus, &searched));
        let by = vec![Dimension::Year];
        comes_back(facets::answer(
            &corpus,
            &FacetsRequest {
                criteria: criteria.clone(),
                by: by.clone(),
            },
        ));
        let counted = CountRequest {
            criteria: criteria.clone(),
            by,
            absent: true,
            ..CountRequest::default()
        };
        comes_back(count::answer(&corpus, &counted));
        comes_back(trend::answer(
            &corpus,
            &TrendRequest {
                criteria: criteria.clone(),
            },
        ));
        let listed = ActionsRequest {
            criteria: criteria.clone(),
            ..ActionsRequest::default()
        };
        comes_back(actions::answer(&corpus, &listed));
        let listed = WaitsRequest {
            criteria: criteria.clone(),
            ..WaitsRequest::default()
        };
        comes_back(waits::answer(&corpus, &listed));
        let areas = vec!["ashmere".to_owned(), "fenmouth".to_owned()];
        comes_back(compare::answer(
            &corpus,
            &CompareRequest { areas, criteria },
        ));
    }
    let id = "ashmere-jtai-2024-05".to_owned();
    let passage = format!("{id}:3");
    comes_back(show::show(
        &corpus,
        &ShowRequest {
            id,
            ..ShowRequest::default()
        },
    ));
    comes_back(show::reports(&corpus, &ReportsRequest::default()));
    let named = AreaRequest {
        name: "thornleigh".to_owned(),
        ..AreaRequest::default()
    };
    comes_back(area::answer(&corpus, &named));
    comes_back(quotation::answer(
        &corpus,
        &QuoteRequest {
            ids: vec![passage.clone()],
        },
    ));
    let like = SimilarRequest {
        id: passage,
        ..SimilarRequest::default()
    };
    comes_back(similar::answer(&corpus, &like));
}

#[test]
fn only_a_corpus_that_may_names_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("ashmere.txt");
    std::fs::write(&report, samples::SAMPLES[0].1).expect("written");
    let index_dir = IndexDir::new(folder.path().join("index"));
    let options = IndexOptions {
        paths: vec![report],
        ..IndexOptions::default()
    };
    let stop = std::sync::atomic::AtomicBool::new(false);
    indexing::index(&index_dir, &options, &stop, &mut |_| {}).expect("indexed");
    let engine = Engine::open(&index_dir).expect("an index");
    for with_files in [false, true] {
        let corpus = Corpus {
            with_files,
            ..Corpus::new(&engine)
        };
        let answers = [
            json(status::answer(
                &corpus,
                &index_dir,
                &StatusRequest::default(),
            )),
            json(show::reports(&corpus, &ReportsRequest::default())),
            json(actions::answer(&corpus, &ActionsRequest::default())),
            json(area::answer(
                &corpus,
                &AreaRequest {
                    name: "ashmere".to_owned(),
                    ..AreaRequest::default()
                },
            )),
        ];
        for answer in answers {
            assert_eq!(answer.contains("ashmere.txt"), with_files, "{answer}");
        }
    }
    let corpus = Corpus::new(&engine);
    comes_back(status::answer(
        &corpus,
        &index_dir,
        &StatusRequest::default(),
    ));
}

fn json<A: Serialize>(answer: findings::error::Result<A>) -> String {
    serde_json::to_string(&answer.expect("an answer")).expect("JSON")
}

#[test]
fn what_a_question_does_not_take_is_refused_with_what_is_right() {
    let refused = |pairs: &[(&str, &str)]| {
        let read = Question::Search.request::<SearchRequest>(pairs.iter().copied());
        let error = read.expect_err("an error");
        format!("{error}; {}", error.hint().unwrap_or_default())
    };
    assert!(refused(&[("areas", "kent")]).contains("did you mean `area`?"));
    assert!(refused(&[("sort", "size")]).contains("`relevance`"));
    assert!(refused(&[("limit", "0")]).contains("1 to 100000"));
    assert!(refused(&[("facets", "yaer")]).contains("did you mean `year`?"));
    assert!(refused(&[("all", "true"), ("any", "true")]).contains("cannot be used with"));
}

#[test]
fn the_last_of_several_values_counts_unless_all_do() {
    let pairs = [
        ("limit", "3"),
        ("area", "kent"),
        ("limit", "5"),
        ("area", "surrey"),
    ];
    let request: SearchRequest = Question::Search.request(pairs).expect("a request");
    assert_eq!(request.limit, 5);
    assert_eq!(
        request.criteria.facets.filters[&Dimension::Area],
        ["kent", "surrey"]
    );
}

#[test]
fn every_parameter_has_a_name_of_its_own_in_each_question() {
    for question in Question::ALL {
        let names: Vec<&str> = question
            .parameters()
            .map(|parameter| parameter.name)
            .collect();
        for (place, name) in names.iter().enumerate() {
            assert!(!names[..place].contains(name), "{name} of {question:?}");
        }
    }
    let facets = PARAMETERS
        .iter()
        .filter(|one| matches!(one.kind, Kind::Facet(_)));
    assert_eq!(facets.count(), Dimension::ALL.len());
}
