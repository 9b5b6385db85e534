//! Passages of a section, the units that are searched and cited, from its blocks.
//!
//! A lead-in with its list is one passage up to about 120 words, passages under 12 words join a
//! neighbour, passages over 180 words are cut at a sentence end.

use crate::document::block::{Block, BlockKind, Span};
use crate::report::{Passage, Role};
use crate::text::sentences::starts;
use crate::text::{folded, word_count};

/// A section before it is cut into passages.
#[derive(Debug, Clone)]
pub(super) struct SectionDraft {
    pub(super) heading: String,
    pub(super) role: Role,
    pub(super) blocks: Vec<Block>,
}

/// A lead-in with its list, or several short passages, make one passage up to this many words.
const TOGETHER: usize = 120;

/// A passage of fewer words joins a neighbour.
const SHORT: usize = 12;

/// The last sentence of a lead-in is repeated before each item of a long list, up to this many
/// words.
const REPEATED: usize = 45;

/// A passage of more words is cut in two.
const LONG: usize = 180;

/// The passages of a section.
pub(super) fn passages(blocks: Vec<Block>, role: Role) -> Vec<Passage> {
    let drafts = match role {
        Role::Boilerplate => packed(blocks),
        _ => joined_short(with_lead_ins(blocks)),
    };
    drafts.into_iter().flat_map(finished).collect()
}

/// Boilerplate is kept, but in few passages.
fn packed(blocks: Vec<Block>) -> Vec<Block> {
    let mut drafts: Vec<Block> = Vec::new();
    for block in blocks {
        match drafts.last_mut() {
            Some(last)
                if word_count(&last.span.text) + word_count(&block.span.text) <= TOGETHER =>
            {
                last.span.push_span(" ", &block.span);
            }
            _ => drafts.push(block),
        }
    }
    drafts
}

/// Sub-headings go before the passage they head, lead-ins before their lists, table rows together.
fn with_lead_ins(blocks: Vec<Block>) -> Vec<Block> {
    let mut drafts: Vec<Block> = Vec::new();
    let mut headed: Option<Span> = None;
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        // `Within three months:` leads in a list, though it is printed as a sub-heading.
        if block.kind == BlockKind::Heading
            && block.span.text.ends_with(':')
            && blocks
                .peek()
                .is_some_and(|next| matches!(next.kind, BlockKind::Item { .. }))
        {
            block.kind = BlockKind::Paragraph;
        }
        if block.kind == BlockKind::Heading
            && blocks
                .peek()
                .is_some_and(|next| next.kind != BlockKind::Note)
        {
            match &mut headed {
                Some(span) => span.push_span(after_heading(&span.text), &block.span),
                None => headed = Some(block.span),
            }
            continue;
        }
        if let Some(mut span) = headed.take() {
            span.push_span(after_heading(&span.text), &block.span);
            block.span = span;
        }
        let mut items: Vec<Span> = Vec::new();
        while let Some(next) = blocks.peek() {
            if !belongs(&block, next) {
                break;
            }
            if let Some(next) = blocks.next() {
                // An item of the second level under an item goes with it.
                items.push(next.span);
            }
        }
        if items.is_empty() {
            drafts.push(block);
        } else if block.kind == BlockKind::Row {
            rows_together(&mut drafts, block, items);
        } else {
            list_together(&mut drafts, block, items);
        }
    }
    if let Some(span) = headed {
        drafts.push(Block {
            kind: BlockKind::Heading,
            span,
            label: None,
        });
    }
    drafts
}

/// Whether a block goes with the one before it: an item with its lead-in, a table row with a row.
fn belongs(lead: &Block, next: &Block) -> bool {
    if lead.label != next.label {
        return false;
    }
    match (lead.kind, next.kind) {
        (BlockKind::Row, BlockKind::Row) => true,
        (BlockKind::Item { indent: above }, BlockKind::Item { indent: below }) => {
            below > above + 8.0
        }
        (BlockKind::Paragraph, BlockKind::Item { .. }) => lead.span.text.trim_end().ends_with(':'),
        _ => false,
    }
}

