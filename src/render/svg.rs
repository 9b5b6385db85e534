//! A chart of shares, as SVG that stands by itself: no script, no font, no link.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::view::{Bar, Chart, Piece};
use super::words::percent;
use super::{Answer, OutputStyle, safe};

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

/// Characters of the title in one line, of which there is room for two.
const TITLE: usize = 76;

/// Draws the charts of an answer; answers without one are empty.
pub(super) fn write(
    out: &mut dyn Write,
    answer: &dyn Answer,
    style: &OutputStyle<'_>,
) -> io::Result<()> {
    for piece in answer.view(style) {
        if let Piece::Chart(chart) = piece {
            out.write_all(drawing(&chart).as_bytes())?;
        }
    }
    Ok(())
}

fn drawing(chart: &Chart) -> String {
    let title = safe(&chart.title);
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
    let source = format!("Source: {}; counted by findings", chart.source);
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
    let top = scale(&chart.bars);
    axis(&mut svg, top);
    draw(&mut svg, &chart.bars, top);
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

/// The share at the top of the axis: the next of a few round ones.
fn scale(bars: &[Bar]) -> f64 {
    let highest = bars.iter().filter_map(|bar| bar.share);
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

/// Bars with their labels and n.
fn draw(svg: &mut String, bars: &[Bar], top: f64) {
    let room = (RIGHT - LEFT) / bars.len().max(1) as f64;
    // Of many bars only some are labelled.
    let every = (READABLE / room).ceil().max(1.0) as usize;
    for (index, one) in bars.iter().enumerate() {
        let name = escaped(&one.label);
        let middle = tenths(LEFT + room * (index as f64 + 0.5));
        let share = one.share.unwrap_or(0.0);
        let y = height(share, top);
        let width = tenths((room * BAR).min(60.0));
        let (left, tall) = (tenths(middle - width / 2.0), tenths(BOTTOM - y));
        let label = escaped(&percent(one.share));
        let _ = writeln!(
            svg,
            r#"<rect x="{left}" y="{y}" width="{width}" height="{tall}" fill="{}"><title>{}: {label}, {} of {}</title></rect>"#,
            if one.of < FEW { "#9fc3e0" } else { "#1d70b8" },
            name,
            one.reports,
            one.of,
        );
        if index % every != 0 {
            continue;
        }
        let _ = writeln!(
            svg,
            r##"<text x="{middle}" y="{}" text-anchor="middle">{}</text><text x="{middle}" y="{}" text-anchor="middle" font-size="11" fill="#666">n={}</text>"##,
            BOTTOM + 18.0,
            name,
            BOTTOM + 33.0,
            one.of,
        );
        if one.of > 0 {
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
    use crate::render::view::Table;

    #[test]
    fn shares_next_to_nothing_stay_text() {
        let bar = Bar {
            label: "2024".to_owned(),
            reports: 1,
            of: 1000,
            share: Some(0.001),
        };
        let svg = drawing(&Chart {
            title: "Reports that mention a < b".to_owned(),
            source: String::new(),
            bars: vec![bar],
            table: Table::default(),
        });
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
