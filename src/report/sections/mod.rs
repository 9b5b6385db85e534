//! Sections of a report: its running text under its headings, cut into passages.

mod blocks;
mod bullets;
mod contents;
mod furniture;
mod headings;
mod hyphens;
mod layout;
mod paragraphs;
mod passages;
mod phrases;
mod revisit;
mod tables;
mod wording;

use crate::document::page::Page;
use crate::report::{Kind, Role, Section};
use blocks::{Block, Builder, Form, Span};
use headings::Heading;
use hyphens::Vocabulary;
use layout::{Metrics, TextLine};
pub use paragraphs::{Paragraph, paragraphs};
use passages::passages;
use tables::Table;
use wording::{folded, heading_key, is_finished, words};

/// Reads the sections of a report of the given kind; themes are left empty.
///
/// Every word of the pages that is not running furniture stands in one heading or one passage,
/// except that printed paragraph numbers and the head `Key judgement | Judgement grade` are dropped,
/// a heading printed twice in a row counts once, the last sentence of a lead-in is repeated before
/// each item of a long list, and a chapter's title before the grade printed beside it.
pub fn sections(pages: &[Page], kind: Kind) -> (Vec<Section>, Vec<String>) {
    let (lines, metrics) = layout::running_text(pages);
    let words = Vocabulary::new(&lines);
    let mut reader = Reader::new(&lines, metrics, kind, &words);
    reader.read();
    let mut drafts = reader.finished();
    if kind == Kind::SendRevisit {
        drafts = revisit::by_weakness(drafts);
    }
    let warnings = warnings(&drafts, kind);
    open_unheaded(&mut drafts, kind);
    let sections = drafts
        .into_iter()
        .map(|draft| {
            let passages = passages(draft.blocks, draft.role);
            let weakness = kind == Kind::SendRevisit && draft.role == Role::Findings;
            Section {
                verdict: weakness.then(|| revisit::verdict(&passages)).flatten(),
                heading: draft.heading,
                role: draft.role,
                passages,
            }
        })
        .filter(|section| !section.heading.is_empty() || !section.passages.is_empty())
        .collect();
    (sections, warnings)
}

/// A section before it is cut into passages.
#[derive(Debug, Clone)]
struct Draft {
    heading: String,
    role: Role,
    blocks: Vec<Block>,
}

/// Walks the lines once and files them under headings.
struct Reader<'a> {
    lines: &'a [TextLine],
    metrics: Metrics,
    kind: Kind,
    words: &'a Vocabulary,
    builder: Builder<'a>,
    done: Vec<Draft>,
    heading: String,
    role: Role,
    /// After the signature of a letter nothing is a heading any more.
    signed: bool,
    /// Right edge of the text on each page, by position of the page.
    edges: Vec<f32>,
    /// Columns of the table at the end of the page, if it may run on, and that page's position.
    running: Option<(Vec<f32>, usize)>,
}

