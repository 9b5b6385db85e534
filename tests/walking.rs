//! What a folder may hold: links, loops, names that are no text.

use findings::samples::SAMPLES;

use crate::support::Folder;

#[test]
fn hidden_and_unknown_files_are_left_out_and_counted() {
    let folder = Folder::new();
    folder.write("reports/a.txt", SAMPLES[0].1);
    folder.write("reports/.a.txt", SAMPLES[1].1);
    folder.write("reports/.git/b.txt", SAMPLES[2].1);
    folder.write("reports/sub/.c/d/e.txt", SAMPLES[3].1);
    folder.write("reports/f.docx", "PK");
    folder.write("reports/g.DOCX", "PK");
    folder.write("reports/h.csv", "a,b");
    folder.write("reports/README", "x");
    folder
        .line("index reports")
        .stderr_has(&[
            "indexed 1 report (",
            "left out: 3 hidden files, 1 file without extension, 1 .csv file, 2 .docx files\n",
        ])
        .check();
}

#[test]
fn a_hidden_folder_that_is_named_is_meant() {
    let folder = Folder::new();
    folder.write(".reports/a.txt", SAMPLES[0].1);
    assert_eq!(folder.index(&[".reports"])["reports"], 1);
}

#[test]
fn folders_are_walked_to_the_bottom() {
    let folder = Folder::new();
    folder.write("reports/one/two/three/four/a.TXT", SAMPLES[0].1);
    folder.write("reports/with space/ünïcode/b.md", SAMPLES[1].1);
    let summary = folder.index(&["reports"]);
    assert_eq!(summary["reports"], 2);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn link_loops_end() {
        let folder = Folder::new();
        folder.write("reports/sub/a.txt", SAMPLES[0].1);
        symlink(folder.join("reports"), folder.join("reports/sub/up")).expect("linked");
        symlink("self", folder.join("reports/self")).expect("linked");
        let answer = folder.line("index reports").any_stderr().check();
        assert!(
            answer.stderr.contains("indexed 1 report ("),
            "{}",
            answer.stderr
        );
        assert!(answer.stderr.contains("1 link loop"), "{}", answer.stderr);
        assert!(
            answer.stderr.contains("cannot read `"),
            "the link to itself: {}",
            answer.stderr
        );
        // The same again, and a rebuild.
        assert_eq!(folder.index(&[])["read"], 0);
        assert_eq!(folder.index(&["--rebuild"])["reports"], 1);
    }

    #[test]
    fn links_to_files_and_folders_are_followed() {
        let folder = Folder::new();
        folder.write("elsewhere/a.txt", SAMPLES[0].1);
        folder.write("elsewhere/folder/b.txt", SAMPLES[2].1);
        std::fs::create_dir(folder.join("reports")).expect("made");
        symlink(
            folder.join("elsewhere/a.txt"),
            folder.join("reports/link.txt"),
        )
        .expect("linked");
        symlink(
            folder.join("elsewhere/folder"),
            folder.join("reports/folder"),
        )
        .expect("linked");
        symlink(
            folder.join("nowhere.txt"),
            folder.join("reports/broken.txt"),
        )
        .expect("linked");
        let summary = folder.index(&["reports"]);
        assert_eq!(summary["reports"], 2);
        let unreachable = summary["left_out"]["unreachable"]
            .as_array()
            .expect("a list");
        assert_eq!(unreachable.len(), 1, "the broken link is named: {summary}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_utf8_are_kept_apart() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = Folder::new();
        let name = |bytes: &[u8]| std::path::Path::new("reports").join(OsStr::from_bytes(bytes));
        folder.write(name(b"one-\xff.txt"), SAMPLES[0].1);
        folder.write(name(b"one-\xfe.txt"), SAMPLES[2].1);
        folder.write(name("one-\u{fffd}.txt".as_bytes()), SAMPLES[3].1);
        folder.write(name(b"100%.txt"), SAMPLES[4].1);
        let summary = folder.index(&["reports"]);
        assert_eq!(summary["reports"], 4, "{summary}");
        assert!(!folder.ids(&["county lines"]).is_empty());
        let summary = folder.index(&[]);
        assert_eq!(
            (&summary["read"], &summary["unchanged"]),
            (&0.into(), &4.into())
        );
        assert_eq!(folder.status()["changes"]["gone"], 0);
        folder.remove(name(b"one-\xff.txt"));
        let summary = folder.index(&[]);
        assert_eq!(
            (&summary["gone"], &summary["reports"]),
            (&1.into(), &3.into())
        );
        assert!(!folder.reports().contains_key("ashmere-jtai-2024-05"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_with_such_a_name_may_be_indexed() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = Folder::new();
        let root = OsStr::from_bytes(b"re\xffports");
        folder.write(std::path::Path::new(root).join("a.txt"), SAMPLES[0].1);
        folder
            .run(["index".as_ref(), "--quiet".as_ref(), root])
            .check();
        let summary = folder.index(&[]);
        assert_eq!(
            (&summary["unchanged"], &summary["reports"]),
            (&1.into(), &1.into())
        );
        assert_eq!(folder.index(&["--rebuild"])["reports"], 1);
    }

    #[test]
    fn pipes_and_other_devices_hold_nobody_up() {
        let folder = Folder::new();
        folder.write("reports/a.txt", SAMPLES[0].1);
        let made = std::process::Command::new("mkfifo")
            .arg(folder.join("reports/pipe.txt"))
            .status();
        if !made.is_ok_and(|status| status.success()) {
            eprintln!("skipped: no mkfifo");
            return;
        }
        assert_eq!(folder.index(&["reports"])["reports"], 1);
    }
}
