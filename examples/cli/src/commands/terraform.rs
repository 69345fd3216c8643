//! `kops update cluster --target terraform`: writes Terraform files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kops_core::engine::{MissingKeys, terraform_offline};
use kops_core::render::terraform::{Files, MAIN_FILE, MOVED_FILE};

use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::write::{self, Readers};
use crate::{input, output};

/// Writes `kubernetes.tf` and `data/` to a directory. Of files, a cluster is rendered without an account, unless one is configured.
pub(crate) async fn write(
    session: &Session,
    loaded: Loaded,
    folder: &Path,
    facts: Option<&Path>,
) -> Result<(), Failure> {
    if folder.is_file() {
        return Err(Failure::usage(format!("`{}` is a file: --out names the folder of the files", folder.display())));
    }
    let (store_url, previous) = (loaded.store_url.clone(), previous(folder)?);
    let rendered = if loaded.is_stored() || (facts.is_none() && session.has_account()) {
        let engine = session.engine(&loaded).await?;
        // As kops does: Terraform cannot make keys, and its files hold the certificates.
        let keys = if loaded.is_stored() { MissingKeys::Create } else { MissingKeys::Variables };
        engine.terraform(&loaded.placed(), &store_url, keys).await
    } else {
        terraform_offline(&loaded.spec, &store_url, session.known(&loaded.spec, facts).await?)
    };
    let rendered = rendered.map_err(Failure::engine)?.moved_from(&previous);
    output::findings(&rendered.warnings, &rendered.texts);
    if !rendered.holds_objects {
        output::warning("the state store is not in S3; the Terraform files do not contain its objects");
    }
    let files: Vec<_> = rendered.files.iter().map(|(name, content)| (folder.join(name), &content[..])).collect();
    for parent in files.iter().filter_map(|(path, _)| path.parent()).collect::<BTreeSet<_>>() {
        fs::create_dir_all(parent).map_err(|error| Failure::file("creating", parent, error))?;
    }
    let written = files.len();
    write::write_all(files, Readers::Umask)?;
    let moved = folder.join(MOVED_FILE);
    if !rendered.files.contains_key(MOVED_FILE) && moved.exists() {
        fs::remove_file(&moved).map_err(|error| Failure::file("deleting", &moved, error))?;
    }
    output::note(&format!("wrote {} to {}", output::count(written, "file"), folder.display()));
    Ok(())
}

/// The files that an earlier run wrote, as far as they say where resources have moved from.
fn previous(folder: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    for name in [MAIN_FILE, MOVED_FILE] {
        let text = input::text_or_empty(&folder.join(name))?;
        if !text.is_empty() {
            files.insert(name.to_owned(), text.into());
        }
    }
    Ok(files)
}