impl<'a> Reader<'a> {
    fn new(
        lines: &'a [TextLine],
        metrics: Metrics,
        kind: Kind,
        words: &'a Vocabulary,
    ) -> Reader<'a> {
        let sheets = lines.last().map_or(0, |line| line.sheet + 1);
        let mut edges = vec![0.0f32; sheets];
        for line in lines.iter().filter(|line| line.size <= metrics.body + 0.6) {
            edges[line.sheet] = edges[line.sheet].max(line.right);
        }
        Reader {
            lines,
            metrics,
            kind,
            words,
            builder: Builder::new(metrics, words),
            done: Vec::new(),
            heading: String::new(),
            role: first_role(kind),
            signed: false,
            edges,
            running: None,
        }
    }

    fn read(&mut self) {
        let mut i = 0;
        while i < self.lines.len() {
            i += self.step(i).max(1);
        }
    }

    fn finished(mut self) -> Vec<Draft> {
        self.close();
        self.done
    }

    /// Reads what starts at line `i`; returns how many lines it takes.
    fn step(&mut self, i: usize) -> usize {
        let rest = &self.lines[i..];
        let line = &rest[0];
        if line.note {
            self.builder.push(line, self.edges[line.sheet]);
            return 1;
        }
        if !self.signed {
            if is_signature(self.kind, line) {
                self.open("", Role::Boilerplate);
                self.signed = true;
            } else if self.is_closing(i) {
                self.open("", Role::Boilerplate);
            } else if let Some(heading) = self.heading_at(rest) {
                return self.take_heading(heading, rest);
            }
        }
        let columns = self
            .running
            .take()
            .filter(|(_, sheet)| line.sheet == sheet + 1 && self.is_first_of_page(i))
            .map(|(columns, _)| columns);
        let ends = |k: usize| {
            rest[k].is_heavy(&self.metrics)
                && self
                    .heading_at(&rest[k..])
                    .is_some_and(|heading| heading.beside.is_empty())
        };
        if let Some(table) = tables::at(rest, &self.metrics, columns.as_deref(), ends) {
            let lines = table.lines;
            let last = &rest[lines - 1];
            let at_end = rest.get(lines).is_none_or(|next| next.sheet != last.sheet);
            if at_end {
                self.running = Some((table.columns.clone(), last.sheet));
            }
            self.take_table(table, columns.is_some());
            return lines;
        }
        self.builder.label = None;
        if self.ends_judgements(line) {
            self.open("", Role::Summary);
        }
        self.builder.push(line, self.edges[line.sheet]);
        1
    }

    fn is_first_of_page(&self, i: usize) -> bool {
        i == 0 || self.lines[i - 1].sheet != self.lines[i].sheet
    }

    fn heading_at(&self, rest: &[TextLine]) -> Option<Heading> {
        let heading = headings::at(rest, &self.metrics, self.kind, self.is_opening())?;
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

    /// Whether only titles, contents and the overall judgement have been read so far.
    fn is_opening(&self) -> bool {
        let before = |role: Role| matches!(role, Role::Boilerplate | Role::Outcome);
        before(self.role) && self.done.iter().all(|draft| before(draft.role))
    }

    fn take_heading(&mut self, heading: Heading, rest: &[TextLine]) -> usize {
        let repeated =
            heading_key(&heading.text) == heading_key(&self.heading) && self.builder.is_empty();
        if !repeated {
            self.open(&heading.text, self.role_for(&heading));
        }
        if !heading.beside.is_empty() {
            let text = format!("{}: {}", heading.text, heading.beside);
            self.add(Form::Table, &text, rest[0].page, None);
        }
        let mut taken = heading.lines;
        if heading_key(&heading.text) == "contents" {
            let entries = contents::entries(&rest[taken..]);
            for line in &rest[taken..taken + entries] {
                self.add(Form::Paragraph, &line.text, line.page, None);
            }
            taken += entries;
        }
        taken
    }

    /// The subject of a joint targeted area inspection heads a summary in the letters of 2016 to
    /// 2020, an introduction in those from 2022, which summarise under a heading of their own.
    fn role_for(&self, heading: &Heading) -> Role {
        let subject =
            self.kind == Kind::Jtai && folded(&heading.text).starts_with("joint targeted");
        let later = || {
            self.lines
                .iter()
                .any(|line| heading_key(&line.text) == "headline findings")
        };
        if subject && !later() {
            Role::Summary
        } else {
            heading.role
        }
    }

    fn open(&mut self, heading: &str, role: Role) {
        self.close();
        self.heading = heading.to_string();
        self.role = role;
    }

    fn close(&mut self) {
        let blocks = self.builder.take();
        self.builder.label = None;
        if !blocks.is_empty() || !self.heading.is_empty() {
            self.done.push(Draft {
                heading: std::mem::take(&mut self.heading),
                role: self.role,
                blocks,
            });
        }
    }

    fn add(&mut self, form: Form, text: &str, page: Option<u32>, label: Option<String>) {
        let mut span = Span::default();
        span.push_line(self.words, text, page);
        self.builder.add(Block { form, span, label });
    }

    /// Whether the complaints, licence and address page begins here.
    fn is_closing(&self, i: usize) -> bool {
        let line = &self.lines[i];
        let text = folded(&line.text);
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
        let closes = STARTS.iter().any(|start| text.starts_with(start));
        let already = self.role == Role::Boilerplate && self.heading.is_empty();
        let begins = i == 0
            || self.lines[i - 1].sheet != line.sheet
            || is_finished(&self.lines[i - 1].text)
            || line
                .below(&self.lines[i - 1])
                .is_some_and(|gap| gap > self.metrics.leading * 1.22);
        closes && !already && begins
    }

    /// Whether the summary of a children's services report begins, which has no heading: the first
    /// prose after the table of judgements.
    fn ends_judgements(&self, line: &TextLine) -> bool {
        let judged = self.kind == Kind::Ilacs && self.role == Role::Outcome;
        judged && self.builder.has_judgements() && words(&line.text) >= 5
    }

    fn take_table(&mut self, table: Table, runs_on: bool) {
        if self.take_chapter(&table) {
            return;
        }
        if self.role == Role::Details || self.role == Role::Boilerplate {
            self.take_columns(table);
            return;
        }
        let actions = matches!(self.role, Role::PriorityActions | Role::Improvements);
        if actions {
            self.take_actions(table, runs_on);
            return;
        }
        for row in &table.rows {
            let cells: Vec<String> = (0..row.cells.len())
                .map(|cell| row.text(cell))
                .filter(|text| !text.is_empty())
                .collect();
            let page = row.cells.iter().flatten().next().and_then(|line| line.page);
            let colon = |cell: &String| cell.trim_end_matches(':').to_string();
            let text = match cells.split_first() {
                Some((label, rest)) if !rest.is_empty() => {
                    format!("{}: {}", colon(label), rest.join(" | "))
                }
                _ => cells.concat(),
            };
            self.add(Form::Table, &text, page, None);
        }
    }

    /// The head of a chapter in the reports of 2014 and 2015: `Key judgement | Judgement grade`,
    /// then the chapter's title beside its grade.
    fn take_chapter(&mut self, table: &Table) -> bool {
        let Some((head, rows)) = table.rows.split_first() else {
            return false;
        };
        let [row] = rows else { return false };
        if !folded(&head.text(0)).starts_with("key judg") {
            return false;
        }
        let title = row.text(0);
        let Some(role) = headings::role_of(self.kind, &title, false) else {
            return false;
        };
        self.open(&title, role);
        let text = format!("{title}: {}", row.text(1));
        let page = row.cells.iter().flatten().next().and_then(|line| line.page);
        self.add(Form::Table, &text, page, None);
        true
    }

    /// Contacts and team lists read column by column.
    fn take_columns(&mut self, table: Table) {
        for column in 0..table.columns.len() {
            let mut span = Span::default();
            for line in table.rows.iter().flat_map(|row| &row.cells[column]) {
                span.push_line(self.words, &line.text, line.page);
            }
            self.builder.add(Block {
                form: Form::Paragraph,
                span,
                label: None,
            });
        }
    }

    /// Actions beside the body responsible: the action is the passage, the body its label.
    fn take_actions(&mut self, table: Table, runs_on: bool) {
        let carried = self.builder.label.clone();
        for (at, row) in table.rows.iter().enumerate() {
            let label = row.text(0);
            let is_head = row
                .cells
                .iter()
                .flatten()
                .any(|line| headings::role_of(self.kind, &line.text, false) == Some(self.role));
            if is_head && words(&row.text(1)) <= 8 {
                continue;
            }
            let lines: Vec<&TextLine> = row.cells[1..].iter().flatten().collect();
            let goes_on = runs_on && at == 0 && self.builder.is_unfinished();
            self.builder.label = match (label.is_empty(), &carried) {
                (true, Some(carried)) if runs_on && at == 0 => Some(carried.clone()),
                (true, _) => None,
                // The name of the body runs over the page break, as the action does.
                (false, Some(carried)) if goes_on => Some(format!("{carried} {label}")),
                (false, _) => Some(label.clone()),
            };
            if goes_on {
                self.builder.relabel();
            }
            if lines.is_empty() {
                self.builder.label = None;
                let page = row.cells[0].first().and_then(|line| line.page);
                self.add(Form::Paragraph, &label, page, None);
                continue;
            }
            let edge = lines.iter().map(|line| line.right).fold(0.0, f32::max);
            for line in lines {
                self.builder.push(line, edge);
            }
        }
    }
}

