//! What to tell of pages that were read in part or not at all.

use super::Layers;
use crate::document::page::Page;

/// Share of characters without a text form, in percent, from which a page is worth a warning.
const WORTH_WARNING: usize = 5;
/// Pages or ranges of pages named before the rest is only counted.
const MOST: usize = 10;

/// Names the pages on which many characters cannot be read.
pub(super) fn unmapped(layers: &[Layers]) -> Vec<String> {
    let affected: Vec<String> = layers
        .iter()
        .filter_map(|layer| {
            let all = layer.characters + layer.unmapped;
            let percent = (layer.unmapped * 100).checked_div(all)?;
            (percent >= WORTH_WARNING && layer.unmapped >= 5).then(|| {
                format!(
                    "{percent} % of the characters on page {} have no text form",
                    layer.page.number.unwrap_or_default()
                )
            })
        })
        .collect();
    let more = affected.len().saturating_sub(MOST);
    let mut warnings: Vec<String> = affected.into_iter().take(MOST).collect();
    if more > 0 {
        warnings.push(format!("the same on {more} more pages"));
    }
    warnings
}

/// Names the pages that show an image and no text. A page with neither is just blank.
pub(super) fn scanned_pages(pages: &[Page], pictured: &[bool]) -> Option<String> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in pages
        .iter()
        .zip(pictured)
        .filter(|(page, pictured)| page.lines.is_empty() && **pictured)
        .filter_map(|(page, _)| page.number)
    {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let several = match ranges.as_slice() {
        [] => return None,
        [(first, last)] => first != last,
        _ => true,
    };
    let mut named: Vec<String> = ranges
        .iter()
        .take(MOST)
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        })
        .collect();
    if ranges.len() > MOST {
        named.push("others".to_owned());
    }
    let pages = if several { "pages" } else { "page" };
    Some(format!(
        "no text on {pages} {} (scanned?)",
        named.join(", ")
    ))
}
