//! Any bytes are a table of queries or an error: rows come in order, one after the other.
#![no_main]

use findings::answers::batch::{FLAGS, QueryTable, VALUES};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = QueryTable::new(bytes) else {
        return;
    };
    let labels = table.labels();
    let mut last = 1;
    for row in table {
        let number = match &row {
            Ok(row) => row.number,
            Err(bad) => bad.number,
        };
        assert!(number > last);
        last = number;
        match row {
            Ok(row) => {
                assert!(row.values.iter().all(|(name, _)| VALUES.contains(name)));
                assert!(row.values.iter().all(|(_, value)| !value.is_empty()));
                assert!(row.flags.iter().all(|name| FLAGS.contains(name)));
                for (cell, has) in row.labels.iter().zip(labels) {
                    assert_eq!(cell.is_some(), has);
                }
            }
            Err(bad) => assert!(!bad.reason.is_empty()),
        }
    }
});
