//! One file for each command.

mod apply;
mod completion;
mod create;
mod delete;
mod edit;
mod filters;
mod get;
mod limits;
mod not_yet;
mod replace;
mod ssh_key;
mod template;
mod terraform;
mod update;
mod version;

use std::process::ExitCode;

use crate::args::{Cli, Command, CreateSecret, CreateWhat, DeleteWhat, ToolboxWhat, UpdateWhat};
use crate::failure::Failure;
use crate::interrupt;
use crate::lock::Access;
use crate::session::Session;

/// Runs a command.
pub(crate) fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        interrupt::let_large_writes_fail()?;
        dispatch(cli).await
    })
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Failure> {
    let Cli { global, command } = cli;
    match command {
        Command::Version => version::run()?,
        Command::Completion { shell } => completion::run(shell)?,
        Command::Toolbox(args) => match args.what {
            ToolboxWhat::Template(args) => template::run(&args)?,
        },
        Command::Validate(_) => return Err(not_yet::validate()),
        Command::RollingUpdate(_) => return Err(not_yet::rolling_update()),
        Command::Create(args) => {
            let session = Session::open_to_store(global)?;
            match &args.what {
                Some(CreateWhat::Cluster(_)) => return Err(not_yet::create_cluster()),
                Some(_) if !args.files.files.is_empty() => {
                    return Err(Failure::usage("-f cannot be combined with a subcommand"));
                }
                None => create::run(&session, &args.files).await?,
                Some(CreateWhat::SshPublicKey(args)) => {
                    ssh_key::create(&session, args.cluster.as_deref(), &args.key).await?;
                }
                Some(CreateWhat::Secret { secret: CreateSecret::SshPublicKey { key, .. } }) => {
                    ssh_key::create(&session, None, key).await?;
                }
            }
        }
        Command::Get(args) => get::run(&Session::open(global, Access::Read)?, args).await?,
        Command::Delete(args) => match args.what {
            DeleteWhat::SshPublicKey { cluster } => {
                ssh_key::delete(&Session::open_to_store(global)?, cluster.as_deref()).await?;
            }
            DeleteWhat::Cluster(args) => delete::run(&Session::open(global, access(args.yes))?, &args).await?,
        },
        Command::Replace(args) => replace::run(&Session::open_to_store(global)?, &args).await?,
        Command::Edit(args) => edit::run(&Session::open_to_store(global)?, &args).await?,
        Command::Update(args) => {
            let UpdateWhat::Cluster(args) = args.what;
            return update::run(&Session::open(global, access(args.yes))?, &args).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What a command needs that changes the account with `--yes` only.
fn access(yes: bool) -> Access {
    if yes { Access::Write } else { Access::Read }
}
