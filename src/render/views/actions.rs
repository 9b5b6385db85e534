//! Actions that reports ask for.

use std::io;

use serde_json::json;

use super::{cell, head, id_line, listed, page_line};
use crate::answers::actions::{Action, Actions, Body};
use crate::answers::summary::Summary;
use crate::error::list;
use crate::render::view::{Layout, Level, Line, Passage, Piece, Style, Table, View};
use crate::render::words::count;
use crate::render::{Answer, JsonLines, OutputStyle, citation, nothing};

/// How many bodies are named to somebody whose own was not found.
const BODIES_SHOWN: usize = 8;

impl Answer for Actions {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        self.actions.is_empty().then(|| absence(self))
    }

    fn view(&self, style: &OutputStyle<'_>) -> View {
        let totals = listed(self.actions.len(), self.total, "action", &self.summary);
        let mut view = head(totals, &self.summary);
        for actions in self.actions.chunk_by(|a, b| a.report.id == b.report.id) {
            let report = &actions[0].report;
            view.push(Piece::heading(Level::Group, citation(report)));
            let items = actions.iter().map(|action| item(action, style));
            view.extend(items.map(|item| Piece::Passage(Layout::Item, item)));
        }
        view
    }

    fn records(&self) -> Table {
        let bodies =
            |action: &Action, part: fn(&Body) -> &String| cell(action.bodies.iter().map(part));
        Table::of(&self.actions)
            .column("id", |action| &action.id)
            .column("part", |action| action.part)
            .column("action", |action| action.kind.name())
            .column("bodies", |action| bodies(action, |body| &body.name))
            .column("body_kinds", |action| bodies(action, |body| &body.kind))
            .column("due", |action| action.due.as_ref())
            .column("text", |action| &action.text)
            .report("report", |action| Some(&action.report))
            .place(|action| (&action.section, (action.page_start, action.page_end)))
            .column("themes", |action| cell(&action.themes))
            .column("path", |action| action.report.path())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("action", &self.actions)?;
        out.summary(json!({"total": self.total}), &self.summary)
    }
}

/// Why there is no action.
fn absence(answer: &Actions) -> Vec<String> {
    if let Some(absence) = &answer.absence {
        return nothing::no_hits(&answer.summary, absence);
    }
    if let Some(beyond) = nothing::beyond(answer.total, "action") {
        return beyond;
    }
    let Some(others) = &answer.by_others else {
        return vec!["the matching passages contain no action".to_owned()];
    };
    let asked = others.asked.iter().map(|body| format!("`{body}`"));
    let asked = asked.collect::<Vec<_>>().join(" or ");
    let of = count(others.actions, "action");
    let shown = &others.named[..others.named.len().min(BODIES_SHOWN)];
    let more = others.named.len() - shown.len();
    let named = match (shown, more) {
        ([], _) => "  they name no responsible body".to_owned(),
        (shown, 0) => format!("  they name {}", list(shown)),
        (shown, _) => format!(
            "  they name {}, and {more} more: omit `--body` to see them all",
            shown.join(", ")
        ),
    };
    vec![format!("none of {of} names {asked} as responsible"), named]
}

fn item(action: &Action, style: &OutputStyle<'_>) -> Passage {
    let (report, page) = (&action.report, action.page_start);
    let due = action.due.as_deref().map(str::to_lowercase);
    let bodies = cell(action.bodies.iter().map(|body| &body.name));
    let by = (!bodies.is_empty()).then(|| Line::new(Style::Quiet, format!("by {bodies}")));
    Passage {
        place: Line::joined([
            Line::new(Style::Quiet, action.kind.name()),
            Line::new(Style::Quiet, due.unwrap_or_default()),
            page_line(report, (page, action.page_end), style),
            id_line(&action.id, report, page, style),
        ]),
        above: by.into_iter().collect(),
        text: action.text.as_str().into(),
        ..Passage::default()
    }
}
