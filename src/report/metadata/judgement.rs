//! What a report decided: its outcome, the words that say so, and the judgements below it.
//!
//! Every kind is read by its own rule, on its own scale. Where the judgement of a judged kind is
//! not found, or two contradict each other, the value is `unknown`: nothing is ever guessed.

use std::sync::LazyLock;

use super::head::Head;
use super::text::{Pattern, Text, patterns, without_marks};
use crate::report::kinds::{JudgedBy, Kind};
use crate::report::outcome::{Outcome, UNKNOWN};
use crate::text::numbers;

/// A report's judgements.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    /// The judgement that stands for the whole report.
    pub outcome: Outcome,
    /// The words of the report that decided it.
    pub words: Option<String>,
    /// Judgements below it as (row, grade), or counts as (what, number), in printed order.
    pub judgements: Vec<(String, String)>,
    /// What was not clear.
    pub warnings: Vec<String>,
}

impl Judged {
    /// `value` on the scale of `kind`.
    pub(super) fn new(kind: Kind, value: &str, words: &str) -> Judged {
        Judged {
            outcome: Outcome::new(kind.scale(), value),
            words: Some(words.to_owned()).filter(|words| !words.is_empty()),
            judgements: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// A judgement that should be there and was not recognised.
    pub(super) fn unknown(kind: Kind, why: &str) -> Judged {
        let mut judged = Judged::new(kind, UNKNOWN, "");
        judged.warnings.push(why.to_owned());
        judged
    }
}

patterns! {
    OUTCOME_HEADING = r"^ inspection\soutcome $";
    OUTCOME_END = r"^ (?: information\sabout\sthe\slocal\sarea\spartnership | what\sis\sit\slike\sto\sbe\b .* | what\sis\sthe\sarea\spartnership\sdoing .* ) $";
    POSITIVE = r"\b typically\slead\sto\spositive\sexperiences\sand\soutcomes";
    INCONSISTENT = r"\b lead\sto\sinconsistent\sexperiences\sand\soutcomes";
    FAILINGS = r"\b widespread\s and\s?/?\s?(?:or)?\s? systemic\sfailings";

    STATEMENT_REQUIRED = r"written\sstatement\sof\saction\s (?:\(wsoa\)\s)? (?:is|are)\srequired | (?:require[sd]?|requiring) \s [^.]{0,60} to\s (?:produce|submit|prepare|develop) \s a\swritten\sstatement\sof\saction";
    STATEMENT_NOT_REQUIRED = r"written\sstatement\sof\saction\s (?:\(wsoa\)\s)? is\snot\srequired | not\srequired\sto\s (?:produce|submit|prepare) \s a\swritten\sstatement";
    LETTER_BODY = r"main\sfindings | yours\s(?:sincerely|faithfully)";

    SUFFICIENT = r"has\s (?:now\s)? made\ssufficient\sprogress\s (?:in|at|to|with|on|against) \s (?:addressing|improving|address|improve|tackling|resolving)? \s? (?P<count> [a-z0-9]+ ) (?: \s (?:out\s)? of )? (?: \s (?:the|its|these) )? (?: \s (?P<total> [a-z0-9]+ ) )? [^.]{0,60}? \b (?P<noun> weakness(?:es)? )";
    INSUFFICIENT = r"has\snot\s (?:yet\s)? made\ssufficient\sprogress\s (?:in|at|to|with|on|against) \s (?:addressing|improving|address|improve|tackling|resolving)? \s? (?P<count> [a-z0-9]+ ) (?: \s (?:out\s)? of )? (?: \s (?:the|its|these) )? (?: \s (?P<total> [a-z0-9]+ ) )? [^.]{0,60}? \b (?P<noun> weakness(?:es)? )";
    BLOCK_SUFFICIENT = r"has\s (?:now\s)? made\ssufficient\sprogress\s (?:in|to|with|on|at) \s (?:improve|improving|address|addressing|tackle|tackling|resolve|resolving) \s this\s (?:significant\s|area\sof\s|serious\s)* weakness";
    BLOCK_INSUFFICIENT = r"has\snot\s (?:yet\s)? made\ssufficient\sprogress\s (?:in|to|with|on|at) \s (?:improve|improving|address|addressing|tackle|tackling|resolve|resolving) \s this\s (?:significant\s|area\sof\s|serious\s)* weakness";
}

/// The outcome section is short; further down the phrases may be quoted.
const OUTCOME_LENGTH: usize = 4000;
/// A letter states its decision before its findings.
const LETTER_TOP: usize = 6000;

/// Reads the judgements of a report. `rows` gives its text row by row, for tables whose cells were
/// read column by column.
pub(super) fn recognise<'r>(text: &Text, head: &Head, rows: impl FnOnce() -> &'r Text) -> Judged {
    match head.kind.row().judged_by {
        JudgedBy::OutcomeSection => send_full(text, head),
        JudgedBy::StatementOfAction => send_outcome_letter(text),
        JudgedBy::Progress => send_revisit(text),
        JudgedBy::Nothing => Judged::new(head.kind, &Outcome::none().value, ""),
        rule => {
            let judged = by_grades(rule, text, head);
            if judged.warnings.is_empty() {
                return judged;
            }
            let top = Head {
                after: 0,
                ..head.clone()
            };
            let in_rows = by_grades(rule, rows(), &top);
            if in_rows.warnings.is_empty() {
                in_rows
            } else {
                judged
            }
        }
    }
}

/// Exactly one of three phrases, in the outcome section only.
fn send_full(text: &Text, head: &Head) -> Judged {
    let kind = Kind::SendFull;
    let count = text.lines.len();
    let heading = (head.after..count).find(|&line| OUTCOME_HEADING.is_match(text.line(line)));
    let first = heading.map_or(head.after, |line| line + 1);
    let end = (first..count)
        .find(|&line| OUTCOME_END.is_match(text.line(line)))
        .unwrap_or(count);
    let Some(start) = text.lines.get(first).map(|line| line.at.start) else {
        return Judged::unknown(kind, "the report has no inspection outcome section");
    };
    let stop = text
        .lines
        .get(end)
        .map_or(text.joined.len(), |line| line.at.start);
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
            let sentence = text.sentence_within(at, start..stop);
            Judged::new(kind, value, sentence)
        }
        (Some(_), Some(_)) => Judged::unknown(
            kind,
            "the outcome section holds more than one of the three outcomes",
        ),
        _ => Judged::unknown(
            kind,
            "none of the three outcomes was found in the outcome section",
        ),
    }
}

