//! Revisit letters: one section for each weakness that the first inspection found.

use crate::report::sections::Draft;
use crate::report::sections::blocks::Block;
use crate::report::sections::wording::folded;
use crate::report::{Passage, Role};

/// Cuts the findings where a weakness is named; its sentence becomes the section's heading.
pub(super) fn by_weakness(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out = Vec::new();
    for draft in drafts {
        if draft.role != Role::Findings {
            out.push(draft);
            continue;
        }
        let mut open = Draft {
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
                    Draft {
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
                    Draft {
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
        let not = [
            "has not made sufficient progress",
            "have not made sufficient progress",
        ];
        let made = [
            "has made sufficient progress",
            "have made sufficient progress",
        ];
        if not.iter().any(|words| text.contains(words)) {
            Some("insufficient".to_owned())
        } else if made.iter().any(|words| text.contains(words)) {
            Some("sufficient".to_owned())
        } else {
            None
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
