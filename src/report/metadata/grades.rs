//! Four-grade judgements: the overall one and the table of those below it.
//!
//! A table has a label column and a grade column. Both wrap, grades are centred on their row, so
//! half of a grade may be printed above its label, and a reader of files may have put a label and
//! a grade on one line. So labels and grades are told apart by their words, joined each on their
//! own, and matched row by row; where the numbers differ nothing is matched.

use std::sync::LazyLock;

use super::head::Head;
use super::judgement::Judged;
use super::text::{Pattern, Text, patterns, without_marks};
use crate::report::kind::Kind;

patterns! {
    GRADE = r"^ \s* (?: outstanding | good | inadequate | adequate | not\sjudged | requires?\s improvement (?:\sto\sbe\sgood)? )";
    GRADE_PIECE = r"^ (?P<label> .*? ) (?: ^ | [\s:|.\-\x{2013}] ) (?P<grade> (?: outstanding | good | inadequate | adequate | not\sjudged | requires? | improvement | to\sbe | be\sgood | to | be ) (?: \s (?: outstanding | good | inadequate | adequate | not\sjudged | requires? | improvement | to | be ) )* ) [.|\s]* $";

    ILACS_HEADER = r"^ (?:\|\s?)? judgements? (?:\s\|)? (?:\s grades?)? (?:\s?\|)? $";
    HEADER_WORD = r"^ (?: \|? \s? (?: judgements? | grades? ) \s? \|? | [-|:\s]+ )+ $";
    LEADERS = r"impact\sof\sleaders";
    HELP = r"need\shelp\sand\sprotection";
    CARE_AND_LEAVERS = r"children\sin\scare\sand\scare\sleavers";
    CARE = r"children\sin\scare \b";
    LEAVERS = r"progress\sof\scare\sleavers";
    OVERALL = r"overall\seffectiveness";

    SIF_START = r"^ (?:1\s?\.?\s?)? children\swho\sneed\shelp";
    LOOKED_AFTER = r"children\slooked\safter\sand\sachieving\spermanence";
    ADOPTION = r"adoption\sperformance";
    LEAVERS_SIF = r"experiences\sand\sprogress\sof\scare\sleavers";
    LEADERSHIP = r"leadership,?\smanagement\sand\sgovernance";

    LAC_START = r"^ record\sof\smain\sfindings :? $";
    CAPACITY = r"capacity\s (?:to|for) \s improve";
    OUTCOMES = r"outcomes\sfor\s (?:looked\safter\s)? children";
    QUALITY = r"quality\sof\sprovision";
    LEADERSHIP_LAC = r"leadership\sand\smanagement";
    LAC_GRADE = r"^ grade\s\d\s \( (?P<grade> outstanding | good | adequate | inadequate ) \) $";

    SIF_OVERALL = r"(?: \b overall\sjudge?ment\sis (?:\sthat)? (?: \s (?:st\.|[^.]){0,80}? services)? | \b children's\s (?:social\scare\s)? services\sin\s (?:st\.|[^.]){2,80}? ) \s (?: (?:are|is|be|were)\s (?:judged\s (?:to\sbe\s|as\s)?)? )? (?P<grade> outstanding | good | inadequate | requires?\simprovement (?:\sto\sbe\sgood)? ) \b";
    LSCB_SENTENCE = r"\b (?:local\s)? safeguarding\schildren\sboard\d? (?:\s\(lscb\))? \s (?: (?:is|are)\s (?:judged\sto\sbe\s)? )? (?P<grade> outstanding | good | inadequate | requires?\simprovement (?:\sto\sbe\sgood)? | not\sjudged ) \b";
    // One report leaves `Board` out.
    LSCB_HEADING = r"^ (?:the\s)? (?:effectiveness\sof\sthe\s)? [^.]{0,50}? safeguarding\schildren (?:\sboard\d?)? (?:\s\(lscb\))? \s (?: (?:is|are)\s (?:judged\sto\sbe\s)? )? (?P<grade> outstanding | good | inadequate | requires?\simprovement (?:\sto\sbe\sgood)? ) \.? $";
}

/// A row of a table: the name it gets, and what is printed.
type Row = (&'static str, &'static LazyLock<Pattern>);

const ILACS_ROWS: [Row; 6] = [
    ("leaders", &LEADERS),
    ("help-protection", &HELP),
    ("in-care-and-care-leavers", &CARE_AND_LEAVERS),
    ("in-care", &CARE),
    ("care-leavers", &LEAVERS),
    ("overall", &OVERALL),
];
const SIF_ROWS: [Row; 5] = [
    ("help-protection", &HELP),
    ("looked-after", &LOOKED_AFTER),
    ("adoption", &ADOPTION),
    ("care-leavers", &LEAVERS_SIF),
    ("leadership", &LEADERSHIP),
];
const LAC_ROWS: [Row; 5] = [
    ("overall", &OVERALL),
    ("capacity", &CAPACITY),
    ("outcomes", &OUTCOMES),
    ("quality", &QUALITY),
    ("leadership", &LEADERSHIP_LAC),
];

