//! What stands below the options on the help pages of questions.

pub(super) const SEARCH: &str = "\
Query language:
  CAMHS waiting            both words, in any form (waits, waited)
  \"county lines\"           these words in a row; \"a b\"~3 up to three moves apart
  \"waiting\"                exactly this word
  wait*                    words that begin so
  therapy OR therapist     either
  -website, NOT website    without
  (a OR b) c               brackets
  year:2023..2025 area:kent outcome:good theme:camhs kind:jtai section:strengths
  heading:improve          in the section's heading

Other forms, spellings and names of the words are searched as well (CAMHS and its full
name), and a word that occurs nowhere is corrected; the answer says so. Not with --exact,
and not for a word in double quotes. Synonyms of your own (--synonyms), a line each:
  TLC = The Lantern Centre                      each finds the others
  kids > children                               kids also finds children, not the reverse
  PA ? personal adviser ? personal assistant    means several things: you are asked which

In a shell, put the query in single quotes if it holds double quotes, stars or
brackets; begin with -- if it begins with a dash.";

pub(super) const FACETS: &str = "\
Counts are given in passages and in reports. The counts of a facet that is itself
filtered ignore that filter, so that its other values stay in sight.

Example:
  findings facets CAMHS waiting --by outcome,year --region 'South West'";

pub(super) const ACTIONS: &str = "\
Recommendations, areas for improvement, priority actions, and weaknesses for which a
written statement of action is required: each a record with the bodies that are to act,
as far as the report names them. Latest inspections come first.

Examples:
  findings actions CAMHS --body icb
  findings actions --area gloucestershire --kind send-full --format csv > actions.csv";

pub(super) const WAITS: &str = "\
How long people wait, how long things take, and within what time they are to be done: each
figure with its sentence. Ages, dates, percentages and lengths of plans are left out. A
target is a time within which something is to be done, kept or not; a wait is one that was
taken. Averages for England, similar authorities and the like are marked `elsewhere`.
Figures are found by the words beside them: read the sentence before you quote one.

Examples:
  findings waits --service camhs
  findings waits --service 'EHC plans' --only target --year 2023.. --format csv";

pub(super) const COUNT: &str = "\
A share is that of the reports that pass the filters and have the area, region, outcome,
year and kind of the cell: `3 of 9` of the reports of a year, say, mention it. Outcomes of
different scales stand in tables of their own. Areas without a match are left out.

Examples:
  findings count CAMHS waiting --by outcome
  findings count CAMHS waiting --by outcome,year --kind send-full
  findings count tribunal --absent --kind send-full   the reports that do not mention it";

pub(super) const TREND: &str = "\
A share is that of the reports of a year (n) that pass the filters. Mind n: of few reports
a share says little, and which areas are inspected differs from year to year.

Examples:
  findings trend CAMHS waiting
  findings trend 'county lines' --kind jtai --format svg > county-lines.svg";

pub(super) const SUGGEST: &str = "\
The end of the text is completed to words, acronyms and their full names, areas and
themes of the index; behind area:, theme: and the like to values of that facet; within
an open quotation mark to a phrase. Behind a space only names of several words go on.
Each line gives the whole text, ready to be searched for.

Examples:
  findings suggest CAM                    CAMHS, campaign, ...
  findings suggest 'waiting in milton k'  waiting in Milton Keynes
  findings suggest 'CAMHS outcome:inc'    CAMHS outcome:send-inconsistent
  findings suggest -- '-web'              -website";

pub(super) const AREA: &str = "\
The reports come in order of date, each with its judgements, the themes of its sections of
strengths and weaknesses (with numbers of passages), and what it asks for. Inspections are
compared with the one before of their kind, and those of children's services across
frameworks, which share the four grades. Themes are recognised by phrases: one that came or
went may only be worded otherwise. When the next inspection is due is what a report says of
it, counted from the end of the inspection; where none says anything, nothing is said.

Examples:
  findings area gloucestershire
  findings area 'north yorkshire' --kind ilacs --format md";

pub(super) const COMPARE: &str = "\
The areas stand in the order in which they are named: this is no league table. Outcomes are
the latest of each kind, and those of different scales stand apart. --theme says which
themes, and actions on them, to count; a share is that of all the area's passages. Mind
what is compared: an area with more reports of other kinds has other passages. --kind and
--year compare like with like, --section weaknesses counts what is weak alone.

Examples:
  findings compare croydon rotherham 'north yorkshire'
  findings compare kent surrey --theme health --kind send-full --query 'CAMHS waiting'";

pub(super) const QUOTE: &str = "\
Title, inspectorates, dates, section, page and address are those of the report; what it does
not say is left out. The licence is the one that the file states. Where it states none, only
what is known of its publisher is said: a press release is not under the licence of the
report it is about.

Examples:
  findings quote gloucestershire-send-full-2023-12:23 --format md
  findings quote kent-jtai-2022-05:4 surrey-ilacs-2025-03:31 --format ris > quotes.ris";

pub(super) const OPEN: &str = "\
The file is opened in your web browser (BROWSER, where it is set), which knows pages; if the
file is gone, the address at which the report is published, where that was indexed with it.
Where nothing can be opened (over ssh, without a desktop), the link is printed instead, and
stderr says why. The exit code is 1 if the file is gone and there is no such address.

Examples:
  findings open gloucestershire-send-full-2023-12:23
  findings open gloucestershire-send-full-2023-12 --print";

pub(super) const SIMILAR: &str = "\
Likeness is judged by words: those of the passage, the rarer the more, in any form and
under their acronyms or full names; pairs of words that stand side by side; themes in
common; and whether the sections are of one role (a weakness is more like a weakness).
It lies between 0 and 1; what is below 0.1 is left out. Words are all it goes by: the
same thing said in other words is not found. Passages in the same words are drawn
together, and those in the same words as the passage itself counted.

Examples:
  findings similar gloucestershire-send-full-2023-12:23
  findings similar kent-jtai-2022-05:4 --section weaknesses --year 2023.. --format csv";

pub(super) const SHOW: &str = "\
Examples:
  findings show gloucestershire-send-full-2023-12 --section weaknesses
  findings show gloucestershire-send-full-2023-12:23 --context 1";
