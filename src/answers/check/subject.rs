//! What a text is about: areas, when their inspections were, and the reports on them that it speaks
//! of.

use std::sync::LazyLock;

use regex::Regex;

use crate::answers::report_info::{ReportEntry, ReportInfo};
use crate::report::{Date, Kind, Report, named_in};
use crate::text::dates::{self, Time};
use crate::text::phrases;

/// Matches words about inspections and their reports.
static INSPECTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?: inspect(?:ed|ion|ions|or|ors|ing|orates?)? | ofsted | cqc
            | care\ quality\ commission | hmc?i
            | (?:the|this|their|its|today['’]s|new|full|published)\ (?:\w+\ )?(?:report|findings)
            | (?:was|were)\ (?:found|judged|rated|graded|praised)
            | reports?\ (?:says?|said|states?|stated|found|finds|recogni[sz]es|recogni[sz]ed)
            )\b",
    )
    .ok()
});

/// Whether a sentence mentions an inspection or its report.
pub(super) fn speaks_of_inspection(sentence: &str) -> bool {
    let pattern = INSPECTION.as_ref();
    pattern.is_some_and(|pattern| pattern.is_match(sentence))
}

/// The subject of a text: areas, inspection dates, kind of inspection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Subject {
    /// The areas it is about.
    pub(super) areas: Vec<String>,
    /// Dates it gives for inspections of them.
    pub(super) times: Vec<NamedTime>,
    /// The one kind of inspection it mentions, if there is one.
    pub(super) family: Option<Family>,
    /// When it was published.
    pub(super) published: Option<Date>,
}

/// The reports that a text is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct About<'a> {
    /// The reports; empty if unknown.
    pub(super) reports: Vec<&'a ReportEntry>,
    /// The inspection that the text names, in words, if no report is on it.
    pub(super) missing: Option<String>,
}

impl<'a> About<'a> {
    /// An answer with these reports.
    pub(super) fn these(reports: Vec<&'a ReportEntry>) -> Self {
        About {
            reports,
            missing: None,
        }
    }

    fn missing(inspection: String) -> Self {
        About {
            reports: Vec::new(),
            missing: Some(inspection),
        }
    }
}

/// Families of inspections, as running text distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Of arrangements for special educational needs and disabilities.
    Send,
    /// Of children's services.
    ChildrensServices,
    /// Joint and targeted.
    Joint,
}

/// Patterns for the names of each family in running text.
static FAMILIES: LazyLock<Vec<(Family, Regex)>> = LazyLock::new(|| {
    [
        (Family::Send, r"\b(?:area SEND|SEND (?:\w+ )?(?:re-?)?(?:inspection|visit))\b"),
        (
            Family::ChildrensServices,
            r"(?i)\b(?:ILACS|children['’]s (?:social care )?services inspection|inspection of (?:\w+ ){0,4}children['’]s (?:social care )?services)\b",
        ),
        (Family::Joint, r"(?i)\b(?:JTAI|joint targeted area inspection)\b"),
    ]
    .into_iter()
    .filter_map(|(family, pattern)| Some((family, Regex::new(pattern).ok()?)))
    .collect()
});

impl Family {
    /// The family of a kind of report, by the name of the kind.
    fn of(kind: &str) -> Option<Family> {
        match kind.split(['-', '_']).next()? {
            "send" => Some(Family::Send),
            "ilacs" | "sif" | "lac" | "lscb" | "safeguarding" => Some(Family::ChildrensServices),
            "jtai" => Some(Family::Joint),
            _ => None,
        }
    }

    /// The family that a text mentions; `None` if it mentions several or none.
    fn of_text(metadata: &Report, sentences: &[&str]) -> Option<Family> {
        let mut named = FAMILIES.iter().filter(|(_, pattern)| {
            let mut sentences = sentences.iter();
            sentences.any(|sentence| pattern.is_match(sentence))
        });
        Family::of(metadata.kind.name()).or_else(|| match (named.next(), named.next()) {
            (Some((family, _)), None) => Some(*family),
            _ => None,
        })
    }
}

/// The dates that a text gives for inspections of `areas`. A report gives those of its own
/// inspection first and mentions earlier inspections elsewhere, so its own are enough.
fn said_times(
    metadata: &Report,
    names: &AreaNames,
    areas: &[String],
    sentences: &[&str],
) -> Vec<NamedTime> {
    let own = metadata.inspection_end.map(|last| NamedTime {
        time: Time::Days(metadata.inspection_start.unwrap_or(last), last),
        of_inspection: true,
    });
    let mut found: Vec<NamedTime> = own.into_iter().collect();
    let report = !matches!(metadata.kind, Kind::PressRelease | Kind::Other);
    if report && !found.is_empty() {
        return found;
    }
    for sentence in sentences {
        let times = times(sentence);
        if times.is_empty() {
            continue;
        }
        let named = names.named_in(sentence);
        let own = named.is_empty() || named.iter().any(|area| areas.contains(area));
        if own && (!named.is_empty() || speaks_of_inspection(sentence)) {
            found.extend(times);
        }
    }
    found
}

