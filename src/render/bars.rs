//! Bars of characters, eighths of a column exact.

/// A bar for a share from 0 to 1, `width` columns for the whole. What is more than nothing is seen.
pub(super) fn bar(share: f64, width: usize) -> String {
    const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    let mut bar = "█".repeat(eighths / 8);
    if let Some(rest) = (eighths % 8).checked_sub(1) {
        bar.push(EIGHTHS[rest]);
    }
    bar
}

/// A share as a percentage: `33%`; `–` for a share of nothing. What is not all is not `100%`, and
/// what is something is not `0%`.
pub(super) fn percent(share: Option<f64>) -> String {
    let Some(share) = share else {
        return "–".to_owned();
    };
    let rounded = (share * 100.0).round();
    if share > 0.0 && rounded < 1.0 {
        "<1%".to_owned()
    } else if share < 1.0 && rounded > 99.0 {
        ">99%".to_owned()
    } else {
        format!("{rounded}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!(bar(0.0, 8), "");
        assert_eq!(bar(0.5, 8), "████");
        assert_eq!(bar(1.0, 3), "███");
        assert_eq!(bar(0.05, 10), "▌");
        assert_eq!(bar(0.0001, 10), "▏");
    }

    #[test]
    fn percentages_do_not_overstate() {
        assert_eq!(percent(Some(1.0 / 3.0)), "33%");
        assert_eq!(percent(Some(0.001)), "<1%");
        assert_eq!(percent(Some(0.999)), ">99%");
        assert_eq!(percent(Some(1.0)), "100%");
        assert_eq!(percent(Some(0.0)), "0%");
        assert_eq!(percent(None), "–");
    }
}