/// Letters of 2016 to 2022 give no grade: either a statement of action is required or none is.
fn send_outcome_letter(text: &Text) -> Judged {
    let kind = Kind::SendOutcomeLetter;
    let top = text.first(LETTER_TOP);
    if let Some(words) = STATEMENT_NOT_REQUIRED.find(top) {
        return Judged::new(kind, "wsoa-not-required", text.sentence(words.range()));
    }
    if let Some(words) = STATEMENT_REQUIRED.find(&text.joined) {
        return Judged::new(kind, "wsoa-required", text.sentence(words.range()));
    }
    // Silence means something only in a whole letter.
    if LETTER_BODY.is_match(&text.joined) {
        Judged::new(kind, "wsoa-not-required", "")
    } else {
        Judged::unknown(
            kind,
            "the letter is not whole, so a missing demand for a written statement of action means nothing",
        )
    }
}

/// Two sentences count the weaknesses with and without sufficient progress; one may be missing. The
/// closing sentences of the blocks must agree.
fn send_revisit(text: &Text) -> Judged {
    let kind = Kind::SendRevisit;
    let blocks = Tally {
        sufficient: Some(BLOCK_SUFFICIENT.count(&text.joined)),
        insufficient: Some(BLOCK_INSUFFICIENT.count(&text.joined)),
        total: None,
    };
    let by_block = blocks.completed().filter(|&(_, _, total)| total > 0);
    let (stated, words) = Tally::stated(text);
    let mut warnings = Vec::new();
    let mut counts = stated
        .completed()
        .filter(|&(sufficient, insufficient, total)| sufficient + insufficient == total);
    if let (Some(stated), Some(by_block)) = (counts, by_block)
        && stated != by_block
    {
        warnings.push(format!(
            "the letter counts {} of {} weaknesses with sufficient progress, its findings {} of {}",
            stated.0, stated.2, by_block.0, by_block.2
        ));
    }
    counts = counts.or(by_block);
    let value = match (counts, stated.signs()) {
        (Some((0, _, _)), _) | (None, (false, true)) => "revisit-insufficient",
        (Some((_, 0, _)), _) | (None, (true, false)) => "revisit-sufficient",
        (Some(_), _) | (None, (true, true)) => "revisit-mixed",
        (None, (false, false)) => {
            return Judged::unknown(kind, "no sentence says whether progress is sufficient");
        }
    };
    let mut judged = Judged::new(kind, value, &words);
    judged.warnings = warnings;
    if let Some((sufficient, insufficient, total)) = counts {
        let count = |name: &str, number: usize| (name.to_owned(), number.to_string());
        judged.judgements = vec![
            count("sufficient", sufficient),
            count("weaknesses", total),
            count("insufficient", insufficient),
        ];
    }
    judged
}

