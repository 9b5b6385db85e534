//! Judgements of a report: its outcome, the words that give it, and the grades below it.
//!
//! A row of the table of kinds names the rule that reads the judgement; each rule has its scale. The
//! outcome is `unknown` where the judgement of a judged kind is missing or contradicts itself.

use std::sync::LazyLock;

use regex::Regex;

use super::head::Head;
use super::text::{Text, group, rules, without_marks};
use crate::report::kinds::{JudgedBy, Kind};
use crate::report::outcome::{Outcome, UNKNOWN};
use crate::text::numbers;

/// The judgements of a report.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    /// The judgement of the whole report.
    pub outcome: Outcome,
    /// The words of the report that give it.
    pub words: Option<String>,
    /// Judgements below it as (row, grade), or counts as (name, number), in printed order.
    pub judgements: Vec<(String, String)>,
    /// Gaps and contradictions.
    pub warnings: Vec<String>,
}

impl Judged {
    /// `value` on the scale of `kind`.
    fn new(kind: Kind, value: &str, words: &str) -> Judged {
        Judged {
            outcome: Outcome::new(kind.scale(), value),
            words: Some(words.to_owned()).filter(|words| !words.is_empty()),
            judgements: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// A judgement that is missing, and the reason.
    fn unknown(kind: Kind, why: &str) -> Judged {
        Judged {
            warnings: vec![why.to_owned()],
            ..Judged::new(kind, UNKNOWN, "")
        }
    }

    fn with(mut self, judgements: &[(&str, &str)]) -> Judged {
        let owned = |(name, grade): &(&str, &str)| ((*name).to_owned(), (*grade).to_owned());
        self.judgements.extend(judgements.iter().map(owned));
        self
    }
}

/// The end of a sentence that counts weaknesses.
const COUNT_OF_WEAKNESSES: &str = r"made\ssufficient\sprogress\s (?:in|at|to|with|on|against) \s (?:addressing|improving|address|improve|tackling|resolving)? \s? (?P<count> [a-z0-9]+ ) (?: \s (?:out\s)? of )? (?: \s (?:the|its|these) )? (?: \s (?P<total> [a-z0-9]+ ) )? [^.]{0,60}? \b (?P<noun> weakness(?:es)? )";

rules! {
    OUTCOME_HEADING = r"^ inspection\soutcome $";
    OUTCOME_END = r"^ (?: information\sabout\sthe\slocal\sarea\spartnership | what\sis\sit\slike\sto\sbe\b .* | what\sis\sthe\sarea\spartnership\sdoing .* ) $";
    POSITIVE = r"\b typically\slead\sto\spositive\sexperiences\sand\soutcomes";
    INCONSISTENT = r"\b lead\sto\sinconsistent\sexperiences\sand\soutcomes";
    FAILINGS = r"\b widespread\s and\s?/?\s?(?:or)?\s? systemic\sfailings";

    STATEMENT_REQUIRED = r"written\sstatement\sof\saction\s (?:\(wsoa\)\s)? (?:is|are)\srequired | (?:require[sd]?|requiring) \s [^.]{0,60} to\s (?:produce|submit|prepare|develop) \s a\swritten\sstatement\sof\saction";
    STATEMENT_NOT_REQUIRED = r"written\sstatement\sof\saction\s (?:\(wsoa\)\s)? is\snot\srequired | not\srequired\sto\s (?:produce|submit|prepare) \s a\swritten\sstatement";
    LETTER_BODY = r"main\sfindings | yours\s(?:sincerely|faithfully)";

    PROGRESS = format!(r"has\s (?:now\s)? {COUNT_OF_WEAKNESSES}");
    NO_PROGRESS = format!(r"has\snot\s (?:now\s|yet\s)? {COUNT_OF_WEAKNESSES}");
    PROGRESS_OF_BLOCK = r"has\s (?P<not>not\s)? (?:now\s|yet\s)? made\ssufficient\sprogress\s (?:in|to|with|on|at) \s (?:improve|improving|address|addressing|tackle|tackling|resolve|resolving) \s this\s (?:significant\s|area\sof\s|serious\s)* weakness";

    GRADE = r"^ \s* (?: outstanding | good | inadequate | adequate | not\sjudged | requires?\s improvement (?:\sto\sbe\sgood)? )";
    GRADE_PIECE = r"^ (?P<label> .*? ) (?: ^ | [\s:|.\-\x{2013}] ) (?P<grade> (?: outstanding | good | inadequate | adequate | not\sjudged | requires? | improvement | to\sbe | be\sgood | to | be ) (?: \s (?: outstanding | good | inadequate | adequate | not\sjudged | requires? | improvement | to | be ) )* ) [.|\s]* $";

    ILACS_HEADER = r"^ (?:\|\s?)? judgements? (?:\s\|)? (?:\s grades?)? (?:\s?\|)? $";
    LEADERS = r"impact\sof\sleaders";
    HELP = r"need\shelp\sand\sprotection";
    CARE_AND_LEAVERS = r"children\sin\scare\sand\scare\sleavers";
    CARE = r"children\sin\scare \b";
    LEAVERS = r"progress\sof\scare\sleavers";
    OVERALL = r"overall\seffectiveness";
    HEADER_WORD = r"^ (?: \|? \s? (?: judgements? | grades? ) \s? \|? | [-|:\s]+ )+ $";

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

/// Most bytes of an outcome section; further down its phrases may be quoted.
const OUTCOME_LENGTH: usize = 4000;
/// Bytes from the top in which a letter states its decision.
const LETTER_TOP: usize = 6000;
/// Most lines of a table.
const LONGEST_TABLE: usize = 40;
/// Bytes of the first page, which holds the sentence on the judgement and the table.
const FIRST_PAGE: usize = 5000;

/// Reads the judgements of a report.
pub(super) fn recognise(text: &Text, head: &Head) -> Judged {
    let (kind, after) = (head.kind, head.after);
    match kind.row().judged_by {
        JudgedBy::Nothing => Judged::new(kind, &Outcome::none().value, ""),
        JudgedBy::OutcomeSection => send_full(text, kind, after),
        JudgedBy::StatementOfAction => send_outcome_letter(text, kind),
        JudgedBy::Progress => send_revisit(text, kind),
        JudgedBy::IlacsTable => by_table(kind, ilacs_table(text)),
        JudgedBy::LacTable => by_table(kind, lac_table(text)),
        JudgedBy::Sentence => sif(text, kind, after),
        JudgedBy::BoardSentence => lscb_review(text, kind, after),
    }
}

/// Reads exactly one of three phrases, in the outcome section only.
fn send_full(text: &Text, kind: Kind, after: usize) -> Judged {
    let count = text.lines.len();
    let heading = (after..count).find(|&line| OUTCOME_HEADING.is_match(text.line(line)));
    let first = heading.map_or(after, |line| line + 1);
    let end = (first..count).find(|&line| OUTCOME_END.is_match(text.line(line)));
    let Some(start) = text.lines.get(first).map(|line| line.at.start) else {
        return Judged::unknown(kind, "the report has no inspection outcome section");
    };
    let stop = end.map_or(text.joined.len(), |line| text.lines[line].at.start);
    let section = text.from(start, OUTCOME_LENGTH.min(stop.saturating_sub(start)));
    let phrases = [
        ("send-positive", POSITIVE.find(section)),
        ("send-inconsistent", INCONSISTENT.find(section)),
        ("send-widespread-failings", FAILINGS.find(section)),
    ];
    let mut found = phrases
        .into_iter()
        .filter_map(|(value, words)| Some((value, words?)));
    match (found.next(), found.next()) {
        (Some((value, words)), None) => {
            let at = start + words.start()..start + words.end();
            Judged::new(kind, value, text.sentence_within(at, start..stop))
        }
        (Some(_), Some(_)) => Judged::unknown(
            kind,
            "the outcome section contains more than one of the three outcomes",
        ),
        _ => Judged::unknown(
            kind,
            "none of the three outcomes was found in the outcome section",
        ),
    }
}

/// Reads whether a statement of action is required: letters of 2016 to 2022 give no grade.
fn send_outcome_letter(text: &Text, kind: Kind) -> Judged {
    if let Some(words) = STATEMENT_NOT_REQUIRED.find(text.first(LETTER_TOP)) {
        return Judged::new(kind, "wsoa-not-required", text.sentence(words.range()));
    }
    if let Some(words) = STATEMENT_REQUIRED.find(&text.joined) {
        return Judged::new(kind, "wsoa-required", text.sentence(words.range()));
    }
    // A whole letter that demands no statement requires none.
    if LETTER_BODY.is_match(&text.joined) {
        Judged::new(kind, "wsoa-not-required", "")
    } else {
        Judged::unknown(
            kind,
            "the letter is not whole, so a missing demand for a written statement of action means nothing",
        )
    }
}

/// Reads how many weaknesses have seen sufficient progress: from the two sentences that count them, of
/// which one may be missing, and from the closing sentence of each block. Both must agree.
fn send_revisit(text: &Text, kind: Kind) -> Judged {
    let blocks = PROGRESS_OF_BLOCK.captures_iter(&text.joined);
    let (no, yes): (Vec<bool>, Vec<bool>) = blocks
        .map(|block| block.name("not").is_some())
        .partition(|no| *no);
    let by_block = Some((yes.len(), no.len(), yes.len() + no.len())).filter(|counts| counts.2 > 0);

    let [sufficient, insufficient] = [false, true].map(|not| Count::stated(text, not));
    let of = |count: &Option<Count>| count.as_ref().and_then(|count| count.total);
    let total = of(&sufficient).or(of(&insufficient));
    let number = |count: &Option<Count>| count.as_ref().map(|count| count.number.or(total));
    let numbers = (number(&sufficient), number(&insufficient));
    let stated = match (numbers, total) {
        ((Some(Some(yes)), Some(Some(no))), total) => Some((yes, no, total.unwrap_or(yes + no))),
        ((Some(Some(yes)), None), Some(total)) => Some((yes, total.saturating_sub(yes), total)),
        ((None, Some(Some(no))), Some(total)) => Some((total.saturating_sub(no), no, total)),
        _ => None,
    };
    let stated = stated.filter(|(yes, no, total)| yes + no == *total);
    let counts = stated.or(by_block);
    let some = |number: Option<Option<usize>>| number.is_some_and(|number| number != Some(0));
    let value = match (counts, some(numbers.0), some(numbers.1)) {
        (Some((0, _, _)), ..) | (None, false, true) => "revisit-insufficient",
        (Some((_, 0, _)), ..) | (None, true, false) => "revisit-sufficient",
        (Some(_), ..) | (None, true, true) => "revisit-mixed",
        (None, false, false) => {
            return Judged::unknown(kind, "no sentence says whether progress is sufficient");
        }
    };
    let found = [sufficient, insufficient].into_iter().flatten();
    let mut sentences: Vec<&str> = found.map(|count| count.sentence).collect();
    sentences.dedup();
    let mut judged = Judged::new(kind, value, &sentences.join(" "));
    if let (Some(stated), Some(by_block)) = (stated, by_block)
        && stated != by_block
    {
        judged.warnings.push(format!(
            "the letter counts {} of {} weaknesses with sufficient progress, its findings {} of {}",
            stated.0, stated.2, by_block.0, by_block.2
        ));
    }
    if let Some((yes, no, total)) = counts {
        let [yes, no, total] = [yes, no, total].map(|number| number.to_string());
        judged = judged.with(&[
            ("sufficient", &yes),
            ("weaknesses", &total),
            ("insufficient", &no),
        ]);
    }
    judged
}

/// A sentence that counts weaknesses.
struct Count<'t> {
    /// The number; `None` for all of them where their number is not printed.
    number: Option<usize>,
    /// The number of all weaknesses, if it is printed.
    total: Option<usize>,
    sentence: &'t str,
}

impl<'t> Count<'t> {
    /// The first sentence that counts the weaknesses with sufficient progress, or without it.
    fn stated(text: &'t Text, not: bool) -> Option<Count<'t>> {
        // Two patterns, because one sentence may hold both counts.
        let pattern = if not { &NO_PROGRESS } else { &PROGRESS };
        pattern.captures_iter(&text.joined).find_map(|found| {
            let number = |word: &str| numbers::count(word).filter(|&number| number < 100);
            let total = found
                .name("total")
                .and_then(|word| number(&word.as_str().to_lowercase()));
            let plural = found["noun"].len() > "weakness".len() || found[0].contains("areas");
            let (number, total) = match found["count"].to_lowercase().as_str() {
                "both" | "either" => (total.or(Some(2)), total.or(Some(2))),
                "the" if !plural => (total.or(Some(1)), total.or(Some(1))),
                "all" | "each" | "every" | "any" | "the" => (total, total),
                "none" => (Some(0), total),
                word => (Some(number(word)?), total),
            };
            Some(Count {
                number,
                total,
                sentence: text.sentence(found.get(0)?.range()),
            })
        })
    }
}

/// A row of a table of grades: its name, and the words of its label.
type Row = (&'static str, &'static LazyLock<Regex>);

/// The rows of a table in printed order, each with its grade as printed.
type Table = Vec<(&'static str, String)>;

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

/// The judgements of a table that has a row for the whole.
fn by_table(kind: Kind, table: Option<Table>) -> Judged {
    let Some(table) = table else {
        return Judged::unknown(kind, "the table of judgements was not found");
    };
    let judged = match table.iter().find(|(row, _)| *row == "overall") {
        Some((_, grade)) => {
            let words = format!("Overall effectiveness: {grade}");
            Judged::new(kind, grade_name(grade), &words)
        }
        None => Judged::unknown(kind, "the table of judgements could not be read row by row"),
    };
    judged.with(&graded(&table))
}

fn graded(table: &Table) -> Vec<(&str, &str)> {
    table
        .iter()
        .map(|(row, grade)| (*row, grade_name(grade)))
        .collect()
}

fn ilacs_table(text: &Text) -> Option<Table> {
    let mut headers = text.starts_within(FIRST_PAGE);
    headers.find_map(|line| {
        ILACS_HEADER.find(text.line(line))?;
        let table = read_table(text, line + 1, &ILACS_ROWS)?;
        // A list of contents may name the table and some rows.
        table
            .iter()
            .any(|(row, _)| *row == "overall")
            .then_some(table)
    })
}

/// The table at the end. The contents page prints its title first.
fn lac_table(text: &Text) -> Option<Table> {
    let mut headings = (0..text.lines.len())
        .rev()
        .filter(|&line| LAC_START.is_match(text.line(line)));
    let table = headings.find_map(|line| read_table(text, line + 1, &LAC_ROWS));
    table.or_else(|| Some(lac_headings(text)))
}

/// Grades below their headings: `Overall effectiveness`, then `Grade 4 (Inadequate)`.
fn lac_headings(text: &Text) -> Table {
    let mut table = Table::new();
    for line in 0..text.lines.len() {
        let begins = |label: &Regex| {
            let found = label.find(text.line(line));
            found.is_some_and(|found| found.start() == 0)
        };
        let row = LAC_ROWS.iter().find(|(_, label)| begins(label));
        let mut below = (line + 1..line + 3).map(|next| text.line(next));
        if let Some((row, _)) = row
            && let Some(grade) = below.find_map(|next| group(&LAC_GRADE, next, "grade"))
            && table.iter().all(|(known, _)| known != row)
        {
            table.push((row, grade.to_owned()));
        }
    }
    table
}

/// Reads a sentence for the overall judgement, a table for the rows, and another sentence for the board.
fn sif(text: &Text, kind: Kind, after: usize) -> Judged {
    let start = text.lines.get(after).map_or(0, |line| line.at.start);
    let mut judged = match SIF_OVERALL.captures(text.from(start, FIRST_PAGE)) {
        Some(found) => Judged::new(kind, grade_name(&found["grade"]), &found[0]),
        None => Judged::unknown(kind, "no sentence gives the overall judgement"),
    };
    let mut lines = after..text.starts_within(start + FIRST_PAGE).end;
    let first = lines.find(|&line| SIF_START.is_match(text.line(line)));
    match first.and_then(|line| read_table(text, line, &SIF_ROWS)) {
        Some(table) => judged = judged.with(&graded(&table)),
        None => judged
            .warnings
            .push("the table of judgements could not be read row by row".to_owned()),
    }
    match board_grade(text, start) {
        Some((grade, _)) => judged.with(&[("lscb", grade)]),
        None => judged,
    }
}

fn lscb_review(text: &Text, kind: Kind, after: usize) -> Judged {
    let start = text.lines.get(after).map_or(0, |line| line.at.start);
    match board_grade(text, start) {
        Some((grade, words)) => Judged::new(kind, grade, &words).with(&[("lscb", grade)]),
        None => Judged::unknown(kind, "no sentence gives the judgement of the board"),
    }
}

/// The grade of the Local Safeguarding Children Board and the words that give it: on the first page, or
/// else in the heading of its part. Other sentences tell earlier judgements.
fn board_grade(text: &Text, start: usize) -> Option<(&'static str, String)> {
    let page = text.from(start, FIRST_PAGE / 2);
    if let Some(found) = LSCB_SENTENCE.captures(page) {
        return Some((grade_name(&found["grade"]), found[0].to_owned()));
    }
    let heading = (0..text.lines.len())
        // Long reports have thousands of lines, and this test is cheap.
        .filter(|&line| (line..line + 2).any(|line| text.line(line).contains("feguarding")))
        .find_map(|line| text.block_at(&LSCB_HEADING, line, 3))?;
    let words = without_marks(text.part(heading.at));
    let grade = grade_name(group(&LSCB_HEADING, &words, "grade")?);
    Some((grade, words))
}

/// Reads the table whose first label is on line `first`; `None` where labels and grades do not pair.
///
/// Labels and grades wrap, and a grade is centred on its row, so that it may begin up to three lines
/// above its label. A label and a grade may share a line. So the words of each line are divided into
/// label and grade, both columns are joined, and paired row by row.
fn read_table(text: &Text, first: usize, rows: &[Row]) -> Option<Table> {
    let earlier = (0..first).rev().take(3);
    let in_cell = earlier.take_while(|&line| split(text.line(line)).0.is_empty());
    let mut starts = std::iter::once(first).chain(in_cell);
    starts.find_map(|start| {
        let mut labels = String::new();
        let mut grades = String::new();
        for index in start..text.lines.len().min(start + LONGEST_TABLE) {
            let line = text.line(index);
            if HEADER_WORD.is_match(line) {
                continue;
            }
            let (label, grade) = split(line);
            let complete = rows.last().is_some_and(|(_, last)| last.is_match(&labels));
            if complete && !label.is_empty() && !is_label_piece(label, grade, &labels) {
                break;
            }
            for (piece, column) in [(label, &mut labels), (grade, &mut grades)] {
                if !piece.is_empty() {
                    column.push(' ');
                    column.push_str(piece);
                }
            }
        }
        pair(&labels, &grades, rows)
    })
}

/// Whether a line below the last row belongs to the table: the rest of its label, or another row where
/// the last of the list is printed earlier.
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
    // A sentence of the summary may begin like a label, but no label is printed twice.
    LABELS.iter().any(|known| known.contains(&piece))
        && (!grade.is_empty() || piece.len() > 2)
        && !labels.to_lowercase().contains(&piece)
}

/// Pairs the labels of a table with its grades, in printed order.
fn pair(labels: &str, grades: &str, rows: &[Row]) -> Option<Table> {
    let mut printed: Vec<(usize, &'static str)> = Vec::new();
    for (name, label) in rows {
        // `children in care` is a row of its own only without `and care leavers`.
        if let Some(found) = label.find(labels)
            && !printed.iter().any(|&(at, _)| at == found.start())
        {
            printed.push((found.start(), name));
        }
    }
    printed.sort_unstable();
    let found = grades_of(grades)?;
    if printed.is_empty() || printed.len() != found.len() {
        return None;
    }
    let rows = printed.into_iter().zip(found);
    Some(
        rows.map(|((_, name), grade)| (name, grade.to_owned()))
            .collect(),
    )
}

/// Label and grade words of a line; either may be empty.
fn split(line: &str) -> (&str, &str) {
    let Some(found) = GRADE_PIECE.captures(line) else {
        return (line, "");
    };
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let label = part("label").trim_end_matches([' ', ':', '|', '-', '\u{2013}']);
    (label, part("grade"))
}

/// The grades of a column, one after the other; `None` where other words remain, for then a piece of
/// the column is missing.
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

/// The value of a printed grade on the scale of four grades.
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
