//! Where the conformance cases are, which are no part of this repository.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of conformance cases: `KOPS_CONFORMANCE`, or beside the workspace. `None`, loudly, where there is none.
pub(crate) fn cases() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    let root = std::env::var_os("KOPS_CONFORMANCE").map_or(beside, PathBuf::from).join("cases");
    if root.is_dir() {
        return Some(root);
    }
    // The test harness hides what tests print, but not what they write.
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED: there are no conformance cases in {}; set KOPS_CONFORMANCE",
        root.display()
    );
    None
}

/// Every file below a folder that is wanted, sorted.
///
/// # Panics
/// Where a folder cannot be read, or none is wanted.
pub(crate) fn files(root: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder that can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no files in {}", root.display());
    found
}