/// How many weaknesses a revisit found improved; parts may be unstated.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    sufficient: Option<usize>,
    insufficient: Option<usize>,
    total: Option<usize>,
}

impl Tally {
    /// What the letter's own sentences say, and those sentences.
    fn stated(text: &Text) -> (Tally, String) {
        let mut tally = Tally::default();
        let mut words: Vec<&str> = Vec::new();
        for (pattern, sufficient) in [(&SUFFICIENT, true), (&INSUFFICIENT, false)] {
            let Some((count, found)) = counted(pattern, &text.joined) else {
                continue;
            };
            tally.total = tally.total.or(count.total);
            if sufficient {
                tally.sufficient = Some(count.number);
            } else {
                tally.insufficient = Some(count.number);
            }
            let sentence = text.sentence(found);
            if !words.contains(&sentence) {
                words.push(sentence);
            }
        }
        // `all` and `any` stand for the whole: known once the total is.
        let all = [&mut tally.sufficient, &mut tally.insufficient];
        for number in all.into_iter().flatten() {
            if *number == ALL {
                *number = tally.total.unwrap_or(ALL);
            }
        }
        (tally, words.join(" "))
    }

    /// Sufficient, insufficient and total, if enough of them is known.
    fn completed(self) -> Option<(usize, usize, usize)> {
        let known = |number: Option<usize>| number.filter(|&number| number != ALL);
        match (known(self.sufficient), known(self.insufficient), self.total) {
            (Some(yes), Some(no), total) => Some((yes, no, total.unwrap_or(yes + no))),
            (Some(yes), None, Some(total)) if self.insufficient.is_none() => {
                Some((yes, total.checked_sub(yes)?, total))
            }
            (None, Some(no), Some(total)) if self.sufficient.is_none() => {
                Some((total.checked_sub(no)?, no, total))
            }
            _ => None,
        }
    }

    /// Whether some progress is sufficient, and some is not.
    fn signs(self) -> (bool, bool) {
        let some = |number: Option<usize>| number.is_some_and(|number| number > 0);
        (some(self.sufficient), some(self.insufficient))
    }
}

/// Stands for `all` where the total is not known.
const ALL: usize = usize::MAX;

struct Count {
    number: usize,
    total: Option<usize>,
}

/// The count in the first sentence that has one.
fn counted(pattern: &Pattern, text: &str) -> Option<(Count, std::ops::Range<usize>)> {
    let mut from = 0;
    while let Some(found) = pattern.captures(text.get(from..)?) {
        let whole = found.get(0)?.range();
        let at = from + whole.start..from + whole.end;
        let word = |name: &str| found.name(name).map(|word| word.as_str().to_lowercase());
        let total = word("total").as_deref().and_then(number);
        let plural = found
            .name("noun")
            .is_some_and(|noun| noun.as_str().len() > "weakness".len())
            || found
                .get(0)
                .is_some_and(|whole| whole.as_str().contains("areas"));
        let count = match word("count")?.as_str() {
            "all" | "each" | "every" | "any" | "both" | "the" | "either" => {
                let both = matches!(word("count").as_deref(), Some("both" | "either"));
                let total = total
                    .or(both.then_some(2))
                    .or((!plural && word("count").as_deref() == Some("the")).then_some(1));
                Some(Count {
                    number: total.unwrap_or(ALL),
                    total,
                })
            }
            "none" => Some(Count { number: 0, total }),
            "this" | "these" => None,
            word => number(word).map(|number| Count { number, total }),
        };
        if let Some(count) = count {
            return Some((count, at));
        }
        from = at.end;
    }
    None
}

/// A number of weaknesses, in figures or words.
fn number(word: &str) -> Option<usize> {
    numbers::count(word).filter(|&number| number < 100)
}

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

/// Reads judgements on four grades: the overall one and the table of those below it.
///
/// A table has a label column and a grade column. Both wrap, grades are centred on their row, so
/// half of a grade may be printed above its label, and a reader of files may have put a label and
/// a grade on one line. So labels and grades are told apart by their words, joined each on their
/// own, and matched row by row; where the numbers differ nothing is matched.
fn by_grades(rule: JudgedBy, text: &Text, head: &Head) -> Judged {
    match rule {
        JudgedBy::IlacsTable => by_table(head.kind, ilacs_table(text)),
        JudgedBy::LacTable => by_table(head.kind, lac_table(text)),
        JudgedBy::BoardSentence => lscb_review(text, head),
        _ => sif(text, head, head.kind),
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
