//! What a text is about: areas, and the reports on them that it speaks of.

use crate::api::{ReportEntry, ReportInfo};
use crate::report::{Date, Kind, Metadata, named_in};

/// What a text as a whole says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The areas it is about.
    pub areas: Vec<String>,
    /// First and last day of the inspection it speaks of.
    pub inspected: Option<(Date, Date)>,
    /// When it was published.
    pub published: Option<Date>,
}

/// Names of areas as sentences have them: the official ones, and those of reports of others.
#[derive(Debug, Clone, Default)]
pub struct AreaNames {
    /// Names that are not on the official list.
    others: Vec<String>,
}

/// Longest time between an inspection and a text about its report, in days, if the text does not
/// say when the inspection was.
const RECENT: i32 = 366;

/// Days by which the dates of an inspection may differ and still be those of one.
const SAME: i32 = 4;

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
            if stands_in(name, sentence) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

/// Whether a name stands in a text as words of their own.
fn stands_in(name: &str, text: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        outside(before) && outside(after)
    })
}

impl Subject {
    /// Of a text with this metadata and these sentences. Where the metadata name no area, the one
    /// that most sentences name is meant.
    pub fn of<'a>(
        metadata: &Metadata,
        names: &AreaNames,
        sentences: impl Iterator<Item = &'a str>,
    ) -> Subject {
        let mut areas: Vec<String> = Vec::new();
        for area in &metadata.areas {
            areas.push(area.name.clone());
        }
        let known = |name: &String| names.others.contains(name) || !named_in(name).is_empty();
        areas.retain(known);
        if areas.is_empty() {
            let mut counts: Vec<(String, usize)> = Vec::new();
            for name in sentences.flat_map(|sentence| names.named_in(sentence)) {
                match counts.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((name, 1)),
                }
            }
            // The first named of those named most.
            let most = counts.iter().map(|(_, count)| *count).max();
            areas.extend(
                counts
                    .into_iter()
                    .find(|(_, count)| Some(*count) == most)
                    .map(|(name, _)| name),
            );
        }
        let days = metadata.inspection_start.zip(metadata.inspection_end);
        Subject {
            areas,
            inspected: days.or(metadata.inspection_end.map(|day| (day, day))),
            published: metadata.published,
        }
    }

    /// The reports that the text is about, of those on its areas that can be evidence: by the days
    /// of the inspection, else the last before the text was published, else the only one there is.
    /// None, if that cannot be told.
    pub fn reports<'a>(&self, reports: &[&'a ReportEntry]) -> Vec<&'a ReportEntry> {
        let on_areas: Vec<&ReportEntry> = reports
            .iter()
            .copied()
            .filter(|entry| is_on(entry, &self.areas))
            .collect();
        if let Some((start, end)) = self.inspected {
            let near = |a: Date, b: Date| (a - b).get_days().abs() <= SAME;
            let same = |entry: &&&ReportEntry| {
                let own_end = entry.report.inspection_end;
                let own_start = entry.report.inspection_start.or(own_end);
                own_end.is_some_and(|own| near(own, end))
                    || own_start.is_some_and(|own| near(own, start))
            };
            let found: Vec<&ReportEntry> = on_areas.iter().filter(same).copied().collect();
            if !found.is_empty() {
                return found;
            }
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
                return vec![entry];
            }
        }
        match on_areas[..] {
            [only] => vec![only],
            _ => Vec::new(),
        }
    }
}

/// Whether a report is on one of some areas.
pub fn is_on(entry: &ReportEntry, areas: &[String]) -> bool {
    let own = entry.facts.areas.iter();
    own.map(|area| &area.name).any(|name| areas.contains(name))
}

/// Whether a report can be evidence for a text: press releases cannot, nor can the text itself.
pub fn is_evidence(report: &ReportInfo, sha256: &str, of_text: &str) -> bool {
    report.kind != Kind::PressRelease.name() && (sha256.is_empty() || sha256 != of_text)
}