/// No printed table is longer, in lines.
const LONGEST_TABLE: usize = 40;
/// The judgement sentence and the table stand on the first page, in so many bytes.
const FIRST_PAGE: usize = 5000;

/// Reads the grades of a report.
pub(super) fn recognise(text: &Text, head: &Head) -> Judged {
    match head.kind {
        Kind::Ilacs => by_table(head.kind, ilacs_table(text)),
        Kind::Lac2013 => by_table(head.kind, lac_table(text)),
        Kind::LscbReview => lscb_review(text, head),
        kind => sif(text, head, kind),
    }
}

/// Where the table has a row for the whole.
fn by_table(kind: Kind, table: Option<Table>) -> Judged {
    let Some(table) = table else {
        return Judged::unknown(kind, "the table of judgements was not found");
    };
    let overall = table.rows.iter().find(|(row, _)| row == "overall");
    let mut judged = match overall {
        Some((_, grade)) => Judged::new(
            kind,
            grade,
            &format!("Overall effectiveness: {}", table.printed("overall")),
        ),
        None => Judged::unknown(kind, "the table of judgements could not be read row by row"),
    };
    judged.judgements = table.rows;
    judged
}

fn ilacs_table(text: &Text) -> Option<Table> {
    let top = text
        .lines
        .iter()
        .take_while(|line| line.at.start < FIRST_PAGE)
        .count();
    let headers = (0..top).filter(|&line| ILACS_HEADER.is_match(text.line(line)));
    let whole = |table: &Table| table.rows.iter().any(|(row, _)| row == "overall");
    headers
        .filter_map(|header| Table::read(text, header + 1, &ILACS_ROWS))
        .find(whole)
}

/// The table is at the end; the contents page names it first.
fn lac_table(text: &Text) -> Option<Table> {
    let headings = (0..text.lines.len())
        .rev()
        .filter(|&line| LAC_START.is_match(text.line(line)));
    let table = headings
        .into_iter()
        .find_map(|line| Table::read(text, line + 1, &LAC_ROWS));
    table.or_else(|| Some(lac_headings(text)))
}

/// `Overall effectiveness` with `Grade 4 (Inadequate)` below it.
fn lac_headings(text: &Text) -> Table {
    let mut table = Table::default();
    for line in 0..text.lines.len() {
        let heading = text.line(line);
        let row = LAC_ROWS
            .iter()
            .find(|(_, label)| label.find(heading).is_some_and(|found| found.start() == 0));
        let grade = (line + 1..line + 3).find_map(|next| LAC_GRADE.group(text.line(next), "grade"));
        if let (Some((name, _)), Some(grade)) = (row, grade)
            && !table.rows.iter().any(|(known, _)| known == name)
        {
            table.push(name, grade);
        }
    }
    table
}

/// The overall judgement is a sentence, the table holds the rows, the board is judged apart.
fn sif(text: &Text, head: &Head, kind: Kind) -> Judged {
    let start = text.lines.get(head.after).map_or(0, |line| line.at.start);
    let page = text.from(start, FIRST_PAGE);
    let mut judged = match SIF_OVERALL.captures(page) {
        Some(found) => {
            let words = found.get(0).map(|words| words.as_str()).unwrap_or_default();
            let grade = found
                .name("grade")
                .map(|grade| grade.as_str())
                .unwrap_or_default();
            Judged::new(kind, grade_name(grade), words)
        }
        None => Judged::unknown(kind, "no sentence gives the overall judgement"),
    };
    let first = (head.after..text.lines.len())
        .take_while(|&line| {
            text.lines
                .get(line)
                .is_some_and(|line| line.at.start < start + FIRST_PAGE)
        })
        .find(|&line| SIF_START.is_match(text.line(line)));
    let table = first.and_then(|line| Table::read(text, line, &SIF_ROWS));
    match table {
        Some(table) => judged.judgements = table.rows,
        None => judged
            .warnings
            .push("the table of judgements could not be read row by row".to_owned()),
    }
    if let Some((grade, _)) = board_grade(text, start) {
        judged
            .judgements
            .push(("lscb".to_owned(), grade.to_owned()));
    }
    judged
}

fn lscb_review(text: &Text, head: &Head) -> Judged {
    let start = text.lines.get(head.after).map_or(0, |line| line.at.start);
    match board_grade(text, start) {
        Some((grade, words)) => {
            let mut judged = Judged::new(head.kind, grade, &words);
            judged
                .judgements
                .push(("lscb".to_owned(), grade.to_owned()));
            judged
        }
        None => Judged::unknown(head.kind, "no sentence gives the judgement of the board"),
    }
}

/// The grade of the Local Safeguarding Children Board: on the first page, else the heading of its
/// own part. Elsewhere only earlier judgements are told.
fn board_grade(text: &Text, start: usize) -> Option<(&'static str, String)> {
    let page = text.from(start, FIRST_PAGE / 2);
    if let Some(found) = LSCB_SENTENCE.captures(page) {
        return Some((
            grade_name(found.name("grade")?.as_str()),
            found.get(0)?.as_str().to_owned(),
        ));
    }
    let heading = (0..text.lines.len())
        // Long reports have thousands of lines; this is cheap.
        .filter(|&line| (line..line + 2).any(|line| text.line(line).contains("feguarding")))
        .find_map(|line| text.block_at(&LSCB_HEADING, line, 3))?;
    let words = without_marks(text.part(heading.at));
    let grade = grade_name(LSCB_HEADING.group(&words, "grade")?);
    Some((grade, words))
}

