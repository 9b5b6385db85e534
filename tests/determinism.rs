//! The same files give the same answers, however many threads read them.

use crate::fixtures::report_pdf;
use crate::support::{Folder, without_times};

#[test]
fn threads_do_not_show() {
    let folder = Folder::with_samples();
    // Enough files that several threads write, with duplicates among them.
    for area in ["Quillmere", "Ottermouth", "Larkbridge", "Hallowfen"] {
        folder.write(
            format!("reports/{area}.txt"),
            crate::fixtures::plain_report(area, "3 to 7 June 2024"),
        );
        folder.write(
            format!("reports/{area}.pdf"),
            report_pdf(area, "3 to 7 June 2024"),
        );
    }
    for number in 0..20 {
        folder.write(
            format!("reports/letter-{number}.txt"),
            "A letter\n\nThe children wait for therapy.\n\nThe children wait for therapy.\n"
                .repeat(number + 1),
        );
    }
    folder.index(&["reports", "-j", "1", "--index", "one"]);
    folder.index(&["reports", "-j", "4", "--index", "four"]);
    folder.index(&["reports", "-j", "4", "--index", "again"]);
    for command in [
        "reports --format jsonl",
        "reports",
        "search children wait --format jsonl -n 1000 --facets area,outcome,theme,section,year,kind --explain",
        "search children -n 200 -C 1",
        "search therapy --group report --format json",
        "search plan --sort area --format csv",
        "facets --format md",
        "show ashmere-jtai-2024-05 --format json",
    ] {
        let answer = |index: &str| {
            let stdout = folder
                .line(&format!("{command} --index {index}"))
                .check()
                .stdout;
            without_times(&stdout)
        };
        let one = answer("one");
        assert!(
            one == answer("four"),
            "{command} differs between 1 and 4 threads"
        );
        assert!(one == answer("again"), "{command} differs from run to run");
    }
}
