//! Passages like one passage.

use std::io;

use super::cell;
use super::search::passage;
use crate::answers::hit::Hit;
use crate::answers::similar::{Similar, SimilarHit};
use crate::render::view::{Layout, Level, Line, Passage, Piece, Style, Table, View};
use crate::render::{Answer, JsonLines, OutputStyle, notes};

/// Words in common that are named; what matters most stands among the first.
const NAMED: usize = 8;

impl Answer for Similar {
    fn nothing(&self) -> Option<Vec<String>> {
        let under = match &self.filters[..] {
            [] => String::new(),
            filters => format!(" with {}", filters.join(" ")),
        };
        let none = format!("no passage is similar to `{}`{under}", self.passage.id);
        self.hits.is_empty().then(|| vec![none])
    }

    fn notes(&self) -> Vec<String> {
        let filters = notes::options(&self.filters).into_iter();
        filters.chain(same_words(&self.passage)).collect()
    }

    fn view(&self, style: &OutputStyle<'_>) -> View {
        let whole = OutputStyle {
            full: true,
            ..*style
        };
        let same = same_words(&self.passage).map(|line| Line::new(Style::Quiet, line));
        let own = Passage {
            below: same.into_iter().collect(),
            ..passage(&self.passage, &whole)
        };
        let filters = notes::options(&self.filters);
        let filters = filters.map_or_else(String::new, |line| format!(" ({line})"));
        let mut view = vec![
            Piece::Note(format!("Passages like this one{filters}:").into()),
            Piece::Passage(Layout::Hit, own),
        ];
        let area = self.passage.report.area.as_deref();
        for hits in self.hits.chunk_by(|a, b| a.same_area == b.same_area) {
            let heading = match (hits[0].same_area, area) {
                (false, Some(_)) => "in other areas".to_owned(),
                (false, None) => "in other reports".to_owned(),
                (true, Some(area)) => format!("in {area}"),
                (true, None) => "in this report".to_owned(),
            };
            view.push(Piece::heading(Level::Divider, heading));
            view.extend(hits.iter().map(|SimilarHit { hit, .. }| {
                let mut shown = passage(hit, style);
                shown.below.push(Line::new(Style::Quiet, likeness(hit)));
                Piece::Passage(Layout::Hit, shown)
            }));
        }
        view
    }

    fn records(&self) -> Table {
        let alike = |of: &SimilarHit| {
            of.hit
                .alike
                .as_ref()
                .map_or((0, 0), |alike| (alike.passages, alike.reports))
        };
        Table::of(&self.hits)
            .column("rank", |one| one.hit.rank)
            .column("likeness", |one| format!("{:.3}", one.hit.score))
            .column("same_area", |one| one.same_area)
            .column("id", |one| &one.hit.id)
            .report("report", |one| Some(&one.hit.report))
            .place(|one| (&one.hit.section, (one.hit.page_start, one.hit.page_end)))
            .column("themes", |one| cell(&one.hit.themes))
            .column("text", |one| &one.hit.text)
            .column("alike", |one| alike(one).0)
            .column("alike_reports", |one| alike(one).1)
            .column("path", |one| one.hit.report.path())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.object("passage", &self.passage)?;
        out.objects("hit", &self.hits)
    }
}

/// Where else the words of the passage stand.
fn same_words(passage: &Hit) -> Option<String> {
    let more = notes::more(passage)?;
    let more = more.strip_prefix("and ").unwrap_or(&more);
    Some(format!("near-duplicates: {more}"))
}

/// The likeness, and the telling words in common as they are printed.
fn likeness(hit: &Hit) -> String {
    let mut words: Vec<&str> = Vec::new();
    for &(start, end) in &hit.highlights {
        let word = hit.text.get(start..end).unwrap_or("");
        let known = |known: &&str| known.to_lowercase() == word.to_lowercase();
        if !words.iter().any(known) {
            words.push(word);
        }
    }
    let more = if words.len() > NAMED { ", …" } else { "" };
    words.truncate(NAMED);
    let colon = if words.is_empty() { "" } else { ": " };
    format!(
        "similarity {:.2}{colon}{}{more}",
        hit.score,
        words.join(", ")
    )
}
