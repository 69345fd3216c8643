//! `kops toolbox diff`: what would change in the cloud between two specs.

use std::process::ExitCode;

use kops_core::{Spec, diff};

use super::update::{CHANGES, show};
use crate::args::{DiffArgs, Files};
use crate::failure::Failure;
use crate::{input, output};

/// Compares two specs.
pub(crate) fn run(args: DiffArgs) -> Result<ExitCode, Failure> {
    let DiffArgs { old, new, format, detailed_exitcode, allow_unknown_fields } = args;
    let read = |files| spec(Files { allow_unknown_fields, ..files });
    let planned = diff(&read(old)?, &read(new)?).map_err(Failure::engine)?;
    output::findings(&planned.warnings, &planned.texts);
    show(&planned.plan, format)?;
    Ok(ExitCode::from(if detailed_exitcode && !planned.is_empty() { CHANGES } else { 0 }))
}

/// Reads a spec of files.
pub(super) fn spec(files: Files) -> Result<Spec, Failure> {
    let objects = input::objects(&files)?;
    let texts = objects.sources.texts();
    objects.into_spec().map_err(|findings| Failure::Invalid { findings, texts })
}