/// Finds areas in sentences: official names, and further names that indexed reports use.
#[derive(Debug, Clone, Default)]
pub struct AreaNames {
    /// Names that are not on the official list.
    others: Vec<String>,
}

/// Longest time between an inspection and a text about its report, in days, if the text does not
/// say when the inspection was.
const RECENT: i32 = 366;

impl AreaNames {
    /// The official names, and those that reports of the index have beside them.
    pub fn of(reports: &[ReportEntry]) -> AreaNames {
        let areas = reports.iter().flat_map(|entry| &entry.facts.areas);
        let mut others: Vec<String> = areas
            .filter(|area| area.gss.is_none())
            .map(|area| area.name.clone())
            .collect();
        others.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        others.dedup();
        AreaNames { others }
    }

    /// The areas that a sentence names.
    pub fn named_in(&self, sentence: &str) -> Vec<String> {
        let mut names: Vec<String> = named_in(sentence)
            .into_iter()
            .map(|area| area.name)
            .collect();
        for name in &self.others {
            if phrases::contains(sentence, name) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

impl Subject {
    /// Determines the subject from the metadata and sentences of a text. Where the metadata name no
    /// area, the area that most sentences name is used.
    pub(super) fn of<'a>(
        metadata: &Report,
        names: &AreaNames,
        sentences: impl Iterator<Item = &'a str>,
    ) -> Subject {
        let sentences: Vec<&str> = sentences.collect();
        let known = |name: &String| names.others.contains(name) || !named_in(name).is_empty();
        let own = metadata.areas.iter().map(|area| area.name.clone());
        let mut areas: Vec<String> = own.filter(known).collect();
        if areas.is_empty() {
            let named = sentences.iter().flat_map(|one| names.named_in(one));
            let mut counts: Vec<(String, usize)> = Vec::new();
            for name in named {
                match counts.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((name, 1)),
                }
            }
            // The first named of those named most.
            let most = counts
                .into_iter()
                .reduce(|most, next| if next.1 > most.1 { next } else { most });
            areas.extend(most.map(|(name, _)| name));
        }
        Subject {
            times: said_times(metadata, names, &areas, &sentences),
            family: Family::of_text(metadata, &sentences),
            published: metadata.published,
            areas,
        }
    }

    /// Selects the reports that the text is about: by inspection date, else the last report before
    /// the text was published, else the only report on its areas.
    pub(super) fn reports<'a>(&self, reports: &[&'a ReportEntry]) -> About<'a> {
        let mut on_areas: Vec<&ReportEntry> = reports.to_vec();
        on_areas.retain(|entry| is_on(entry, &self.areas));
        let of_kind = |entry: &&ReportEntry| match (self.family, Family::of(&entry.report.kind)) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        };
        let said = |certain: bool| {
            let times = self.times.iter();
            times.filter(move |time| time.of_inspection == certain)
        };
        // What is said of inspections comes before what may be; a year alone may be any event's.
        for (certain, exactness) in [(true, 0), (true, 1), (true, 2), (false, 0), (false, 1)] {
            let when = || said(certain).filter(|time| time.exactness() == exactness);
            let then = |entry: &&ReportEntry| when().any(|time| time.is_of(&entry.report));
            let mut found: Vec<&ReportEntry> = on_areas.iter().copied().filter(then).collect();
            // Days say more of which inspection is meant than what it is called.
            if exactness > 0 || !certain {
                found.retain(of_kind);
            }
            if !found.is_empty() {
                return About::these(found);
            }
        }
        if let Some(time) = said(true).min_by_key(|time| time.exactness()) {
            return About::missing(match time.time {
                Time::Days(..) => format!("the inspection of {}", time.time),
                Time::Month(..) | Time::Year(_) => format!("an inspection in {}", time.time),
            });
        }
        let many = !on_areas.is_empty();
        on_areas.retain(of_kind);
        if on_areas.is_empty() && many {
            return About::missing("an inspection of the kind that the text speaks of".to_owned());
        }
        if let Some(published) = self.published {
            let age = |entry: &ReportEntry| {
                let day = entry.report.inspection_end?;
                Some((published - day).get_days()).filter(|days| (0..=RECENT).contains(days))
            };
            let last = on_areas
                .iter()
                .filter_map(|entry| age(entry).map(|days| (days, *entry)))
                .min_by_key(|(days, entry)| (*days, entry.report.id.clone()));
            if let Some((_, entry)) = last {
                return About::these(vec![entry]);
            }
        }
        match on_areas[..] {
            [only] => About::these(vec![only]),
            _ => About::default(),
        }
    }
}

/// Whether a report covers one of `areas`.
pub(super) fn is_on(entry: &ReportEntry, areas: &[String]) -> bool {
    let own = entry.facts.areas.iter();
    own.map(|area| &area.name).any(|name| areas.contains(name))
}

