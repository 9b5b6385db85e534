//! What the defaults are worth: requests in which one thing is different.

use findings::api::{Mode, SearchRequest};

/// A change to a request.
pub(crate) type Variant = fn(&mut SearchRequest);

/// The variants by name.
pub(crate) fn variants() -> Vec<(&'static str, Variant)> {
    vec![
        ("all words only", |request| request.mode = Mode::All),
        ("any word", |request| request.mode = Mode::Any),
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

/// The numbers of a request that can be set.
const SETTINGS: [&str; 0] = [];

/// Sets a number of the request by its name.
pub(crate) fn set(request: &mut SearchRequest, name: &str, value: f32) -> Result<(), String> {
    let _ = (request, value);
    let known = if SETTINGS.is_empty() {
        "there are none yet".to_owned()
    } else {
        format!("known: {}", SETTINGS.join(", "))
    };
    Err(format!("no number `{name}` to set; {known}"))
}