/// Judgements read from a table, in printed order.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<(String, String)>,
    words: Vec<String>,
}

impl Table {
    /// Reads the table whose first label is on line `first`; `None` where labels and grades do not
    /// pair. A tall grade cell may start up to three lines above its label.
    fn read(text: &Text, first: usize, rows: &[Row]) -> Option<Table> {
        let earlier = (0..first).rev().take(3);
        let in_cell = earlier.take_while(|&line| split(text.line(line)).0.is_empty());
        std::iter::once(first)
            .chain(in_cell)
            .find_map(|line| Table::read_from(text, line, rows))
    }

    fn read_from(text: &Text, first: usize, rows: &[Row]) -> Option<Table> {
        let mut labels = String::new();
        let mut grades = String::new();
        let last = text.lines.len().min(first + LONGEST_TABLE);
        for index in first..last {
            let line = text.line(index);
            let (label, grade) = split(line);
            let complete = rows.last().is_some_and(|(_, last)| last.is_match(&labels));
            if HEADER_WORD.is_match(line) {
                continue;
            }
            if complete && !(label.is_empty() || is_label_piece(label, grade, &labels)) {
                break;
            }
            for (piece, column) in [(label, &mut labels), (grade, &mut grades)] {
                if !piece.is_empty() {
                    column.push(' ');
                    column.push_str(piece);
                }
            }
        }
        Table::pair(&labels, &grades, rows)
    }

    fn pair(labels: &str, grades: &str, rows: &[Row]) -> Option<Table> {
        let mut printed: Vec<(usize, &str)> = Vec::new();
        for (name, label) in rows {
            let Some(found) = label.find(labels) else {
                continue;
            };
            // `children in care` is a row of its own only without `and care leavers`.
            let same_row = printed.iter().any(|&(at, _)| at == found.start());
            if !same_row {
                printed.push((found.start(), name));
            }
        }
        printed.sort_unstable();
        let found = grades_of(grades)?;
        if printed.is_empty() || printed.len() != found.len() {
            return None;
        }
        let mut table = Table::default();
        for ((_, name), grade) in printed.into_iter().zip(found) {
            table.push(name, grade);
        }
        Some(table)
    }

    fn push(&mut self, name: &str, grade: &str) {
        self.rows
            .push((name.to_owned(), grade_name(grade).to_owned()));
        self.words.push(grade.to_owned());
    }

    fn printed(&self, name: &str) -> &str {
        let index = self.rows.iter().position(|(row, _)| row == name);
        index
            .and_then(|index| self.words.get(index))
            .map(String::as_str)
            .unwrap_or_default()
    }
}

/// Label and grade words of a line; either may be empty.
fn split(line: &str) -> (&str, &str) {
    match GRADE_PIECE.captures(line) {
        Some(found) => {
            let part = |name: &str| {
                found
                    .name(name)
                    .map(|part| part.as_str())
                    .unwrap_or_default()
            };
            (
                part("label").trim_end_matches([' ', ':', '|', '-', '\u{2013}']),
                part("grade"),
            )
        }
        None => (line, ""),
    }
}

/// Whether a line after the last row still belongs to the table: the rest of a wrapped label, or
/// another row where the last is printed earlier.
fn is_label_piece(label: &str, grade: &str, labels: &str) -> bool {
    const LABELS: [&str; 8] = [
        "the impact of leaders on social work practice with children and families",
        "the experiences and progress of children who need help and protection",
        "the experiences and progress of children in care and care leavers",
        "the experiences and progress of care leavers",
        "overall effectiveness",
        "3. leadership, management and governance",
        "outcomes for looked after children and young people",
        "quality of provision",
    ];
    let piece = label.to_lowercase();
    let known = LABELS.iter().any(|known| known.contains(&piece));
    // A sentence of the summary may start like a label, but no label is printed twice.
    known && (!grade.is_empty() || piece.len() > 2) && !labels.to_lowercase().contains(&piece)
}

/// The grades of a column, one after the other; `None` if anything is left over, for then a piece
/// of the column is missing.
fn grades_of(column: &str) -> Option<Vec<&str>> {
    let mut grades = Vec::new();
    let mut rest = column.trim();
    while !rest.is_empty() {
        let grade = GRADE.find(rest)?;
        grades.push(grade.as_str().trim());
        rest = rest.get(grade.end()..)?.trim_start();
    }
    Some(grades)
}

fn grade_name(printed: &str) -> &'static str {
    match printed.to_ascii_lowercase().as_str() {
        "outstanding" => "outstanding",
        "good" => "good",
        "adequate" => "adequate",
        "inadequate" => "inadequate",
        "not judged" => "not-judged",
        _ => "requires-improvement",
    }
}
