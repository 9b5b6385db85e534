//! Needs of our own, beside the judged queries of a folder: `needs.tsv` with facets named in words,
//! everyday language and look-alikes of facets, `judgements.tsv` with graded passages by id.
//!
//! - `facet`: topic and place, year, outcome or kind in words, graded; what lies elsewhere is worth 0;
//! - `everyday`: plain language, graded;
//! - `place`: facets in words, of which only the place of the hits is checked;
//! - `lookalike`: words that look like facets and are none.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use findings::answers::corpus::Corpus;
use findings::answers::search::{self, SearchRequest, SearchResponse};
use findings::engine::{Engine, Searcher};
use findings::report::facet::{self, Dimension, FacetPath};

use crate::answers::{Change, Question};
use crate::measures::ndcg;

const NEEDS: &str = include_str!("needs.tsv");
const JUDGEMENTS: &str = include_str!("judgements.tsv");

/// Hits that are looked at.
const TOP: usize = 10;

/// What each figure must reach under `--check`. Passages that nobody has judged count as irrelevant.
const FLOORS: [(&str, f64); 4] = [
    ("facets: hits where the query says", 0.95),
    ("facets: nDCG@10", 0.75),
    ("everyday language: nDCG@10", 0.50),
    ("look-alikes that stay words", 1.0),
];

/// A need.
struct Need {
    id: &'static str,
    class: &'static str,
    query: &'static str,
    /// Values of which the hits' reports must have one, by facet.
    place: BTreeMap<Dimension, Vec<String>>,
}

/// The figures over all needs, in the order of [`FLOORS`].
pub(crate) struct Measured {
    figures: [f64; 4],
    table: String,
}

impl Measured {
    /// Whether every figure reaches its floor.
    pub(crate) fn reached(&self) -> bool {
        let mut pairs = self.figures.iter().zip(FLOORS);
        pairs.all(|(figure, (_, floor))| *figure >= floor)
    }

    /// A line a figure, then the needs that fall short.
    pub(crate) fn table(&self) -> &str {
        &self.table
    }
}

/// Asks every need.
pub(crate) fn measure(engine: &Engine, change: Change<'_>) -> Result<Measured, String> {
    let grades = grades();
    let (mut places, mut facets, mut everyday, mut lookalikes) = (vec![], vec![], vec![], vec![]);
    let mut short = String::new();
    for need in needs()? {
        let mut question = Question {
            corpus: Corpus::new(engine),
            request: SearchRequest::new(need.query),
        };
        change(&mut question)?;
        let answer = search::answer(&question.corpus, &question.request);
        let answer = answer.map_err(|error| format!("`{}`: {error}", need.query))?;
        let there = there(engine, &need, &answer)?;
        if !need.place.is_empty() {
            let inside = there.iter().filter(|there| **there).count();
            let share = inside as f64 / there.len().max(1) as f64;
            places.push(share);
            if share < 1.0 {
                let _ = writeln!(short, "  {} {}: {share:.2} in place", need.id, need.query);
            }
        }
        if need.class == "lookalike" {
            let understood = answer.summary.understood.iter();
            let named = understood
                .filter(|one| one.facet != Dimension::Theme)
                .count();
            lookalikes.push(if named == 0 { 1.0 } else { 0.0 });
            if named > 0 {
                let _ = writeln!(short, "  {} {}: read as a facet", need.id, need.query);
            }
        }
        if let Some(judged) = grades.get(need.id) {
            let graded = answer.hits.iter().zip(&there).map(|(hit, there)| {
                let grade = judged.get(hit.id.as_str()).copied().unwrap_or(0);
                if *there { grade } else { 0 }
            });
            let graded: Vec<u8> = graded.collect();
            let ideal: Vec<u8> = judged.values().copied().collect();
            let figure = ndcg(&graded, &ideal);
            match need.class {
                "facet" => facets.push(figure),
                _ => everyday.push(figure),
            }
            if figure < 0.5 {
                let _ = writeln!(short, "  {} {}: nDCG@10 {figure:.2}", need.id, need.query);
            }
        }
    }
    let mean = |figures: &[f64]| figures.iter().sum::<f64>() / figures.len().max(1) as f64;
    let figures = [
        mean(&places),
        mean(&facets),
        mean(&everyday),
        mean(&lookalikes),
    ];
    let numbers = [places.len(), facets.len(), everyday.len(), lookalikes.len()];
    let mut table = String::new();
    for ((figure, number), (name, floor)) in figures.iter().zip(numbers).zip(FLOORS) {
        let _ = writeln!(
            table,
            "{name:<36}{number:>4} {figure:.3} (at least {floor})"
        );
    }
    table += &short;
    Ok(Measured { figures, table })
}

fn needs() -> Result<Vec<Need>, String> {
    let lines = NEEDS.lines().skip(1);
    let need = |line: &'static str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (id, class, query, place) = (cell(), cell(), cell(), cell());
        let place = match place {
            "" => BTreeMap::new(),
            json => serde_json::from_str(json).map_err(|error| format!("{id}: {error}"))?,
        };
        Ok(Need {
            id,
            class,
            query,
            place,
        })
    };
    lines.map(need).collect()
}

/// The grades of passages by need.
fn grades() -> HashMap<&'static str, HashMap<&'static str, u8>> {
    let mut grades: HashMap<&str, HashMap<&str, u8>> = HashMap::new();
    for line in JUDGEMENTS.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (need, grade, passage) = (cell(), cell(), cell());
        let grade = grade.parse().unwrap_or(0);
        grades.entry(need).or_default().insert(passage, grade);
    }
    grades
}

/// Whether each of the first hits lies where the need says.
fn there(engine: &Engine, need: &Need, answer: &SearchResponse) -> Result<Vec<bool>, String> {
    let failed = |error: findings::error::Error| error.to_string();
    let mut wanted: Vec<(Dimension, Vec<FacetPath>)> = Vec::new();
    for (&dimension, values) in &need.place {
        let mut paths = Vec::new();
        for value in values {
            let resolved = engine
                .vocabulary()
                .map_err(failed)?
                .resolve(dimension, value);
            let resolved = resolved.map_err(|_| format!("{}: no value `{value}`", need.id))?;
            paths.extend(resolved.paths);
        }
        wanted.push((dimension, paths));
    }
    let mut there = Vec::new();
    for hit in answer.hits.iter().take(TOP) {
        let report = engine.report(&hit.report.id).map_err(failed)?;
        let report = report.ok_or_else(|| format!("no report `{}`", hit.report.id))?;
        let values = facet::of_report(&report.report);
        there.push(wanted.iter().all(|(dimension, paths)| {
            values.iter().any(|(of, value)| {
                *of == dimension.stored_as()
                    && paths.iter().any(|path| value.0.starts_with(&path.0))
            })
        }));
    }
    Ok(there)
}
