use super::*;
use crate::report::area::{Status, areas, regions, resolve};

fn names(title: &str) -> Vec<String> {
    in_title(title).into_iter().map(|area| area.name).collect()
}

#[test]
fn the_table_is_whole() {
    assert_eq!(areas().len(), 157);
    assert_eq!(regions().len(), 9);
    let abolished = |area: &&OfficialArea| area.status != Status::Current;
    assert_eq!(areas().iter().filter(abolished).count(), 4);
    for area in areas() {
        assert_eq!(resolve(&area.name).map(|a| a.name), Some(area.name.clone()));
        assert_eq!(
            resolve(&area.slug).map(|a| a.slug()),
            Some(area.slug.clone())
        );
        assert_eq!(resolve(&area.gss).map(|a| a.name), Some(area.name.clone()));
        for successor in &area.successors {
            assert!(resolve(successor).is_some(), "{successor}");
        }
    }
}

#[test]
fn people_may_write_names_their_own_way() {
    for (input, name) in [
        ("gloucestershire", "Gloucestershire"),
        ("GLOUCESTERSHIRE COUNTY COUNCIL", "Gloucestershire"),
        ("london borough of barnet", "Barnet"),
        ("St. Helen\u{2019}s", "St Helens"),
        ("hull", "Kingston upon Hull"),
        ("richmond", "Richmond upon Thames"),
        ("telford-wrekin", "Telford and Wrekin"),
        ("Brighton & Hove", "Brighton and Hove"),
        ("BCP", "Bournemouth, Christchurch and Poole"),
        (
            "The Royal Borough of Windsor and Maidenhead",
            "Windsor and Maidenhead",
        ),
        ("city of london", "City of London"),
        ("Slough Borough Council", "Slough"),
        ("916", "Gloucestershire"),
    ] {
        assert_eq!(
            resolve(input).map(|area| area.name).as_deref(),
            Some(name),
            "{input}"
        );
    }
    assert_eq!(resolve("Westmarch"), None);
    assert_eq!(resolve(""), None);
    assert_eq!(resolve("London"), None);
}

#[test]
fn titles_name_areas() {
    for (title, expected) in [
        // The longest name wins.
        (
            "Bath and North East Somerset",
            &["Bath and North East Somerset"][..],
        ),
        ("South Gloucestershire", &["South Gloucestershire"]),
        (
            "the Royal Borough of Kensington and Chelsea",
            &["Kensington and Chelsea"],
        ),
        ("Derby City Council", &["Derby"]),
        ("Stoke-on-Trent", &["Stoke-on-Trent"]),
        ("Poole", &["Poole"]),
        (
            "Bournemouth, Christchurch and Poole",
            &["Bournemouth, Christchurch and Poole"],
        ),
        ("Metropolitan Borough of Rotherham", &["Rotherham"]),
        // Joint titles name every area.
        (
            "Cumberland and Westmorland and Furness",
            &["Cumberland", "Westmorland and Furness"],
        ),
        (
            "Westminster, Kensington and Chelsea & Brent",
            &["Westminster", "Kensington and Chelsea", "Brent"],
        ),
        ("Kent and Westmarch", &["Kent", "Westmarch"]),
        // Areas off the list are kept as printed.
        ("the Westmarch County Council", &["Westmarch"]),
        ("Greater Manchester", &["Greater Manchester"]),
        ("the response to abuse", &[]),
    ] {
        assert_eq!(names(title), expected, "{title}");
    }
    let off_list = in_title("the Westmarch County Council").remove(0);
    assert_eq!(
        (off_list.slug().as_str(), off_list.region),
        ("westmarch", None)
    );
}

#[test]
fn running_text_is_counted_with_care() {
    let text = "Reading is important in Northmoor. Leaders in Kent meet Kent Police. Derby too.";
    assert_eq!(
        most_frequent(text).map(|area| area.name).as_deref(),
        Some("Kent")
    );
    assert_eq!(most_frequent("the reading of books, kent"), None);
}

#[test]
fn every_name_and_alias_is_its_area_in_a_title() {
    for area in areas() {
        for name in std::iter::once(&area.name).chain(&area.aliases) {
            assert_eq!(names(name), [area.name.as_str()], "{name}");
            assert_eq!(
                names(&format!("the {name} Council")),
                [area.name.as_str()],
                "{name}"
            );
            let first = known_in(name).into_iter().map(|area| area.name).next();
            assert!(
                first.as_deref() == Some(area.name.as_str()) || name.starts_with("the "),
                "{name}: {first:?}"
            );
        }
    }
}

#[test]
fn any_two_areas_can_be_joined() {
    for first in areas() {
        for second in areas() {
            if first.name == second.name {
                continue;
            }
            let read = names(&format!("{} and {}", first.name, second.name));
            assert_eq!(read, [first.name.as_str(), second.name.as_str()]);
        }
    }
}
