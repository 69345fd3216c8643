//! Renders the cases of a conformance folder, so that they can be compared with what kops renders for the same specs.
//!
//! `render-cases --environment ENV.json --cases CASES --out OUT [--case NAME]` writes `OUT/update/<case>/kubernetes.tf` and
//! `OUT/update/<case>/data/…` for every folder of `CASES/update`, and `OUT/create/<case>.yaml` for every folder of
//! `CASES/create`. A case that cannot be rendered is reported and the others
//! go on; the exit status is then 1.

#![expect(clippy::disallowed_methods, reason = "this program is about files")]

mod case;
mod creation;
mod environment;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::Parser;
use kops_core::render::terraform::Files;

use case::{Case, NotRendered};
use environment::Environment;

/// Renders conformance cases as Terraform and as specs.
#[derive(Debug, Parser)]
struct Arguments {
    /// The account, the components and the clock that the cases are rendered in
    #[arg(long, value_name = "FILE")]
    environment: PathBuf,
    /// The folder with the folders `update` and `create`
    #[arg(long, value_name = "DIR")]
    cases: PathBuf,
    /// Where the results go
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only this case: `minimal-aws`, or `update/minimal-aws`
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Renders the cases; true where all could be.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let environment: Environment = serde_json::from_str(&text(&arguments.environment)?)
        .map_err(|error| format!("`{}` is no environment: {error}", arguments.environment.display()))?;
    let wanted = |kind: &str, name: &str| {
        arguments.case.as_deref().is_none_or(|case| case == name || case == format!("{kind}/{name}"))
    };
    let (mut rendered, mut failed) = (0, 0);
    for name in names(&arguments.cases.join("update"))?.iter().filter(|name| wanted("update", name)) {
        match render(&arguments.cases, &environment, name) {
            Ok((files, warnings)) => {
                if !warnings.is_empty() {
                    anstream::eprintln!("update/{name}: {warnings}");
                }
                write(&arguments.out.join("update").join(name), &files)?;
                rendered += 1;
            }
            Err(error) => {
                anstream::eprintln!("update/{name}: {error}");
                failed += 1;
            }
        }
    }
    for name in names(&arguments.cases.join("create"))?.iter().filter(|name| wanted("create", name)) {
        match creation::render(&arguments.cases.join("create").join(name), &environment) {
            Ok(text) => {
                let folder = arguments.out.join("create");
                fs::create_dir_all(&folder)?;
                fs::write(folder.join(format!("{name}.yaml")), text)?;
                rendered += 1;
            }
            Err(error) => {
                anstream::eprintln!("create/{name}: {error}");
                failed += 1;
            }
        }
    }
    anstream::eprintln!("rendered {rendered} cases, could not render {failed}");
    Ok(failed == 0)
}

fn render(cases: &Path, environment: &Environment, name: &str) -> Result<(Files, String), NotRendered> {
    Case::read(&cases.join("update").join(name))?.render(environment)
}

/// The names of the folders in a folder, sorted; none where it is not there.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Makes a folder hold these files and no others of an earlier run.
fn write(folder: &Path, files: &Files) -> io::Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder)?;
    }
    for (path, content) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}
