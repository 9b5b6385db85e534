//! What is kept of reports and no longer used.

use std::collections::BTreeSet;

use super::plan::Plan;
use crate::storage::cache::ParseCache;
use crate::storage::ledger::Ledger;

/// SHA-256 of the content that files had which are gone or read again.
pub(super) fn stale(known: &Ledger, plan: &Plan) -> BTreeSet<String> {
    let touched: BTreeSet<&str> = (plan.files.iter().map(|file| file.key.as_str()))
        .chain(plan.gone.iter().map(|source| source.key.as_str()))
        .collect();
    known
        .sources()
        .filter(|source| touched.contains(source.key.as_str()))
        .map(|source| source.sha256.clone())
        .collect()
}

/// Removes what is kept of content that no file has any more: after an update of what was `stale`
/// (looking through all that is kept would cost more than a small update), else of everything.
pub(super) fn drop_unused(
    kept: &ParseCache,
    ledger: &Ledger,
    mut stale: BTreeSet<String>,
    all: bool,
) {
    if all {
        kept.retain(
            &ledger
                .sources()
                .map(|source| source.sha256.as_str())
                .collect(),
        );
        return;
    }
    for source in ledger.sources() {
        stale.remove(&source.sha256);
    }
    for sha256 in &stale {
        kept.remove(sha256);
    }
}
