//! What is waited for.

use std::sync::LazyLock;

use super::table::{Service, table};
use crate::answers::names::Names;
use crate::api::Range;
use crate::text::phrases::FoundPhrase;
use crate::text::spelling::simplify;

static NAMES: LazyLock<Option<Names>> =
    LazyLock::new(|| Names::new(table().service.iter().map(|service| &service.cues)).ok());

/// Names of services in a text.
pub(super) fn find(text: &str) -> Vec<FoundPhrase> {
    NAMES
        .as_ref()
        .map_or_else(Vec::new, |names| names.find(text))
}

/// The service named nearest to a figure that stands at `at`; what follows the figure counts as
/// nearer, since people wait so long *for* something.
pub(super) fn nearest(names: &[FoundPhrase], at: Range) -> Option<usize> {
    let distance = |named: &FoundPhrase| {
        if named.at.0 >= at.1 {
            (named.at.0 - at.1) * 2
        } else {
            at.0.saturating_sub(named.at.1) * 3
        }
    };
    names
        .iter()
        .min_by_key(|named| distance(named))
        .map(|named| named.entry)
}

/// The name of a service by its index.
pub(super) fn name(service: usize) -> Option<&'static str> {
    table()
        .service
        .get(service)
        .map(|service| service.name.as_str())
}

/// The names of all services, in the order of the table.
pub fn names() -> Vec<&'static str> {
    table()
        .service
        .iter()
        .map(|service| service.name.as_str())
        .collect()
}

/// The services that people mean by a word: by name, by any of the names in reports (acronyms
/// and full ones), or by theme; empty if none.
pub fn resolve(typed: &str) -> Vec<&'static str> {
    let wanted = simplify(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let services = || table().service.iter();
    let names = |chosen: &dyn Fn(&Service) -> bool| -> Vec<&'static str> {
        let chosen = services().filter(|service| chosen(service));
        chosen.map(|service| service.name.as_str()).collect()
    };
    let exact = names(&|service| simplify(&service.name) == wanted);
    if !exact.is_empty() {
        return exact;
    }
    let named = NAMES.as_ref().and_then(|names| names.entry(typed));
    if let Some(name) = named.and_then(name) {
        return vec![name];
    }
    let theme = names(&|service| {
        let theme = simplify(&service.theme);
        theme == wanted || theme.split_once(' ').is_some_and(|(_, own)| own == wanted)
    });
    if !theme.is_empty() {
        return theme;
    }
    let padded = format!(" {wanted}");
    names(&|service| format!(" {}", simplify(&service.name)).contains(&padded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_go_by_name_acronym_full_name_theme_and_part() {
        assert_eq!(resolve("CAMHS"), ["CAMHS"]);
        assert_eq!(resolve("camhs"), ["CAMHS"]);
        assert_eq!(
            resolve("child and adolescent mental health services"),
            ["CAMHS"]
        );
        assert_eq!(resolve("health/camhs"), ["CAMHS"]);
        assert_eq!(resolve("adhd"), ["autism and ADHD assessment"]);
        assert_eq!(resolve("speech"), ["speech and language therapy"]);
        assert_eq!(
            resolve("therapies"),
            [
                "speech and language therapy",
                "occupational therapy",
                "physiotherapy"
            ]
        );
        assert!(resolve("zeppelin").is_empty() && resolve(" ").is_empty());
    }

    #[test]
    fn the_nearest_service_is_meant() {
        let text = "CAMHS sees children in 6 weeks, and 18 months pass for an autism assessment";
        let names = find(text);
        let at = |part: &str| {
            text.find(part)
                .map(|at| (at, at + part.len()))
                .expect("there")
        };
        let service = |part: &str| nearest(&names, at(part)).and_then(name);
        assert_eq!(service("6 weeks"), Some("CAMHS"));
        assert_eq!(service("18 months"), Some("autism and ADHD assessment"));
    }
}
