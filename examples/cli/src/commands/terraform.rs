//! `kops update cluster --target terraform`: writes Terraform files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kops_core::engine::MissingKeys;

use crate::failure::Failure;
use crate::output;
use crate::session::{Loaded, Session};
use crate::write::{self, Readers};

/// Writes `kubernetes.tf` and `data/` to a directory.
pub(crate) async fn write(session: &Session, loaded: Loaded, folder: &Path) -> Result<(), Failure> {
    let engine = session.engine(&loaded).await?;
    // As kops does: Terraform cannot make keys, and its files hold the certificates.
    let keys = if loaded.is_stored() { MissingKeys::Create } else { MissingKeys::Variables };
    let store_url = loaded.store_url.clone();
    let rendered = engine.terraform(&loaded.placed(), &store_url, keys).await.map_err(Failure::engine)?;
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
    output::note(&format!("wrote {} to {}", output::count(written, "file"), folder.display()));
    Ok(())
}
