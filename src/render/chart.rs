//! A chart of shares over the years, as SVG that stands by itself: no script, no font, no link.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::bars::percent;
use super::safe;
use super::text::shortened;
use super::trend::{left_out, totals};
use crate::api::Trend;

/// Size of the drawing, in pixels.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;

/// The plot within it.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 740.0;
const TOP: f64 = 78.0;
const BOTTOM: f64 = 330.0;

/// A bar's part of the room that a year has.
const BAR: f64 = 0.68;

/// Narrowest room of a year whose labels can be read, in pixels.
const READABLE: f64 = 34.0;

/// Fewer reports than this in a year are said to be few, by a paler bar.
const FEW: u64 = 5;

/// Longest query that is shown, in characters.
const QUERY: usize = 80;

/// Characters of the title in one line, of which there is room for two.
const TITLE: usize = 76;

pub(super) fn svg(out: &mut dyn Write, answer: &Trend) -> io::Result<()> {
    out.write_all(drawing(answer).as_bytes())
}

fn drawing(answer: &Trend) -> String {
    let title = title(answer);
    let lines = textwrap::wrap(&title, TITLE);
    let first = if lines.len() > 1 { 22.0 } else { 30.0 };
    let heading: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let y = first + 20.0 * index as f64;
            format!(
                r#"<tspan x="16" y="{y}">{}</tspan>"#,
                escaped(line.trim_end())
            )
        })
        .collect();
    let source = source(answer);
    let mut svg = String::new();
    let _ = write!(
        svg,
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}""#,
            r##" role="img" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#333">"##,
            "\n<title>{title}</title>\n",
            r##"<rect width="{w}" height="{h}" fill="#fff"/>"##,
            "\n",
            r##"<text font-size="17" font-weight="bold" fill="#111">{heading}</text>"##,
            "\n",
            r#"<text x="16" y="{below}">Share of the reports of each year (n); pale: of fewer than {few}</text>"#,
            "\n"
        ),
        w = WIDTH,
        h = HEIGHT,
        title = escaped(&title),
        heading = heading.concat(),
        below = first + 20.0 * lines.len() as f64 + 2.0,
        few = FEW,
    );
    let top = scale(answer);
    axis(&mut svg, top);
    bars(&mut svg, answer, top);
    for (index, line) in textwrap::wrap(&safe(&source), 115).iter().enumerate() {
        let y = BOTTOM + 62.0 + 16.0 * index as f64;
        let line = escaped(line);
        let _ = writeln!(
            svg,
            r##"<text x="16" y="{y}" font-size="11" fill="#666">{line}</text>"##
        );
    }
    svg + "</svg>\n"
}

fn title(answer: &Trend) -> String {
    let query = shortened(answer.summary.query.trim(), QUERY);
    // A phrase brings its own marks.
    let query = if query.contains('"') {
        query
    } else {
        format!("“{query}”")
    };
    format!("Reports that mention {query}, by year of inspection")
}

/// What the chart is made from.
fn source(answer: &Trend) -> String {
    let mut source = format!("Source: {}", totals(answer));
    if let (Some(first), Some(last)) = (answer.years.first(), answer.years.last()) {
        source += &format!(", inspected {} to {}", first.year, last.year);
    }
    if !answer.filters.is_empty() {
        source += &format!("; filters: {}", answer.filters.join(" "));
    }
    source += &left_out(answer).map_or_else(String::new, |line| format!("; {line}"));
    source + "; counted by findings"
}

/// The share at the top of the axis: the next of a few round ones.
fn scale(answer: &Trend) -> f64 {
    let highest = answer.years.iter().filter_map(|year| year.share);
    let highest = highest.fold(0.0, f64::max);
    let rounds = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8];
    rounds
        .into_iter()
        .find(|&top| highest <= top)
        .unwrap_or(1.0)
}

/// The vertical axis: lines with their shares.
fn axis(svg: &mut String, top: f64) {
    const STEPS: u32 = 4;
    for step in 0..=STEPS {
        let share = top * f64::from(step) / f64::from(STEPS);
        let y = height(share, top);
        let colour = if step == 0 { "#333" } else { "#ddd" };
        let label = (share * 10_000.0).round() / 100.0;
        let _ = writeln!(
            svg,
            r#"<line x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}" stroke="{colour}"/><text x="{}" y="{}" text-anchor="end">{label}%</text>"#,
            LEFT - 8.0,
            y + 4.0,
        );
    }
}

/// Bars, years and n.
fn bars(svg: &mut String, answer: &Trend, top: f64) {
    let room = (RIGHT - LEFT) / answer.years.len().max(1) as f64;
    // Of many years only some are labelled.
    let every = (READABLE / room).ceil().max(1.0) as usize;
    for (index, year) in answer.years.iter().enumerate() {
        let middle = tenths(LEFT + room * (index as f64 + 0.5));
        let share = year.share.unwrap_or(0.0);
        let y = height(share, top);
        let width = tenths((room * BAR).min(60.0));
        let (left, tall) = (tenths(middle - width / 2.0), tenths(BOTTOM - y));
        let label = escaped(&percent(year.share));
        let _ = writeln!(
            svg,
            r#"<rect x="{left}" y="{y}" width="{width}" height="{tall}" fill="{}"><title>{}: {label}, {} of {}</title></rect>"#,
            if year.of < FEW { "#9fc3e0" } else { "#1d70b8" },
            year.year,
            year.reports,
            year.of,
        );
        if index % every != 0 {
            continue;
        }
        let _ = writeln!(
            svg,
            r##"<text x="{middle}" y="{}" text-anchor="middle">{}</text><text x="{middle}" y="{}" text-anchor="middle" font-size="11" fill="#666">n={}</text>"##,
            BOTTOM + 18.0,
            year.year,
            BOTTOM + 33.0,
            year.of,
        );
        if year.of > 0 {
            let _ = writeln!(
                svg,
                r#"<text x="{middle}" y="{}" text-anchor="middle" font-size="11">{}</text>"#,
                tenths(y - 5.0),
                label,
            );
        }
    }
}

/// Where a share stands, from above.
fn height(share: f64, top: f64) -> f64 {
    tenths(BOTTOM - (BOTTOM - TOP) * share / top)
}

fn tenths(pixels: f64) -> f64 {
    (pixels * 10.0).round() / 10.0
}

/// Text that XML takes as it is, without what a viewer may obey.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in safe(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No characters of XML.
            '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_next_to_nothing_stay_text() {
        let answer = Trend {
            absence: None,
            years: vec![crate::api::TrendYear::new(2024, 1, 1, 1000)],
            undated: 0,
            passing_reports: 1000,
            filters: Vec::new(),
            summary: crate::api::Summary {
                schema: 1,
                query: "a < b".to_owned(),
                notes: Vec::new(),
                also_searched: Vec::new(),
                corrected: Vec::new(),
                did_you_mean: Vec::new(),
                ambiguous: Vec::new(),
                passages: 1,
                reports: 1,
                indexed_reports: 1000,
                elapsed_ms: None,
                revision: None,
                facets: std::collections::BTreeMap::new(),
            },
        };
        let svg = drawing(&answer);
        assert!(svg.contains("2024: &lt;1%, 1 of 1000") && svg.contains(">&lt;1%<"));
        assert!(svg.contains("a &lt; b") && !svg.contains("<1"));
    }

    #[test]
    fn markup_in_a_query_stays_text() {
        assert_eq!(
            escaped("<script>\u{1b}&\"'\u{ffff}"),
            "&lt;script&gt;�&amp;&quot;&#39;�"
        );
    }
}
