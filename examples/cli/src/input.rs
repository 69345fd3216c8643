//! Files named by the user.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use kops_core::apply::{Entropy as _, SystemEntropy};
use kops_core::facts::{Facts, file_hashes};
use kops_core::pki::{CryptoRng, Secret};
use kops_core::spec::{InvalidSpec, Objects, Spec};
use kops_core::yaml::{self, Source};

use crate::archive;
use crate::args::Files;
use crate::failure::Failure;

/// Reads a file of text, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Source, Failure> {
    let bytes = whole(path)?;
    let text = yaml::source_from_bytes(path.display().to_string(), bytes);
    text.map_err(|findings| Failure::Invalid { findings, texts: Vec::new() })
}

/// Reads a file that holds a secret, or standard input for `-`.
pub(crate) fn secret(path: &Path) -> Result<Secret, Failure> {
    whole(path).map(Secret::from)
}

/// Reads a file of text; nothing where there is no file.
pub(crate) fn text(path: &Path) -> Result<Option<String>, Failure> {
    match bytes(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| Failure::file("reading", path, io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file("reading", path, error)),
    }
}

/// As [`text`], empty where there is no file.
pub(crate) fn text_or_empty(path: &Path) -> Result<String, Failure> {
    text(path).map(Option::unwrap_or_default)
}

fn whole(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        bytes(path)
    };
    bytes.map_err(|error| Failure::file("reading", path, error))
}

/// Reads a file that may not be text.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "this module is where the command line reads files")]
    std::fs::read(path)
}

/// Reads the YAML files of an addon source, a folder or an archive, by their path below it.
pub(crate) fn manifests(source: &Path) -> Result<BTreeMap<String, String>, Failure> {
    if source.is_dir() {
        return manifests_in(source);
    }
    let archive = whole(source)?;
    let files = archive::manifests(&archive).map_err(|error| Failure::file("reading", source, error))?;
    let text = |(path, bytes): (String, Vec<u8>)| {
        let text = yaml::source_from_bytes(format!("{}:{path}", source.display()), bytes);
        let text = text.map_err(|findings| Failure::Invalid { findings, texts: Vec::new() })?;
        Ok((path, text.text.to_string()))
    };
    files.into_iter().map(text).collect()
}

/// True for the name of a YAML file.
pub(crate) fn is_manifest(file: &Path) -> bool {
    let kinds = ["yaml", "yml"];
    file.extension().is_some_and(|kind| kinds.iter().any(|known| kind.eq_ignore_ascii_case(known)))
}

/// Reads the YAML files of a folder and of the folders in it.
fn manifests_in(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut manifests = BTreeMap::new();
    for path in entries(folder)? {
        let files = if path.is_dir() { entries(&path)? } else { vec![path] };
        for file in files.iter().filter(|file| is_manifest(file)) {
            let parts = file.strip_prefix(folder).unwrap_or(file).iter().map(|part| part.to_string_lossy());
            manifests.insert(parts.collect::<Vec<_>>().join("/"), read(file)?.text.to_string());
        }
    }
    Ok(manifests)
}

/// Reads what a user states of a region and an account.
pub(crate) fn facts(file: &Path, region: &str) -> Result<Facts, Failure> {
    let text = read(file)?;
    Facts::from_yaml(&text.name, &text.text, region)
        .map_err(|findings| Failure::Invalid { findings, texts: vec![text.clone()] })
}

/// Reads a list of hashes as sha256sum prints it, with URLs for names.
pub(crate) fn file_hashes(file: &Path) -> Result<BTreeMap<String, String>, Failure> {
    file_hashes::parse(&read(file)?.text).map_err(|line| {
        Failure::message(format!("{}:{line}: expected a SHA-256 (64 hexadecimal digits) and a URL", file.display()))
    })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>());
    entries.map_err(|error| Failure::file("reading", folder, error))
}

/// Reads the objects of spec files. The caller prints the warnings.
pub(crate) fn objects(files: &Files) -> Result<Objects, Failure> {
    if let Some(folder) = files.files.iter().find(|path| path.is_dir()) {
        let folder = folder.display();
        return Err(Failure::usage(format!("`{folder}` is a folder: name its files; only `kops apply` takes folders")));
    }
    if let Some((_, file)) = files.files.iter().enumerate().find(|(at, file)| files.files[..*at].contains(file)) {
        return Err(Failure::usage(format!("`{}` is given twice", file.display())));
    }
    let mut texts = Ok(Vec::new());
    for path in &files.files {
        texts = Failure::both(texts, whole(path)).map(|(mut texts, bytes)| {
            texts.push((path.display().to_string(), bytes));
            texts
        });
    }
    Objects::from_files(texts?, files.unknown_fields())
        .map_err(|InvalidSpec { findings, texts, .. }| Failure::Invalid { findings, texts })
}

/// As [`objects`], to store or delete them: files without any are a mistake, such as a template that rendered nothing.
pub(crate) fn some_objects(files: &Files) -> Result<Objects, Failure> {
    let objects = objects(files)?;
    let Objects { clusters, groups, ssh_credentials, additional, .. } = &objects;
    if clusters.is_empty() && groups.is_empty() && ssh_credentials.is_empty() && additional.is_empty() {
        return Err(Failure::message(format!("there is no object in {}", names(files))));
    }
    Ok(objects)
}

/// As [`objects`], of one cluster.
pub(crate) fn spec(files: &Files) -> Result<Spec, Failure> {
    let objects = objects(files)?;
    let (texts, has_cluster) = (objects.sources.texts(), !objects.clusters.is_empty());
    objects.into_spec().map_err(|findings| {
        let failure = Failure::Invalid { findings, texts };
        if has_cluster { failure } else { failure.advise(format!("no cluster was found in {}", names(files))) }
    })
}

fn names(files: &Files) -> String {
    files.files.iter().map(|file| format!("`{}`", file.display())).collect::<Vec<_>>().join(", ")
}

/// As [`objects`], with the YAML files of each folder among the files and of the folders in it, by name. Hidden ones are left out.
pub(crate) fn objects_in(files: &Files) -> Result<Objects, Failure> {
    let mut found = Vec::new();
    for path in &files.files {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let manifests = files_in(path)?;
        if manifests.is_empty() {
            return Err(Failure::usage(format!("the folder `{}` has no file `*.yml` or `*.yaml`", path.display())));
        }
        found.extend(manifests);
    }
    objects(&Files { files: found, ..files.clone() })
}

/// The YAML files of a folder and of the folders in it, by name. A link to nothing is an error, not a file that is not there.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let mut found = Vec::new();
    let mut entries = entries(folder)?;
    entries.retain(|entry| !is_hidden(entry));
    entries.sort();
    for entry in entries {
        let kind = std::fs::metadata(&entry).map_err(|error| Failure::file("reading", &entry, error))?;
        if kind.is_dir() {
            found.extend(files_in(&entry)?);
        } else if is_manifest(&entry) {
            found.push(entry);
        }
    }
    Ok(found)
}

/// The randomness of the operating system.
pub(crate) fn entropy() -> Box<dyn CryptoRng + Send> {
    SystemEntropy.rng()
}

/// The time in seconds since 1970.
pub(crate) fn now() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
    let now = SystemTime::now();
    now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
}

/// A number unique to this run.
pub(crate) fn nonce() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
    let now = SystemTime::now();
    let nanoseconds = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_nanos());
    (nanoseconds as u64) ^ u64::from(std::process::id()).rotate_left(48)
}
