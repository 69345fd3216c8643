//! One file for each command.

mod addons;
mod apply;
mod apply_set;
mod completion;
mod cost;
mod create;
mod create_cluster;
mod create_group;
mod delete;
mod delete_files;
mod delete_group;
mod delete_instance;
mod diagram;
mod diff;
mod dump;
mod edit;
mod explain;
mod facts;
mod get;
mod instances;
mod keypair;
mod kubeconfig;
mod migrate;
mod permissions;
mod preflight;
mod reconcile;
mod replace;
mod rolling_update;
mod schema;
mod secret;
mod ssh_key;
mod template;
mod terraform;
mod unlock;
mod update;
mod upgrade;
mod upgrade_plan;
mod validate;
mod version;

use std::process::ExitCode;

use kops_core::pki;

use crate::args::{
    AddonsWhat, Cli, Command, CreateSecret, CreateWhat, DeleteWhat, DistrustWhat, EditArgs, ExportWhat, HelpersWhat,
    PromoteWhat, ReconcileWhat, RollingUpdateWhat, ToolboxWhat, TrustWhat, UpdateWhat, UpgradeWhat, ValidateWhat,
};
use crate::failure::Failure;
use crate::interrupt;
use crate::lock::Access;
use crate::session::Session;

/// Runs a command.
pub(crate) fn run(cli: Cli) -> Result<ExitCode, Failure> {
    // The command runs on this thread; the other one hears signals meanwhile.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        interrupt::let_large_writes_fail()?;
        dispatch(cli).await
    })
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Failure> {
    let Cli { global, command } = cli;
    match command {
        Command::Version { short } => version::run(short)?,
        Command::Explain(args) => explain::run(&args)?,
        Command::Completion { shell } => completion::run(shell)?,
        Command::Toolbox(args) => match args.what {
            ToolboxWhat::Template(args) => template::run(&args)?,
            ToolboxWhat::Diff(args) => return diff::run(&Session::open_offline(global)?, args).await,
            ToolboxWhat::Diagram(args) => diagram::run(&Session::open(global, Access::Read)?, args).await?,
            ToolboxWhat::Cost(args) => cost::run(&Session::open(global, Access::Read)?, &args).await?,
            ToolboxWhat::Permissions(args) => {
                permissions::run(&Session::open(global, Access::Read)?, &args).await?;
            }
            ToolboxWhat::Preflight(args) => preflight::run(&Session::open(global, Access::Read)?, &args).await?,
            ToolboxWhat::Dump(args) => dump::run(&Session::open(global, Access::Read)?, &args).await?,
            ToolboxWhat::Facts(args) => facts::run(&Session::open(global, Access::Read)?, &args).await?,
            ToolboxWhat::UpgradePlan(args) => upgrade_plan::run(args)?,
            ToolboxWhat::Schema(args) => schema::run(args.what)?,
            ToolboxWhat::Migrate(args) => return migrate::run(&args),
            ToolboxWhat::Addons(args) => match args.what {
                AddonsWhat::Apply(args) => addons::apply(&Session::open(global, Access::Read)?, &args).await?,
                AddonsWhat::List(args) => addons::list(&Session::open(global, Access::Read)?, &args).await?,
            },
            ToolboxWhat::Unlock(args) => unlock::run(&Session::open_to_store(global)?, &args).await?,
        },
        Command::Validate(args) => {
            let ValidateWhat::Cluster(args) = args.what;
            validate::run(&Session::open(global, Access::Read)?, &args).await?;
        }
        Command::RollingUpdate(args) => {
            let RollingUpdateWhat::Cluster(args) = args.what;
            rolling_update::run(&Session::open(global, access(args.yes))?, &args).await?;
        }
        Command::Reconcile(args) => {
            let ReconcileWhat::Cluster(args) = args.what;
            reconcile::run(&Session::open(global, access(args.yes))?, &args).await?;
        }
        Command::Create(args) => {
            if let (Some(CreateWhat::Cluster(create)), []) = (&args.what, &args.files.files[..]) {
                return create_cluster::run(&Session::open(global, access(!create.dry_run))?, create).await;
            }
            let session = Session::open_to_store(global)?;
            match &args.what {
                Some(_) if !args.files.files.is_empty() => {
                    return Err(Failure::usage("-f cannot be combined with a subcommand"));
                }
                None => create::run(&session, &args.files).await?,
                // Handled above, as it may change the account.
                Some(CreateWhat::Cluster(_)) => {}
                Some(CreateWhat::InstanceGroup(args)) => create_group::run(&session, args).await?,
                Some(CreateWhat::SshPublicKey(args)) => {
                    ssh_key::create(&session, args.cluster.as_deref(), &args.key).await?;
                }
                Some(CreateWhat::Keypair(args)) => keypair::create(&session, args).await?,
                Some(CreateWhat::Secret { secret: create }) => match create {
                    CreateSecret::SshPublicKey { key, .. } => ssh_key::create(&session, None, key).await?,
                    CreateSecret::CiliumPassword(args) => secret::create(&session, pki::CILIUM_PASSWORD, args).await?,
                    CreateSecret::DockerConfig(args) => secret::create(&session, pki::DOCKER_CONFIG, args).await?,
                    CreateSecret::EncryptionConfig(args) => {
                        secret::create(&session, pki::ENCRYPTION_CONFIG, args).await?;
                    }
                },
            }
        }
        Command::Apply(args) => return apply_set::run(&Session::open(global, access(args.yes))?, &args).await,
        Command::Get(args) => get::run(&Session::open(global, Access::Read)?, args).await?,
        Command::Delete(args) => match args.what {
            Some(_) if !args.files.files.is_empty() => {
                return Err(Failure::usage("-f cannot be combined with a subcommand"));
            }
            None => delete_files::run(&Session::open(global, access(args.yes))?, &args).await?,
            Some(DeleteWhat::Secret { name, old }) => match (name.as_str(), old.as_deref()) {
                ("sshpublickey", _) => ssh_key::delete(&Session::open_to_store(global)?, None).await?,
                ("secret", Some(name)) | (name, None) => {
                    secret::delete(&Session::open_to_store(global)?, name).await?;
                }
                (_, Some(other)) => {
                    return Err(Failure::usage(format!("unexpected argument `{other}` after a secret")));
                }
            },
            Some(DeleteWhat::SshPublicKey { cluster }) => {
                ssh_key::delete(&Session::open_to_store(global)?, cluster.as_deref()).await?;
            }
            Some(DeleteWhat::InstanceGroup(args)) => {
                delete_group::run(&Session::open(global, access(args.yes))?, None, &args).await?;
            }
            Some(DeleteWhat::Instance(args)) => {
                delete_instance::run(&Session::open(global, access(args.yes))?, &args).await?;
            }
            Some(DeleteWhat::Cluster(args)) => delete::run(&Session::open(global, access(args.yes))?, &args).await?,
        },
        Command::Promote(args) => {
            let PromoteWhat::Keypair { keyset, id, force } = args.what;
            keypair::promote(&Session::open_to_store(global)?, &keyset, id.as_deref(), force).await?;
        }
        Command::Distrust(args) => {
            let DistrustWhat::Keypair { keyset, ids, force } = args.what;
            keypair::distrust(&Session::open_to_store(global)?, &keyset, &ids, force).await?;
        }
        Command::Trust(args) => {
            let TrustWhat::Keypair { keyset, ids } = args.what;
            keypair::trust(&Session::open_to_store(global)?, &keyset, &ids).await?;
        }
        Command::Export(args) => {
            let ExportWhat::Kubeconfig(args) = args.what;
            kubeconfig::export(&Session::open(global, Access::Read)?, &args).await?;
        }
        Command::Helpers(args) => {
            let HelpersWhat::KubectlAuth { cluster, api_version, lifetime } = args.what;
            kubeconfig::credential(&Session::open(global, Access::Read)?, &cluster, &api_version, lifetime).await?;
        }
        Command::Replace(args) => replace::run(&Session::open_to_store(global)?, &args).await?,
        Command::Edit(args) => edit::run(&Session::open_to_store(global)?, &args).await?,
        Command::Set(args) => {
            let args = EditArgs::try_from(args).map_err(Failure::usage)?;
            edit::run(&Session::open_to_store(global)?, &args).await?;
        }
        Command::Unset(args) => {
            let args = EditArgs::try_from(args).map_err(Failure::usage)?;
            edit::run(&Session::open_to_store(global)?, &args).await?;
        }
        Command::Upgrade(args) => {
            let UpgradeWhat::Cluster(args) = args.what;
            upgrade::run(&Session::open_to_store(global)?, args).await?;
        }
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
