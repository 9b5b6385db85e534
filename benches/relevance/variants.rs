//! What the defaults are worth: requests in which one thing is different.

use findings::api::{Group, Mode, SearchRequest};
use findings::engine::ranking::Roles;

/// A change to a request.
pub(crate) type Variant = fn(&mut SearchRequest);

/// The variants by name.
pub(crate) fn variants() -> Vec<(&'static str, Variant)> {
    vec![
        ("all words only", |request| request.mode = Mode::All),
        ("any word", |request| request.mode = Mode::Any),
        ("without stemming", |request| {
            request.expansion.stemming = false;
        }),
        ("without open and closed forms", |request| {
            request.expansion.spellings = false;
        }),
        ("without acronyms and synonyms", |request| {
            request.expansion.synonyms = false;
        }),
        ("without correction", |request| {
            request.expansion.corrections = false;
        }),
        ("function words required", |request| {
            request.expansion.function_words_optional = false;
        }),
        ("without proximity", |request| {
            request.weights.proximity = 0.0;
        }),
        ("without order", |request| request.weights.reverse = 1.0),
        ("without beginning", |request| request.weights.lead = 0.0),
        ("without heading", |request| request.weights.heading = 0.0),
        ("without section role", |request| {
            request.weights.roles = Roles::EQUAL;
        }),
        ("without brevity", |request| request.weights.brevity = 0.0),
        ("usual length normalisation", |request| {
            request.weights.length = 0.75;
        }),
        ("no length normalisation", |request| {
            request.weights.length = 0.0;
        }),
        ("without coverage", |request| request.weights.coverage = 0.0),
        ("nothing folded", |request| request.group = Group::None),
    ]
}

/// A number of the request, as `name=value` on the command line.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The number's name.
    pub(crate) name: String,
    /// What to make of it.
    pub(crate) value: f32,
}

impl std::str::FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("a setting is `name=value`")?;
        let value = value
            .parse()
            .map_err(|_| format!("`{value}` is no number"))?;
        Ok(Setting {
            name: name.to_owned(),
            value,
        })
    }
}

/// Sets a weight of the request by its name; `roles.summary` is one in a table.
pub(crate) fn set(request: &mut SearchRequest, name: &str, value: f32) -> Result<(), String> {
    let mut weights = serde_json::to_value(&request.weights).map_err(|error| error.to_string())?;
    let place = name
        .split('.')
        .try_fold(&mut weights, |table, key| table.get_mut(key));
    match place {
        Some(place) if place.is_number() => *place = value.into(),
        _ => return Err(format!("no weight `{name}`; known: {weights}")),
    }
    request.weights = serde_json::from_value(weights).map_err(|error| error.to_string())?;
    Ok(())
}
