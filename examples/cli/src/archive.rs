//! An addon source that is an archive: `.tar`, `.tar.gz` or `.tgz`.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path};

use flate2::read::GzDecoder;

use crate::input::is_manifest;

/// The most bytes that an archive may unpack to.
const LARGEST: u64 = 64 << 20;
/// The most folders that an entry may lie in: each costs a pass over all of them.
const DEEPEST: usize = 32;
/// How a file begins that is compressed with gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Returns the YAML files of an archive, by their path below the folder that holds all of them.
///
/// # Errors
/// Where the archive is damaged or too large, or names a place outside of itself.
pub(crate) fn manifests(archive: &[u8]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    if archive.starts_with(&GZIP) { unpack(GzDecoder::new(archive)) } else { unpack(archive) }
}

fn unpack(archive: impl Read) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut left = LARGEST;
    // What stands between files is not theirs.
    let mut archive = tar::Archive::new(archive.take(2 * LARGEST));
    let mut files = BTreeMap::new();
    for entry in archive.entries().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        let path = place(&entry.path().map_err(damaged)?)?;
        left = left.checked_sub(entry.size()).ok_or_else(too_large)?;
        if !entry.header().entry_type().is_file() || !is_manifest(Path::new(&path)) {
            continue;
        }
        let mut content = Vec::new();
        entry.take(LARGEST).read_to_end(&mut content).map_err(damaged)?;
        files.insert(path, content);
    }
    Ok(below_shared_folders(files))
}

/// The path of an entry, which stays below the archive.
fn place(path: &Path) -> io::Result<String> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            _ => return Err(invalid(format!("its entry `{}` leads out of it", path.display()))),
        }
    }
    if parts.len() > DEEPEST + 1 {
        return Err(invalid(format!("one of its entries lies in more than {DEEPEST} folders")));
    }
    Ok(parts.join("/"))
}

/// Drops the folders above those of the addons, where an archive has any: `addons/certmanager.io/k8s-1.16.yaml`.
fn below_shared_folders(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let top =
        |path: &str| path.split_once('/').filter(|(_, rest)| rest.contains('/')).map(|(top, _)| format!("{top}/"));
    while let Some(folder) = files.keys().next().and_then(|path| top(path)) {
        if !files.keys().all(|path| path.strip_prefix(&folder).is_some_and(|rest| rest.contains('/'))) {
            break;
        }
        files = files.into_iter().map(|(path, content)| (path[folder.len()..].to_owned(), content)).collect();
    }
    files
}

fn damaged(error: io::Error) -> io::Error {
    invalid(format!("it is no folder and no tar archive, and no such archive compressed with gzip: {error}"))
}

fn too_large() -> io::Error {
    invalid(format!("it unpacks to more than {} MiB", LARGEST >> 20))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// An archive of files; a size may be claimed that is not there.
    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, content) in files {
            let mut header = tar::Header::new_gnu();
            // `set_path` refuses what leads out of an archive.
            header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            builder.append(&header, content.as_bytes()).expect("appends");
        }
        builder.into_inner().expect("finishes")
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).expect("writes");
        writer.finish().expect("finishes")
    }

    #[test]
    fn manifests_are_found_below_the_folder_that_holds_all_of_them() {
        let plain = [("certmanager.io/k8s-1.16.yaml", "a"), ("README.md", "b"), ("karpenter.sh/k8s-1.19.yaml", "c")];
        let nested = [("./x/addons/certmanager.io/k8s-1.16.yaml", "a"), ("./x/addons/karpenter.sh/k8s-1.19.yaml", "c")];
        let alone = [("addons/certmanager.io/k8s-1.16.yaml", "a")];
        for (files, count) in [(&plain[..], 2), (&nested[..], 2), (&alone[..], 1)] {
            for bytes in [archive(files), gzip(&archive(files))] {
                let found = manifests(&bytes).expect("is an archive");
                assert_eq!(found.len(), count, "{files:?}");
                assert_eq!(found["certmanager.io/k8s-1.16.yaml"], b"a");
            }
        }
    }

    #[test]
    fn what_is_no_archive_of_manifests_is_refused() {
        let zeros = "0".repeat(1 << 20);
        let many: Vec<(&str, &str)> = (0..66).map(|_| ("a/b.yaml", zeros.as_str())).collect();
        let whole = gzip(&archive(&[("a/b.yaml", "a")]));
        let deep = "a/".repeat(DEEPEST + 1) + "a.yaml";
        for (bytes, expected) in [
            (archive(&[("../a.yaml", "a")]), "`../a.yaml` leads out of it"),
            (archive(&[("/etc/a.yaml", "a")]), "`/etc/a.yaml` leads out of it"),
            (archive(&[(deep.as_str(), "a")]), "lies in more than 32 folders"),
            (gzip(&archive(&many)), "it unpacks to more than 64 MiB"),
            (whole[..whole.len() / 2].to_vec(), "no tar archive"),
            (b"apiVersion: v1\nkind: Secret\n".repeat(40), "no tar archive"),
        ] {
            let error = manifests(&bytes).expect_err("is refused").to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
