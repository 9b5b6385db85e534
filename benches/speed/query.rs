//! Queries, in process and warm: two words by how frequent they are, ten hits with highlights and
//! snippets; the same with four facets counted; and with a filter and all facets.
//!
//! Beside what criterion measures (the time of all queries of a class in turn, divided by their
//! number), percentiles over the single queries are printed, with the slowest of each class.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use findings::answers;
use findings::answers::search::{SearchRequest, answer};
use findings::report::facet::Dimension;
use findings::storage::IndexDir;

use crate::corpus::{self, Corpus, Frequencies, Queries, SEED, Size};

/// Queries of each class.
const QUERIES: usize = 50;

/// A change to a request for ten hits with highlights.
type Ask = fn(&mut SearchRequest);

/// What is asked for.
const ASKED: [(&str, Ask); 3] = [
    ("highlights", |_| {}),
    ("highlights and four facets", |request| {
        request.facets = FOUR.to_vec();
    }),
    ("filter and all facets", |request| {
        request.all = true;
        // The most frequent judgement of full inspections.
        let inconsistent = vec!["inconsistent".to_owned()];
        let filters = &mut request.criteria.facets.filters;
        filters.insert(Dimension::Outcome, inconsistent);
        request.facets = Dimension::ALL.to_vec();
    }),
];

/// The facets that people look at most.
const FOUR: [Dimension; 4] = [
    Dimension::Outcome,
    Dimension::Year,
    Dimension::Theme,
    Dimension::Area,
];

pub(crate) fn queries(criterion: &mut Criterion) {
    let reports = Corpus::new(SEED).reports(corpus::wanted());
    let size = Size::of(&reports);
    let folder = tempfile::tempdir().expect("a folder for the index");
    let place = IndexDir::new(folder.path().join("index"));
    let engine = corpus::index::loaded(&place, &reports);
    let queries = Queries::of(&Frequencies::of(&reports), QUERIES, SEED);
    drop(reports);
    eprintln!(
        "query: {size}, index {:.1} MB",
        corpus::index::disk(folder.path()) as f64 / 1e6
    );
    let searched = answers::corpus::Corpus::new(&engine);
    for (name, ask) in ASKED {
        let mut group = criterion.benchmark_group(format!("query, {name}"));
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(3));
        for (class, texts) in queries.named() {
            if texts.is_empty() {
                continue;
            }
            let requests: Vec<SearchRequest> = texts
                .iter()
                .map(|text| {
                    let mut request = SearchRequest::new(text);
                    ask(&mut request);
                    request
                })
                .collect();
            percentiles(&searched, &format!("{name}, {class}"), &requests);
            let mut turn = 0;
            group.bench_function(class, |bencher| {
                bencher.iter(|| {
                    turn = (turn + 1) % requests.len();
                    answer(&searched, black_box(&requests[turn]))
                });
            });
        }
        group.finish();
    }
}

/// Prints the times of single queries, each the median of three.
fn percentiles(searched: &answers::corpus::Corpus<'_>, name: &str, requests: &[SearchRequest]) {
    let mut passages = 0;
    let mut slowest = (Duration::ZERO, "");
    let mut times: Vec<Duration> = requests
        .iter()
        .map(|request| {
            let mut runs = [0; 3].map(|_| {
                let started = Instant::now();
                let found = answer(searched, request).expect("the query can be answered");
                passages = passages.max(found.summary.passages);
                started.elapsed()
            });
            runs.sort();
            slowest = slowest.max((runs[1], &request.criteria.query));
            runs[1]
        })
        .collect();
    times.sort();
    let at = |percent: usize| {
        let index = (times.len() * percent).div_ceil(100);
        times[index.max(1) - 1].as_secs_f64() * 1000.0
    };
    eprintln!(
        "{name}: {} queries, p50 {:.3} ms, p95 {:.3} ms, p99 {:.3} ms, up to {passages} passages each; \
         slowest `{}`",
        times.len(),
        at(50),
        at(95),
        at(99),
        slowest.1,
    );
}