/// Table rows fill passages up to the usual length.
fn rows_together(drafts: &mut Vec<Block>, mut open: Block, rows: Vec<Span>) {
    for row in rows {
        if word_count(&open.span.text) + word_count(&row.text) <= TOGETHER {
            open.span.push_span(between(&open.span.text), &row);
        } else {
            let full = std::mem::replace(
                &mut open,
                Block {
                    kind: BlockKind::Row,
                    span: row,
                    label: None,
                },
            );
            drafts.push(full);
        }
    }
    drafts.push(open);
}

/// A lead-in and its items: one passage, or the lead-in repeated before each item where that would
/// be too long.
fn list_together(drafts: &mut Vec<Block>, mut lead: Block, items: Vec<Span>) {
    let total: usize = word_count(&lead.span.text)
        + items
            .iter()
            .map(|item| word_count(&item.text))
            .sum::<usize>();
    let lead_words = word_count(&lead.span.text);
    if total <= TOGETHER || lead_words > TOGETHER / 2 && total <= LONG {
        for item in items {
            lead.span.push_span(between(&lead.span.text), &item);
        }
        drafts.push(lead);
        return;
    }
    // The first item follows the whole lead-in; before the others its last sentence is enough.
    let sentence = last_sentence(&lead.span);
    let label = lead.label.clone();
    let mut lead = Some(lead);
    let mut group: Option<Block> = None;
    let mut held = 0;
    for item in items {
        match &mut group {
            Some(open) if held < SHORT => {
                open.span.push_span(between(&open.span.text), &item);
                held += word_count(&item.text);
            }
            _ => {
                drafts.extend(group.take());
                held = word_count(&item.text);
                let span = match lead.take() {
                    Some(lead) => {
                        let mut span = lead.span;
                        span.push_span(" ", &item);
                        span
                    }
                    None => repeated(&sentence, &item),
                };
                group = Some(Block {
                    kind: BlockKind::Paragraph,
                    span,
                    label: label.clone(),
                });
            }
        }
    }
    drafts.extend(group);
}

/// The last sentence of a lead-in, empty if it is too long to repeat.
fn last_sentence(lead: &Span) -> String {
    let start = starts(&lead.text).last().unwrap_or_default();
    let last = lead.text[start..].trim();
    if word_count(last) <= REPEATED {
        last.to_string()
    } else {
        String::new()
    }
}

/// An item after its repeated lead-in. It stands on the pages of the item, not of the lead-in.
fn repeated(sentence: &str, item: &Span) -> Span {
    if sentence.is_empty() {
        return item.clone();
    }
    let shift = sentence.len() + 1;
    let marks = item
        .marks
        .iter()
        .map(|(at, page)| (if *at == 0 { 0 } else { at + shift }, *page));
    Span {
        text: format!("{sentence} {}", item.text),
        marks: marks.collect(),
    }
}

/// What stands between a list's parts: a semicolon unless the part has its own punctuation, or its
/// own `and`.
fn between(text: &str) -> &'static str {
    let text = text.trim_end();
    let own = text.ends_with(['.', ';', ':', ',', '?', '!'])
        || text.ends_with(" and")
        || text.ends_with(" or");
    if own { " " } else { "; " }
}

fn after_heading(text: &str) -> &'static str {
    if text.trim_end().ends_with(['.', ':', '?', '!']) {
        " "
    } else {
        ": "
    }
}

/// Short passages join the next one, or at the end of the section the one before.
fn joined_short(drafts: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for draft in drafts {
        if let Some(last) = out.last_mut()
            && joins(last, &draft)
        {
            let gap = match last.kind {
                BlockKind::Paragraph | BlockKind::Heading => after_heading(&last.span.text),
                _ => between(&last.span.text),
            };
            last.span.push_span(gap, &draft.span);
            last.kind = draft.kind;
            continue;
        }
        out.push(draft);
    }
    // The last one has no next.
    if out.len() > 1
        && let (Some(last), Some(before)) = (out.last(), out.get(out.len() - 2))
        && word_count(&last.span.text) < SHORT
        && last.kind != BlockKind::Note
        && before.kind != BlockKind::Note
        && last.label == before.label
        && word_count(&before.span.text) + word_count(&last.span.text) <= LONG
        && let Some(last) = out.pop()
        && let Some(before) = out.last_mut()
    {
        before
            .span
            .push_span(between(&before.span.text), &last.span);
    }
    out
}

