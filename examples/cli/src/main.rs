//! The `kops` command line: a thin layer over `kops-core`.

mod archive;
mod args;
mod aws;
mod channel;
mod cluster_api;
mod commands;
mod document;
mod duration;
mod environment;
mod failure;
mod input;
mod interrupt;
mod location;
mod lock;
mod output;
mod progress;
mod session;
mod simulation;
mod table;
mod write;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match args::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => {
            if let Some(message) = args::flag_of_kops(&error).or_else(|| args::command_of_kops(&error)) {
                return failure::Failure::usage(message).report();
            }
            // Help and version are no errors.
            let code = if error.use_stderr() { failure::USAGE } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match commands::run(cli) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
