//! Numbers in sentences.

/// `1 report`, `2 reports`, `1,234 reports`.
pub fn count(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", thousands(number))
}

/// The reports that something is counted among: `183 reports`, or `24 reports that pass the filters
/// (of 183)`.
pub(super) fn among(passing: u64, indexed: u64) -> String {
    let reports = count(passing, "report");
    if passing == indexed {
        return reports;
    }
    let pass = if passing == 1 { "passes" } else { "pass" };
    format!(
        "{reports} that {pass} the filters (of {})",
        thousands(indexed)
    )
}

/// `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_english() {
        assert_eq!(count(1, "report"), "1 report");
        assert_eq!(count(0, "passage"), "0 passages");
        assert_eq!(count(12_345, "passage"), "12,345 passages");
        assert_eq!(thousands(100), "100");
        assert_eq!(thousands(1_000_000), "1,000,000");
    }
}