fn joins(last: &Block, next: &Block) -> bool {
    word_count(&last.span.text) < SHORT
        && last.label == next.label
        && last.kind != BlockKind::Row
        && last.kind != BlockKind::Note
        && next.kind != BlockKind::Note
        && word_count(&last.span.text) + word_count(&next.span.text) <= LONG
}

/// Cuts a draft where it is too long and gives each part its pages.
fn finished(draft: Block) -> Vec<Passage> {
    let mut parts = Vec::new();
    cut(&draft.span.text, 0, &mut parts);
    parts
        .into_iter()
        .filter_map(|(from, to)| {
            let text = draft.span.text[from..to].trim();
            if text.is_empty() {
                return None;
            }
            let (page_start, page_end) = draft.span.pages(from, to);
            let text = match &draft.label {
                Some(label) => format!("{text} (Responsible body: {label})"),
                None => text.to_string(),
            };
            Some(Passage {
                text,
                page_start,
                page_end,
                themes: Vec::new(),
            })
        })
        .collect()
}

/// Byte ranges of the parts of a text that are short enough, cut at sentence ends.
fn cut(text: &str, from: usize, parts: &mut Vec<(usize, usize)>) {
    let total = word_count(text);
    if total <= LONG {
        parts.push((from, from + text.len()));
        return;
    }
    let best = starts(text)
        .filter_map(|at| {
            let before = word_count(&text[..at]);
            (before >= SHORT && total - before >= SHORT).then_some((before.abs_diff(total / 2), at))
        })
        .min();
    match best {
        Some((_, at)) => {
            cut(&text[..at], from, parts);
            cut(&text[at..], from + at, parts);
        }
        None => parts.push((from, from + text.len())),
    }
}

/// Cuts the findings where a weakness is named; its sentence becomes the section's heading.
pub(super) fn by_weakness(drafts: Vec<SectionDraft>) -> Vec<SectionDraft> {
    let mut out = Vec::new();
    for draft in drafts {
        if draft.role != Role::Findings {
            out.push(draft);
            continue;
        }
        let mut open = SectionDraft {
            heading: draft.heading,
            role: draft.role,
            blocks: Vec::new(),
        };
        let mut blocks = draft.blocks.into_iter().peekable();
        while let Some(mut block) = blocks.next() {
            if let Some(sentence) = named(&block, blocks.peek()) {
                if sentence.1
                    && let Some(next) = blocks.next()
                {
                    block.span.push_span(" ", &next.span);
                }
                out.push(std::mem::replace(
                    &mut open,
                    SectionDraft {
                        heading: sentence.0,
                        role: Role::Findings,
                        blocks: vec![block],
                    },
                ));
                continue;
            }
            if is_total(&block) && !open.blocks.is_empty() {
                out.push(std::mem::replace(
                    &mut open,
                    SectionDraft {
                        heading: String::new(),
                        role: Role::NextSteps,
                        blocks: vec![block],
                    },
                ));
                continue;
            }
            open.blocks.push(block);
        }
        out.push(open);
    }
    out
}

/// What the passages about one weakness conclude, in the closing formula of such letters; the last
/// one counts.
pub(super) fn verdict(passages: &[Passage]) -> Option<String> {
    passages.iter().rev().find_map(|passage| {
        let text = folded(&passage.text);
        let says = |words: &str| {
            ["has", "have"]
                .iter()
                .any(|verb| text.contains(&format!("{verb} {words}")))
        };
        if says("not made sufficient progress") {
            Some("insufficient".to_owned())
        } else {
            says("made sufficient progress").then(|| "sufficient".to_owned())
        }
    })
}

/// The weakness a block introduces, and whether it stands in the next block.
fn named(block: &Block, next: Option<&Block>) -> Option<(String, bool)> {
    let text = &block.span.text;
    let lead = text.find("found that")?;
    if !folded(&text[..lead]).ends_with("inspection") || lead > 60 {
        return None;
    }
    let rest = text[lead + "found that".len()..]
        .trim_start_matches(':')
        .trim();
    if rest.is_empty() {
        next.map(|next| (next.span.text.clone(), true))
    } else {
        Some((rest.to_string(), false))
    }
}

/// The closing count: so many of so many weaknesses have improved.
fn is_total(block: &Block) -> bool {
    let text = folded(&block.span.text);
    text.starts_with("the area has made sufficient progress in addressing")
        || text.starts_with("the area has not made sufficient progress in addressing")
}
