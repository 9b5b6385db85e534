//! The machine and the day of a run, without which its figures mean little.

/// Versions, machine, date and command, in lines.
pub(crate) fn described() -> String {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    format!(
        "{}, SQLite {}\n{} cores, {}, {}\nfindings-peers {}",
        tantivy::version_string(),
        rusqlite::version(),
        cores(),
        processor(),
        jiff::Zoned::now().strftime("%-d %B %Y, %H:%M"),
        arguments.join(" "),
    )
}

/// Cores that this process may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The processor as the system names it (Linux).
pub(crate) fn processor() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    told.lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("processor unknown", |(_, name)| name.trim())
        .to_owned()
}
