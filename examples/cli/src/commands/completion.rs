//! `kops completion`: prints a shell completion script.

use clap::CommandFactory as _;

use crate::args::Cli;
use crate::failure::Failure;
use crate::output;

/// Prints the script.
pub(crate) fn run(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kops", &mut script);
    Ok(output::data(&String::from_utf8_lossy(&script))?)
}
