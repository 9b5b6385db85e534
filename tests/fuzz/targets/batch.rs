//! Any bytes are a table of queries or an error: rows come in order, one after the other.
#![no_main]

use findings::answers::batch::QueryTable;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = QueryTable::new(bytes) else {
        return;
    };
    let labels = table.labels();
    let mut last = 1;
    for row in table {
        let number = match &row {
            Ok(row) => row.labels.row,
            Err(bad) => bad.row,
        };
        assert!(number > last);
        last = number;
        match row {
            Ok(row) => {
                let criteria = &row.request.criteria;
                assert!(!criteria.query.is_empty() || !criteria.facets.is_empty());
                let filters = &criteria.facets;
                let mut values = filters
                    .filters
                    .values()
                    .chain(filters.exclude.values())
                    .flatten();
                assert!(values.all(|value| !value.trim().is_empty()));
                for (cell, has) in [&row.labels.query_id, &row.labels.query_name]
                    .into_iter()
                    .zip(labels)
                {
                    assert_eq!(cell.is_some(), has);
                }
            }
            Err(bad) => assert!(!bad.reason.is_empty()),
        }
    }
});