/// Text before the first heading is title and addressees, but not where it is all there is (no
/// heading was recognised), nor in letters on visits, which begin with what was looked at.
fn open_unheaded(drafts: &mut Vec<Draft>, kind: Kind) {
    let letter = matches!(kind, Kind::IlacsFocusedVisit | Kind::IlacsMonitoringVisit);
    let headed = drafts.iter().any(|draft| draft.role != Role::Boilerplate);
    let Some(first) = drafts.first_mut() else {
        return;
    };
    if first.role != Role::Boilerplate || !first.heading.is_empty() || (headed && !letter) {
        return;
    }
    let salutation = first
        .blocks
        .iter()
        .position(|block| folded(&block.span.text).starts_with("dear "));
    let prose = |block: &Block| {
        let text = block.span.text.trim_end();
        words(text) >= 8 && text.ends_with(['.', '!', '?', ':', ';'])
    };
    let from = salutation.unwrap_or(0);
    let Some(start) = first.blocks[from..].iter().position(prose) else {
        return;
    };
    let blocks = first.blocks.split_off(from + start);
    let opening = Draft {
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
    match kind {
        Kind::PressRelease | Kind::Other | Kind::SafeguardingProgress => Role::Findings,
        _ => Role::Boilerplate,
    }
}

/// The end of a letter: what follows are signatures and copies.
fn is_signature(kind: Kind, line: &TextLine) -> bool {
    let text = folded(&line.text);
    let letter = !matches!(
        kind,
        Kind::SendFull | Kind::Sif | Kind::SifReinspection | Kind::PressRelease
    );
    letter
        && words(&text) <= 3
        && (text.starts_with("yours sincerely") || text.starts_with("yours faithfully"))
}

fn warnings(drafts: &[Draft], kind: Kind) -> Vec<String> {
    let judged = !matches!(
        kind,
        Kind::PressRelease | Kind::Other | Kind::SafeguardingProgress
    );
    let found = drafts
        .iter()
        .filter(|draft| !draft.heading.is_empty())
        .count();
    let mut warnings = Vec::new();
    if drafts.is_empty() {
        warnings.push("The document has no text.".to_string());
    } else if judged && found == 0 {
        warnings.push(format!(
            "No heading of a report of kind {} was recognised.",
            kind.name()
        ));
    }
    warnings
}

#[cfg(test)]
mod tests;
