//! Readable ids of reports.

use super::area::{Area, slug};
use super::kinds::Kind;
use crate::text::dates::Date;

/// Longest part of an id that comes from areas or from a title, in characters.
const NAME_LIMIT: usize = 60;

/// A readable id from areas, kind and month, such as `gloucestershire-send-full-2023-12`.
///
/// The area is in the id because neighbours are inspected in the same week, and the month because
/// an area is inspected again. `day` is the last day of the inspection, or the day of publication;
/// without it the month is left out. Without an area the title stands in. Only `[a-z0-9-]` occurs.
/// Two documents about one inspection (its PDF and its text) get the same id on purpose.
pub fn natural_id(areas: &[Area], kind: Kind, day: Option<Date>, title: &str) -> String {
    let slugs: Vec<String> = areas
        .iter()
        .map(Area::slug)
        .filter(|slug| !slug.is_empty())
        .collect();
    let name = if slugs.is_empty() {
        shortened(&slug(title), NAME_LIMIT)
    } else {
        joined(&slugs)
    };
    let mut id = if name.is_empty() {
        kind.name().to_owned()
    } else {
        format!("{name}-{}", kind.name())
    };
    if let Some(day) = day {
        id.push_str(&format!("-{:04}-{:02}", day.year(), day.month()));
    }
    id
}

/// Slugs with `-and-` between them; where that grows too long, the rest becomes a number.
fn joined(slugs: &[String]) -> String {
    let mut name = String::new();
    for (index, slug) in slugs.iter().enumerate() {
        let link = if index == 0 { "" } else { "-and-" };
        if index > 0 && name.len() + link.len() + slug.len() > NAME_LIMIT {
            return format!("{name}-and-{}-more", slugs.len() - index);
        }
        name.push_str(link);
        name.push_str(slug);
    }
    shortened(&name, NAME_LIMIT)
}

/// Cut at a hyphen so that no word is halved, unless the first word alone is too long.
fn shortened(slug: &str, limit: usize) -> String {
    let Some(head) = slug.get(..limit) else {
        return slug.to_owned();
    };
    let whole_word = slug.as_bytes().get(limit) == Some(&b'-');
    let cut = if whole_word {
        limit
    } else {
        head.rfind('-').unwrap_or(limit)
    };
    slug.get(..cut).unwrap_or(head).trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::area::resolve;

    fn named(names: &[&str]) -> Vec<Area> {
        let off_list = |name: &str| Area {
            name: name.to_owned(),
            region: None,
        };
        names
            .iter()
            .map(|name| resolve(name).unwrap_or_else(|| off_list(name)))
            .collect()
    }

    #[test]
    fn area_kind_and_month_make_the_id() {
        let day = Date::new(2023, 12, 15).ok();
        let id = |areas: &[&str], day| natural_id(&named(areas), Kind::SendFull, day, "A title");
        assert_eq!(
            id(&["Gloucestershire"], day),
            "gloucestershire-send-full-2023-12"
        );
        assert_eq!(id(&["Gloucestershire"], None), "gloucestershire-send-full");
        assert_eq!(
            id(&["Kent", "Westmarch"], day),
            "kent-and-westmarch-send-full-2023-12"
        );
        assert_eq!(id(&[], day), "a-title-send-full-2023-12");
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let areas = named(&[
            "Westminster",
            "Kensington and Chelsea",
            "Hammersmith and Fulham",
            "Brent",
        ]);
        let id = natural_id(&areas, Kind::Jtai, None, "");
        assert_eq!(id, "westminster-and-kensington-and-chelsea-and-2-more-jtai");
        let title = "What leaders in every part of the county think of services for the youngest";
        let id = natural_id(&[], Kind::Other, None, title);
        assert_eq!(
            id,
            "what-leaders-in-every-part-of-the-county-think-of-services-other"
        );
    }

    proptest! {
        #[test]
        fn ids_hold_only_plain_characters(title in "\\PC{0,120}") {
            let id = natural_id(&[], Kind::Other, None, &title);
            prop_assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!id.starts_with('-') && !id.ends_with('-') && id.len() < 90);
        }
    }
}