/// Whether a report may serve as evidence: not a press release, and not the checked text itself.
pub(super) fn is_evidence(report: &ReportInfo, sha256: &str, of_text: &str) -> bool {
    report.kind != Kind::PressRelease.name() && (sha256.is_empty() || sha256 != of_text)
}

/// Whether a report is the checked text itself, and not a press release.
pub(super) fn is_same(entry: &ReportEntry, of_text: &str) -> bool {
    let report = entry.report.kind != Kind::PressRelease.name();
    report && !of_text.is_empty() && entry.facts.sha256 == of_text
}

/// A time that a sentence names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedTime {
    /// The time.
    pub(super) time: Time,
    /// Whether the sentence ties the time to an inspection.
    pub(super) of_inspection: bool,
}

/// Days by which the dates of an inspection may differ and still be those of one.
const SAME: i32 = 4;

/// Matches the words before the time of an inspection: `inspected Ashmere between `.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b (?:re-?)? (?: inspect(?:ion|ions|ed) | visit(?:s|ed)? ) \b
            (?: [^.;:]{0,80}? \b (?: in | of | from | between | on | during | over | dates? ) \b | [\s,(:] )
            [\s,(:]* (?: the | early | late | mid )? [\s-]* $",
    )
    .ok()
});

/// Matches the words after it: ` inspection`, ` SEND inspection`, ` Kent inspection`.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s+(?:[\w’'-]+\s+){0,4}?(?:re-?)?(?:inspections?|visits?)\b").ok()
});

/// Matches words before a time that tie it to an earlier inspection or another event.
static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b (?: previous(?:ly)? | last | since | initial | earlier | former | publish\w* | issued
            | released | act | regulations | framework | next ) \b [^.;]{0,60} $",
    )
    .ok()
});

/// Finds the times in a sentence, most exact first; leaves out those of other events.
pub(super) fn times(sentence: &str) -> Vec<NamedTime> {
    let is = |pattern: &LazyLock<Option<Regex>>, text: &str| {
        pattern.as_ref().is_some_and(|one| one.is_match(text))
    };
    let found = dates::times(sentence).into_iter();
    found
        .filter(|(at, _)| !is(&OTHER, &sentence[..at.start]))
        .map(|(at, time)| NamedTime {
            time,
            of_inspection: is(&BEFORE, &sentence[..at.start]) || is(&BEHIND, &sentence[at.end..]),
        })
        .collect()
}

impl NamedTime {
    /// Whether a report is on an inspection at this time.
    pub(super) fn is_of(self, report: &ReportInfo) -> bool {
        let last = report.inspection_end.or(report.inspection_start);
        let first = report.inspection_start.or(last);
        let near = |a: Date, b: Date| (a - b).get_days().abs() <= SAME;
        match self.time {
            Time::Days(start, end) => {
                last.is_some_and(|own| near(own, end)) || first.is_some_and(|own| near(own, start))
            }
            Time::Month(year, month) => {
                let within = |day: Date| (day.year(), day.month()) == (year, month);
                first.is_some_and(within) || last.is_some_and(within)
            }
            Time::Year(year) => report.year == Some(year),
        }
    }

    /// How exact it is: 0 for days, 1 for a month, 2 for a year.
    pub(super) fn exactness(self) -> usize {
        match self.time {
            Time::Days(..) => 0,
            Time::Month(..) => 1,
            Time::Year(_) => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Times as words; those of no inspection in brackets.
    fn told(sentence: &str) -> Vec<String> {
        let named = times(sentence).into_iter();
        named
            .map(|one| {
                if one.of_inspection {
                    one.time.to_string()
                } else {
                    format!("({})", one.time)
                }
            })
            .collect()
    }

    #[test]
    fn times_of_inspections() {
        for (sentence, time) in [
            (
                "The inspection of Ashmere in June 2023 was hard.",
                "June 2023",
            ),
            ("Inspected: 26–30 June 2023", "26 June 2023 to 30 June 2023"),
            (
                "Ashmere's inspection of 26 to 30 June 2023",
                "26 June 2023 to 30 June 2023",
            ),
            ("The 2019 Ashmere inspection said so.", "2019"),
            (
                "The SEND inspection (December 2023) said so.",
                "December 2023",
            ),
            ("Ashmere in December 2023 was slow.", "(December 2023)"),
            ("The school opens in 2026.", "(2026)"),
        ] {
            assert_eq!(told(sentence), [time], "{sentence}");
        }
    }

    #[test]
    fn times_of_other_things() {
        for sentence in [
            "Since the inspection in November 2017, much was done.",
            "The report was published in March 2024.",
            "The previous inspection was in 2018.",
            "In 2023-24 the inspection",
            "The Children Act 2004",
        ] {
            assert!(
                told(sentence).is_empty(),
                "{sentence}: {:?}",
                told(sentence)
            );
        }
    }

    proptest! {
        #[test]
        fn any_sentence_is_survived(text in "\\PC{0,80}") {
            let _ = times(&text);
        }
    }
}
