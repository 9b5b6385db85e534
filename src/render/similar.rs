//! Passages like one passage.

use std::io::{self, Write};

use serde::Serialize;

use super::hyperlink::linked;
use super::style::{AREA, ID, QUIET, paint};
use super::text::{INDENT, wrap, write_hit};
use super::{Look, citation, csv, json, markdown, notes, pages, safe};
use crate::api::{Hit, Similar, SimilarHit};

/// Where else the words of the passage stand.
pub fn same_words(passage: &Hit) -> Option<String> {
    let more = notes::more(passage)?;
    let more = more.strip_prefix("and ").unwrap_or(&more);
    Some(format!("the same words: {more}"))
}

/// Words in common that are named; what matters most stands among the first.
const NAMED: usize = 8;

/// The likeness, and the telling words in common as they are printed.
fn likeness(hit: &Hit) -> String {
    let mut words: Vec<String> = Vec::new();
    for &(start, end) in &hit.highlights {
        let word = hit.text.get(start..end).unwrap_or("");
        let word = safe(word).into_owned();
        let known = |known: &String| known.to_lowercase() == word.to_lowercase();
        if !words.iter().any(known) {
            words.push(word);
        }
    }
    let more = if words.len() > NAMED { ", …" } else { "" };
    words.truncate(NAMED);
    let colon = if words.is_empty() { "" } else { ": " };
    format!("likeness {:.2}{colon}{}{more}", hit.score, words.join(", "))
}

/// The hits of other areas, and those of its own, with a heading each.
fn blocks(answer: &Similar) -> impl Iterator<Item = (String, Vec<&Hit>)> {
    [false, true].into_iter().filter_map(|same_area| {
        let of = |hit: &&SimilarHit| hit.same_area == same_area;
        let hits: Vec<&Hit> = answer.hits.iter().filter(of).map(|hit| &hit.hit).collect();
        let own = answer.passage.report.area.as_deref();
        let heading = match (same_area, own) {
            (false, Some(_)) => "in other areas".to_owned(),
            (false, None) => "in other reports".to_owned(),
            (true, Some(area)) => format!("in {}", safe(area)),
            (true, None) => "in this report".to_owned(),
        };
        (!hits.is_empty()).then_some((heading, hits))
    })
}

pub(super) fn text(out: &mut dyn Write, answer: &Similar, look: Look) -> io::Result<()> {
    let passage = &answer.passage;
    let cited = citation(&passage.report);
    let mut place = vec![paint(&safe(&cited), AREA, look.colour)];
    place.extend(pages(passage.page_start, passage.page_end));
    let id = paint(&safe(&passage.id), ID, look.colour);
    place.push(linked(&id, &passage.report, passage.page_start, look));
    writeln!(out, "like {}", place.join(" · "))?;
    for line in wrap(&safe(&passage.text), look, INDENT.len()) {
        writeln!(out, "{INDENT}{}", paint(&line, QUIET, look.colour))?;
    }
    if let Some(line) = same_words(passage) {
        writeln!(out, "{INDENT}{}", paint(&line, QUIET, look.colour))?;
    }
    for (heading, hits) in blocks(answer) {
        let heading = format!("── {heading} ──");
        writeln!(out, "\n{}", paint(&heading, QUIET, look.colour))?;
        for hit in hits {
            writeln!(out)?;
            write_hit(out, hit, look)?;
            for line in wrap(&likeness(hit), look, INDENT.len()) {
                writeln!(out, "{INDENT}{}", paint(&line, QUIET, look.colour))?;
            }
        }
    }
    Ok(())
}

pub(super) fn lines(out: &mut dyn Write, answer: &Similar) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Hit(&'a SimilarHit),
        Passage(&'a Hit),
    }
    json::line(out, &Line::Passage(&answer.passage))?;
    for hit in &answer.hits {
        json::line(out, &Line::Hit(hit))?;
    }
    Ok(())
}

pub(super) fn csv(out: &mut dyn Write, answer: &Similar) -> io::Result<()> {
    let own = ["rank", "likeness", "same_area", "id"];
    let place = [
        "section",
        "heading",
        "page_start",
        "page_end",
        "themes",
        "text",
        "alike",
        "alike_reports",
        "path",
    ];
    let mut rows = vec![csv::head(&own, &place)];
    for SimilarHit { same_area, hit } in &answer.hits {
        let alike = hit.alike.as_ref();
        let mut row = vec![
            hit.rank.to_string(),
            format!("{:.3}", hit.score),
            same_area.to_string(),
            hit.id.clone(),
        ];
        row.extend(csv::report_cells(&hit.report));
        row.extend(csv::place_cells(
            &hit.section,
            (hit.page_start, hit.page_end),
        ));
        row.extend([
            hit.themes.join("; "),
            hit.text.clone(),
            alike.map_or(0, |alike| alike.passages).to_string(),
            alike.map_or(0, |alike| alike.reports).to_string(),
            hit.report.path.clone(),
        ]);
        rows.push(row);
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Similar, look: Look) -> io::Result<()> {
    let escaped = markdown::escaped;
    let place = |hit: &Hit| {
        let mut place = vec![escaped(&citation(&hit.report))];
        if !hit.section.heading.is_empty() {
            place.push(format!("*{}*", escaped(&hit.section.heading)));
        }
        place.extend(pages(hit.page_start, hit.page_end));
        place.push(format!("`{}`", safe(&hit.id)));
        place
    };
    let passage = &answer.passage;
    writeln!(out, "Passages like this one:\n")?;
    writeln!(out, "> {}\n>", markdown::marked(&passage.text, &[]))?;
    let mut cited = place(passage);
    cited.extend(same_words(passage));
    writeln!(out, "> — {}", cited.join(" · "))?;
    for (heading, hits) in blocks(answer) {
        writeln!(out, "\n**{}**", escaped(&heading))?;
        for hit in hits {
            let (text, marks) = if look.full {
                (&hit.text, &hit.highlights)
            } else {
                (&hit.snippet.text, &hit.snippet.highlights)
            };
            writeln!(out, "\n> {}\n>", markdown::marked(text, marks))?;
            let mut cited = place(hit);
            cited.push(format!("likeness {:.2}", hit.score));
            cited.extend(notes::more(hit));
            writeln!(out, "> — {}", cited.join(" · "))?;
        }
    }
    Ok(())
}
