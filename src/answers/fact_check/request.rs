//! The search for passages near a sentence.

use crate::api::{Filter, Group, Mode, Range, ReportEntry, SearchRequest};
use crate::query::{Node, Query, Span};
use crate::report::facet::{Dimension, FacetPath};

/// Hits among which the passages nearest to a claim are chosen.
const HITS: usize = 40;

/// Asks for passages with any of some words of a sentence, given as byte ranges, in some reports
/// and few others.
pub(super) fn request(sentence: &str, words: &[Range], reports: &[&ReportEntry]) -> SearchRequest {
    let mut request = SearchRequest {
        filters: filters(reports),
        mode: Mode::Any,
        group: Group::None,
        limit: HITS,
        ..SearchRequest::new(any_of(sentence, words))
    };
    request.expansion.corrections = false;
    request
}

/// A query for any of some words of a sentence.
fn any_of(sentence: &str, words: &[Range]) -> Query {
    let mut nodes: Vec<Node> = words
        .iter()
        .map(|&(start, end)| Node::Word {
            text: sentence[start..end].to_owned(),
            span: Span { start, end },
        })
        .collect();
    let root = if nodes.len() > 1 {
        Some(Node::And(nodes))
    } else {
        nodes.pop()
    };
    Query {
        text: sentence.to_owned(),
        root,
        notes: Vec::new(),
    }
}

/// Filters that let the passages of some reports through, and few others.
fn filters(reports: &[&ReportEntry]) -> Vec<Filter> {
    let of = |dimension, mut paths: Vec<FacetPath>| {
        paths.sort();
        paths.dedup();
        Filter {
            dimension,
            paths,
            exclude: false,
            label: String::new(),
        }
    };
    let areas = reports.iter().flat_map(|entry| &entry.facts.areas);
    let areas = areas.map(|area| FacetPath::new(area.region.iter().chain([&area.name]).cloned()));
    let kinds = reports
        .iter()
        .map(|entry| FacetPath::new([&entry.report.kind]));
    let mut filters = vec![of(Dimension::Kind, kinds.collect())];
    if reports.iter().all(|entry| !entry.facts.areas.is_empty()) {
        filters.push(of(Dimension::Area, areas.collect()));
    }
    let years = reports.iter().map(|entry| entry.report.year);
    if let Some(years) = years.collect::<Option<Vec<_>>>() {
        let years = years
            .into_iter()
            .map(|year| FacetPath::new([year.to_string()]));
        filters.push(of(Dimension::Year, years.collect()));
    }
    filters
}
