//! Sections of a report: its blocks under its headings, cut into passages.

mod headings;
mod passages;

use crate::document::Document;
use crate::document::block::{Block, BlockKind, Cells, Outline, Part, Place, TableReading};
use crate::report::{Kind, Role, Section};
use crate::text::{folded, word_count};
use headings::{Heading, heading_key};
use passages::{SectionDraft, passages};

/// Reads the sections of a report of the given kind; themes are left empty.
///
/// Every word that is not running furniture stands in one heading or one passage, except that
/// printed paragraph numbers and the head `Key judgement | Judgement grade` are dropped, a heading
/// printed twice in a row counts once, the last sentence of a lead-in is repeated before each item
/// of a long list, and a chapter's title before the grade printed beside it.
pub fn sections(document: &Document, kind: Kind) -> (Vec<Section>, Vec<String>) {
    let mut outline = ReportOutline::new(document, kind);
    let parts = document.parts(&mut outline).into_iter();
    let mut drafts: Vec<SectionDraft> = parts
        .map(|(opening, blocks)| {
            let (heading, role) = match opening {
                Some(opening) => (opening.heading, opening.role),
                None => (String::new(), first_role(kind)),
            };
            SectionDraft {
                heading,
                role,
                blocks,
            }
        })
        .filter(|draft| !draft.heading.is_empty() || !draft.blocks.is_empty())
        .collect();
    if kind.row().revisit {
        drafts = passages::by_weakness(drafts);
    }
    let warnings = warnings(&drafts, kind);
    open_unheaded(&mut drafts, kind);
    let sections = drafts
        .into_iter()
        .map(|draft| {
            let passages = passages(draft.blocks, draft.role);
            let weakness = kind.row().revisit && draft.role == Role::Findings;
            Section {
                verdict: weakness.then(|| passages::verdict(&passages)).flatten(),
                heading: draft.heading,
                role: draft.role,
                passages,
            }
        })
        .filter(|section| !section.heading.is_empty() || !section.passages.is_empty())
        .collect();
    (sections, warnings)
}

/// What begins a section.
#[derive(Debug, Clone)]
struct Opening {
    heading: String,
    role: Role,
    /// Whether it is the signature of a letter, after which nothing is a heading any more.
    signature: bool,
}

impl Opening {
    fn new(heading: impl Into<String>, role: Role) -> Opening {
        Opening {
            heading: heading.into(),
            role,
            signature: false,
        }
    }
}

/// Tells where the sections of a report of one kind begin.
struct ReportOutline<'d> {
    document: &'d Document,
    kind: Kind,
    heading: String,
    role: Role,
    signed: bool,
    /// Whether only titles, contents and the overall judgement have been read so far.
    opening: bool,
}

impl Outline for ReportOutline<'_> {
    type Opening = Opening;

    fn part_at(&self, place: &Place<'_>) -> Option<Part<Opening>> {
        if self.signed {
            return None;
        }
        let untitled = |signature| {
            let opening = Opening {
                signature,
                ..Opening::new("", Role::Boilerplate)
            };
            Some(Part {
                opening: Some(opening),
                lines: 0,
                row: None,
                contents: false,
            })
        };
        if is_signature(self.kind, place.text) {
            return untitled(true);
        }
        if self.is_closing(place) {
            return untitled(false);
        }
        let heading = self.heading_at(place)?;
        let key = heading_key(&heading.text);
        let repeated = place.empty && key == heading_key(&self.heading);
        Some(Part {
            opening: (!repeated).then(|| Opening::new(&heading.text, self.role_for(&heading))),
            lines: heading.lines,
            row: (!heading.beside.is_empty())
                .then(|| format!("{}: {}", heading.text, heading.beside)),
            contents: key == "contents",
        })
    }

    /// The summary of a children's services report has no heading: it is the first prose after the
    /// table of judgements.
    fn prose_at(
        &self,
        text: &str,
        mut blocks: &mut dyn Iterator<Item = &Block>,
    ) -> Option<Opening> {
        let judgement = |block: &Block| {
            block.kind == BlockKind::Row
                || folded(&block.span.text).contains("overall effectiveness")
        };
        let judged = self.kind == Kind::Ilacs && self.role == Role::Outcome;
        let ends = judged && word_count(text) >= 5 && Iterator::any(&mut blocks, judgement);
        ends.then(|| Opening::new("", Role::Summary))
    }

    fn table_at(&self, rows: &[Cells<'_>]) -> TableReading<Opening> {
        if let Some(chapter) = self.chapter(rows) {
            return TableReading::Part(chapter);
        }
        match self.role {
            Role::Details | Role::Boilerplate => TableReading::Columns,
            // Actions beside the body responsible.
            Role::PriorityActions | Role::Improvements => TableReading::Labelled {
                heads: rows.iter().map(|row| self.is_table_head(row)).collect(),
            },
            _ => TableReading::Rows,
        }
    }

    fn begun(&mut self, opening: &Opening) {
        self.heading.clone_from(&opening.heading);
        self.role = opening.role;
        self.signed |= opening.signature;
        self.opening &= is_before_sections(opening.role);
    }
}

impl<'d> ReportOutline<'d> {
    fn new(document: &'d Document, kind: Kind) -> Self {
        let role = first_role(kind);
        ReportOutline {
            document,
            kind,
            heading: String::new(),
            role,
            signed: false,
            opening: is_before_sections(role),
        }
    }

