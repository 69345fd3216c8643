//! Errors of commands and their exit statuses.

use std::collections::HashSet;
use std::error::Error;
use std::io;
use std::process::ExitCode;

use kops_core::diag::{Diagnostic, Diagnostics};
use kops_core::engine;
use kops_core::plan::{PlanErrors, SourceRef};
use kops_core::spec::Objects;
use kops_core::state::{StateError, WriteError};
use kops_core::yaml::Source;

use crate::interrupt::Interrupt;
use crate::output;

/// Exit status for errors.
const FAILED: u8 = 1;
/// Exit status where the user declined to go on, as in kops.
const DECLINED: u8 = 3;
/// Exit status for incorrect usage (`EX_USAGE` of sysexits.h).
pub(crate) const USAGE: u8 = 64;
/// Exit status after a closed pipe (128 + SIGPIPE).
const PIPE: u8 = 141;

/// The error of a command.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Incorrect usage.
    Usage(String),
    /// Invalid input.
    Invalid { findings: Diagnostics, texts: Vec<Source> },
    /// A failed operation.
    Error(Box<dyn Error>),
    /// Several failed operations.
    Errors(Vec<Box<dyn Error>>),
    /// Two failures that have nothing to do with each other.
    Both(Box<Failure>, Box<Failure>),
    /// An error with a hint.
    Advised(Box<Failure>, String),
    /// An interrupt; everything is printed already.
    Interrupted(Interrupt),
    /// The user declined to go on; everything is printed already.
    Declined,
}

impl Failure {
    /// Incorrect usage.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// A failed operation on a file or directory.
    pub(crate) fn file(doing: &str, path: &std::path::Path, source: io::Error) -> Self {
        Self::Error(Box::new(FileError { doing: doing.to_owned(), path: path.display().to_string(), source }))
    }

    /// An error of the engine.
    pub(crate) fn engine(error: engine::Error) -> Self {
        match error {
            engine::Error::Invalid { findings, texts } => Self::Invalid { findings, texts },
            engine::Error::Plan { errors, texts } => Self::Invalid { findings: findings(errors), texts },
            engine::Error::State(error) => Self::state(error),
            other => other.into(),
        }
    }

    /// An error of the state store.
    pub(crate) fn state(error: StateError) -> Self {
        let StateError::Locked { cluster, .. } = &error else { return Self::from(error) };
        let advice = format!(
            "to wait for the other command, pass --lock-timeout; if it no longer runs, remove its lock with: kops toolbox \
             unlock {cluster} --yes"
        );
        Self::from(error).advise(advice)
    }

    /// An error from writing objects.
    pub(crate) fn write(error: WriteError, objects: &Objects) -> Self {
        match error {
            WriteError::Invalid(findings) => Self::Invalid { findings, texts: objects.sources.texts() },
            other => other.into(),
        }
    }

    /// An error that is only a message.
    pub(crate) fn message(message: impl Into<String>) -> Self {
        Self::Error(message.into().into())
    }

    /// Two inputs that are read independently of each other, or what is wrong with both.
    pub(crate) fn both<A, B>(first: Result<A, Self>, second: Result<B, Self>) -> Result<(A, B), Self> {
        match (first, second) {
            (Ok(first), Ok(second)) => Ok((first, second)),
            (Err(first), Err(second)) => Err(first.and(second)),
            (Err(failure), Ok(_)) | (Ok(_), Err(failure)) => Err(failure),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Invalid { findings, mut texts }, Self::Invalid { findings: further, texts: of_further }) => {
                // A file that both are read from has the same findings twice.
                let mut seen = HashSet::new();
                let found = findings.into_iter().chain(further).filter(|finding| seen.insert(finding.clone()));
                let findings = found.collect();
                texts.extend(of_further);
                Self::Invalid { findings, texts }
            }
            (first, second) => Self::Both(Box::new(first), Box::new(second)),
        }
    }

    /// Adds a hint.
    pub(crate) fn advise(self, advice: impl Into<String>) -> Self {
        Self::Advised(Box::new(self), advice.into())
    }

    /// What went wrong, in one line of a warning.
    pub(crate) fn reason(&self) -> String {
        let joined = |reasons: Vec<String>| reasons.join("; ");
        match self {
            Self::Usage(message) => message.clone(),
            Self::Invalid { findings, .. } => joined(findings.iter().map(|found| found.message.clone()).collect()),
            Self::Error(error) => chain(error.as_ref()),
            Self::Errors(errors) => joined(errors.iter().map(|error| chain(error.as_ref())).collect()),
            Self::Both(first, second) => joined(vec![first.reason(), second.reason()]),
            Self::Advised(failure, _) => failure.reason(),
            Self::Interrupted(_) => "interrupted".to_owned(),
            Self::Declined => "declined".to_owned(),
        }
    }

    /// Prints the error and returns the exit status.
    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::Usage(message) => {
                output::error(&message, None);
                return ExitCode::from(USAGE);
            }
            Self::Invalid { findings, texts } => output::findings(&findings, &texts),
            Self::Error(error) => {
                if is_broken_pipe(error.as_ref()) {
                    return ExitCode::from(PIPE);
                }
                output::error(&error.to_string(), error.source());
            }
            Self::Errors(errors) => errors.iter().for_each(|error| output::error(&error.to_string(), error.source())),
            Self::Both(first, second) => {
                let code = first.report();
                second.report();
                return code;
            }
            Self::Advised(failure, advice) => {
                let code = failure.report();
                output::hint(&advice);
                return code;
            }
            Self::Interrupted(interrupt) => return ExitCode::from(interrupt.exit_status()),
            Self::Declined => return ExitCode::from(DECLINED),
        }
        ExitCode::from(FAILED)
    }
}

impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Error(Box::new(error))
    }
}

/// Converts plan errors to findings, which are printed with the lines of the spec.
fn findings(errors: PlanErrors) -> Diagnostics {
    let mut findings = Diagnostics::default();
    for error in errors.0 {
        let origin = error.origin().cloned();
        let finding = Diagnostic::error("plan", error.to_string());
        let finding = match origin {
            Some(SourceRef { path, location, .. }) => finding.at(path).located(location),
            None => finding,
        };
        findings.push(match error.help() {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
    findings
}

/// An error and its causes.
fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// An I/O error with its operation and path.
#[derive(Debug, thiserror::Error)]
#[error("{doing} `{path}` failed")]
struct FileError {
    doing: String,
    path: String,
    #[source]
    source: io::Error,
}
