//! The text below the options on the help pages of questions.

pub(in crate::cli) const SEARCH: &str = "\
Query language:
  CAMHS waiting            both words, in any form (waits, waited)
  \"county lines\"           these words in a row; \"a b\"~3 up to three moves apart
  \"waiting\"                exactly this word
  wait*                    words with this prefix
  therapy OR therapist     either
  -website, NOT website    without
  (a OR b) c               brackets
  year:2023..2025 area:kent outcome:good theme:camhs kind:jtai section:strengths
  heading:improve          in the section's heading

A search also finds other forms, spellings and names of the words (CAMHS and
its full name), and corrects a word that occurs nowhere; the answer shows both.
--exact and double quotes turn this off. Your own synonyms (--synonyms FILE),
one a line:
  TLC = The Lantern Centre                    each finds the others
  kids > children                             kids also finds children
  PA ? personal adviser ? personal assistant  several meanings: never expanded

In a shell, put a query with double quotes, stars or brackets in single quotes,
and type -- before a query that begins with a dash.";

pub(super) const FACETS: &str = "\
Counts are given in passages and in reports. The counts of a filtered facet
ignore its own filter, so that its other values stay visible.

Example:
  findings facets CAMHS --by outcome,year --region 'South West'";

pub(super) const ACTIONS: &str = "\
Lists recommendations, areas for improvement, priority actions, and weaknesses
for which a written statement of action is required. Each has the responsible
bodies, if the report names them. The latest inspections come first.

Examples:
  findings actions CAMHS --body icb
  findings actions --area gloucestershire --format csv > actions.csv";

pub(super) const WAITS: &str = "\
Lists durations with their sentences: waiting times, times taken, and time
limits. Ages, dates, percentages and lengths of plans are excluded. A target is
a time limit, met or not; a wait is a time that was taken. Averages for
England, similar authorities and the like are marked `elsewhere`. Rules on the
words of a sentence find the figures: read the sentence before you quote a
figure.

Examples:
  findings waits --service camhs
  findings waits --service 'EHC plans' --only target --year 2023..";

pub(super) const COUNT: &str = "\
A share is relative to the reports that pass the filters and belong to the
cell: in a table by year, `3 of 9` means that three of the nine reports of that
year match. Each scale of outcomes has its own table. Areas without a match are
omitted.

Examples:
  findings count CAMHS waiting --by outcome
  findings count CAMHS waiting --by outcome,year --kind send-full
  findings count tribunal --absent    the reports that do not mention it";

pub(super) const TREND: &str = "\
A share is relative to the reports of a year (n) that pass the filters. If n is
small, the share means little. Each year, other areas are inspected.

Examples:
  findings trend CAMHS waiting
  findings trend 'county lines' --format svg > county-lines.svg";

pub(super) const SUGGEST: &str = "\
Completes the end of the text to words, acronyms and their full names, areas
and themes of the index; after area:, theme: and other fields to values of that
facet; after an open quotation mark to a phrase. After a space, it only
completes names of several words. Each line is the whole text, ready to search
for.

Examples:
  findings suggest CAM                    CAMHS, campaign, ...
  findings suggest 'waiting in milton k'  waiting in Milton Keynes
  findings suggest 'CAMHS outcome:inc'    CAMHS outcome:send-inconsistent
  findings suggest -- '-web'              -website";

pub(super) const AREA: &str = "\
Lists the reports by date, each with its judgements, the themes of its
strengths and weaknesses (with numbers of passages), and its actions.
Inspections are compared with the previous one of their kind, and those of
children's services across frameworks, which share the four grades. Themes are
recognised by phrases: a theme that appears or disappears may only be worded
differently. The date of the next inspection is what a report says, counted
from the end of its inspection.

Examples:
  findings area gloucestershire
  findings area 'north yorkshire' --kind ilacs --format md";

pub(super) const COMPARE: &str = "\
Areas keep the order of the command: this is not a league table. Outcomes are
the latest of each kind; different scales are listed separately. --theme
selects the themes to count, and the actions on them; a share is relative to
all passages of the area. Kinds of report differ in length and content: use
--kind and --year to compare like with like, and --section weaknesses to count
weaknesses only.

Examples:
  findings compare croydon rotherham 'north yorkshire'
  findings compare kent surrey --theme health --query 'CAMHS waiting'";

pub(super) const QUOTE: &str = "\
Title, inspectorates, dates, section, page and address are those of the report;
unknown ones are omitted. The licence is the one that the file states. If it
states none, the usual licence of its publisher is named: a press release is
not under the licence of the report that it is about.

Examples:
  findings quote gloucestershire-send-full-2023-12:23 --format md
  findings quote kent-jtai-2022-05:4 --format ris > quotes.ris";

pub(super) const OPEN: &str = "\
Opens the file in your web browser (BROWSER, if set), because browsers support
links to pages. If the file is gone, it opens the web address of the published
report. If nothing can be opened (over ssh, without a desktop), it prints the
link, and the reason on stderr. The exit code is 1 if the file is gone and no
address is known.

Examples:
  findings open gloucestershire-send-full-2023-12:23
  findings open gloucestershire-send-full-2023-12 --print";

pub(super) const SIMILAR: &str = "\
Similarity compares words (rare ones count most) in any form and under their
acronyms or full names, adjacent pairs of words, themes, and section roles. It
is between 0 and 1; passages below 0.1 are omitted. It does not compare
meaning: the same statement in other words is not found. Near-duplicates are
grouped; those of the passage itself are only counted.

Examples:
  findings similar gloucestershire-send-full-2023-12:23
  findings similar kent-jtai-2022-05:4 --section weaknesses --year 2023..";

pub(super) const SHOW: &str = "\
Examples:
  findings show gloucestershire-send-full-2023-12 --section weaknesses
  findings show gloucestershire-send-full-2023-12:23 --context 1";
