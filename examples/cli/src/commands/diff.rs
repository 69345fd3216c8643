//! `kops toolbox diff`: what would change in the cloud between two specs.

use std::process::ExitCode;

use kops_core::engine::diff_with;

use super::update::{CHANGES, show};
use crate::args::{DiffArgs, Files};
use crate::failure::Failure;
use crate::session::Session;
use crate::{input, output};

/// Compares two specs.
pub(crate) async fn run(session: &Session, args: DiffArgs) -> Result<ExitCode, Failure> {
    let DiffArgs { old, new, facts, format, detailed_exitcode, allow_unknown_fields } = args;
    let read = |files| input::spec(&Files { allow_unknown_fields, ..files });
    let (old, new) = Failure::both(read(old), read(new))?;
    let known = session.known(&new, facts.as_deref()).await?;
    let planned = diff_with(&old, &new, known).map_err(Failure::engine)?;
    output::findings(&planned.warnings, &planned.texts);
    show(&planned.plan, format)?;
    Ok(ExitCode::from(if detailed_exitcode && !planned.is_empty() { CHANGES } else { 0 }))
}
