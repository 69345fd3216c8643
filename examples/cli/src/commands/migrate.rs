//! `kops toolbox migrate`: makes a spec that is supported today of an old one.

use std::process::ExitCode;

use kops_core::diag::Diagnostics;
use kops_core::migrate::{Migration, migrate};
use kops_core::yaml::Source;

use crate::args::{ExplainFormat, MigrateArgs};
use crate::failure::Failure;
use crate::{input, output};

/// Prints the new spec, and what was changed to standard error. The status is 1 where errors are left.
pub(crate) fn run(args: &MigrateArgs) -> Result<ExitCode, Failure> {
    let sources = args.files.iter().map(|path| input::read(path)).collect::<Result<Vec<_>, _>>()?;
    let migration = migrate(&sources).map_err(|findings| Failure::Invalid { findings, texts: sources })?;
    let findings: Diagnostics = migration.findings.iter().cloned().collect();
    match args.output {
        ExplainFormat::Json => {
            let json = serde_json::to_value(&migration).map_err(|error| Failure::message(error.to_string()))?;
            output::data(&format!("{json:#}\n"))?;
        }
        ExplainFormat::Text => {
            let texts: Vec<&str> = migration.documents.iter().map(|document| document.text.as_str()).collect();
            output::data(&texts.join("---\n"))?;
            report(&migration, &findings);
        }
    }
    Ok(if findings.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn report(migration: &Migration, findings: &Diagnostics) {
    for change in &migration.changes {
        let (place, object) = (&change.location, &change.object);
        output::note(&format!("{place}: {object} {}: {}: {}", change.field, change.action, change.reason));
    }
    let texts: Vec<Source> = migration
        .documents
        .iter()
        .map(|document| Source::new(document.name.as_str(), document.text.as_str()))
        .collect();
    output::findings(findings, &texts);
    output::note(&format!(
        "{}, {} left",
        output::count(migration.changes.len(), "change"),
        output::count(findings.len(), "finding")
    ));
}
