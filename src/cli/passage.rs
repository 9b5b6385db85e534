//! Ids of reports and passages as people type them.

use crate::error::{Error, Result};

/// The report of an id, in lower case, and the number of the passage if the id has one.
pub(super) fn parts(id: &str) -> (String, Option<usize>) {
    let id = id.trim().to_lowercase();
    let split = id
        .rsplit_once(':')
        .and_then(|(report, number)| Some((report.to_owned(), number.parse().ok()?)));
    match split {
        Some((report, number)) => (report, Some(number)),
        None => (id, None),
    }
}

/// The report and the number of the passage of an id that must have both.
///
/// # Errors
/// It has no number.
pub(super) fn of_passage(id: &str) -> Result<(String, usize)> {
    match parts(id) {
        (report, Some(number)) => Ok((report, number)),
        (report, None) => Err(Error::Usage {
            message: format!("`{report}` is not the id of a passage"),
            hint: Some(
                "it is a report's, a colon and a number, as `findings search` prints it: \
                 `ashmere-jtai-2024-05:3`"
                    .to_owned(),
            ),
        }),
    }
}