    fn heading_at(&self, place: &Place<'_>) -> Option<Heading> {
        let heading = headings::at(place.run.as_ref()?, self.kind, self.opening)?;
        let key = heading_key(&heading.text);
        let under = heading_key(&self.heading);
        // The meaning of the grades is explained once for the authority and once for the board.
        if under.starts_with("what the inspection judg")
            && (key.starts_with("the local") || key == "the lscb")
        {
            return None;
        }
        // The table at the end of the reports of 2013 names every chapter again.
        if under.starts_with("record of main findings") {
            return None;
        }
        // A row of the table of judgements names a chapter beside its grade.
        if self.kind == Kind::Ilacs && self.role == Role::Outcome && !heading.beside.is_empty() {
            return None;
        }
        // The summary of a chapter is part of the chapter.
        if key == "summary" && self.role == Role::Findings && !self.heading.is_empty() {
            return None;
        }
        Some(heading)
    }

    /// The subject of a joint targeted area inspection heads a summary in the letters of 2016 to
    /// 2020, an introduction in those from 2022, which summarise under a heading of their own.
    fn role_for(&self, heading: &Heading) -> Role {
        let subject =
            self.kind == Kind::Jtai && folded(&heading.text).starts_with("joint targeted");
        let later = || {
            let mut lines = self.document.lines().into_iter();
            lines.any(|line| heading_key(line.text) == "headline findings")
        };
        if subject && !later() {
            Role::Summary
        } else {
            heading.role
        }
    }

    /// Whether the complaints, licence and address page begins here.
    fn is_closing(&self, place: &Place<'_>) -> bool {
        const STARTS: [&str; 8] = [
            "if you are not happy with the inspection",
            "any complaints about the inspection",
            "the office for standards in education, children's services and skills (ofsted)",
            "if you would like a copy of this",
            "you may reuse this information",
            "this document may be reproduced",
            "you can copy any or all of this",
            "© crown copyright",
        ];
        let text = folded(place.text);
        let closes = STARTS.iter().any(|start| text.starts_with(start));
        let already = self.role == Role::Boilerplate && self.heading.is_empty();
        closes && !already && place.fresh
    }

    /// The head of a chapter in the reports of 2014 and 2015: `Key judgement | Judgement grade`,
    /// then the chapter's title beside its grade.
    fn chapter(&self, rows: &[Cells<'_>]) -> Option<Opening> {
        let [head, row] = rows else { return None };
        if !folded(&head.first()?.join(" ")).starts_with("key judg") {
            return None;
        }
        let title = row.first()?.join(" ");
        let role = headings::role_of(self.kind, &title, false)?;
        Some(Opening::new(title, role))
    }

    /// Whether a row of a table of actions repeats the heading of the section over its columns.
    fn is_table_head(&self, row: &Cells<'_>) -> bool {
        let heading = |line: &&str| headings::role_of(self.kind, line, false) == Some(self.role);
        let beside = row.get(1).map_or(0, |cell| word_count(&cell.join(" ")));
        beside <= 8 && row.iter().flatten().any(heading)
    }
}

/// Whether a section of this role stands before those that tell what was found.
fn is_before_sections(role: Role) -> bool {
    matches!(role, Role::Boilerplate | Role::Outcome)
}

/// Text before the first heading is title and addressees, but not where it is all there is (no
/// heading was recognised), nor in letters on visits, which begin with what was looked at.
fn open_unheaded(drafts: &mut Vec<SectionDraft>, kind: Kind) {
    let headed = drafts.iter().any(|draft| draft.role != Role::Boilerplate);
    let Some(first) = drafts.first_mut() else {
        return;
    };
    if first.role != Role::Boilerplate
        || !first.heading.is_empty()
        || (headed && !kind.row().unheaded)
    {
        return;
    }
    let salutation = first
        .blocks
        .iter()
        .position(|block| folded(&block.span.text).starts_with("dear "));
    let prose = |block: &Block| {
        let text = block.span.text.trim_end();
        word_count(text) >= 8 && text.ends_with(['.', '!', '?', ':', ';'])
    };
    let from = salutation.unwrap_or(0);
    let Some(start) = first.blocks[from..].iter().position(prose) else {
        return;
    };
    let blocks = first.blocks.split_off(from + start);
    let opening = SectionDraft {
        heading: String::new(),
        role: if headed {
            Role::Summary
        } else {
            Role::Findings
        },
        blocks,
    };
    drafts.insert(1, opening);
}

fn first_role(kind: Kind) -> Role {
    if kind.row().own_headings {
        Role::Findings
    } else {
        Role::Boilerplate
    }
}

/// The end of a letter: what follows are signatures and copies.
fn is_signature(kind: Kind, text: &str) -> bool {
    let text = folded(text);
    kind.row().signed
        && word_count(&text) <= 3
        && (text.starts_with("yours sincerely") || text.starts_with("yours faithfully"))
}

fn warnings(drafts: &[SectionDraft], kind: Kind) -> Vec<String> {
    let judged = !kind.row().own_headings;
    let found = drafts
        .iter()
        .filter(|draft| !draft.heading.is_empty())
        .count();
    let mut warnings = Vec::new();
    if drafts.is_empty() {
        warnings.push("the document has no text".to_string());
    } else if judged && found == 0 {
        warnings.push(format!(
            "no heading of a report of kind {} was recognised",
            kind.name()
        ));
    }
    warnings
}

#[cfg(test)]
mod tests;
