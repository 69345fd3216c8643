//! `kops create cluster`: makes a spec of options, stores it, and shows the changes to the account.

use std::process::ExitCode;

use kops_core::spec::Objects;
use kops_core::state::Clusters;
use serde_json::Value;

use super::update;
use crate::args::{
    CreateClusterArgs, Files, GroupSelection, KubeconfigContext, PlanFormat, SpecFormat, UpdateClusterArgs,
};
use crate::failure::Failure;
use crate::session::Session;
use crate::{input, output};

/// Makes the spec of a cluster; stores it and plans or applies the changes, or only prints it.
pub(crate) async fn run(session: &Session, args: &CreateClusterArgs) -> Result<ExitCode, Failure> {
    let name = session.cluster(args.cluster.as_deref())?;
    if !args.dry_run {
        refuse_existing(session, &name).await?;
    }
    let key = args.ssh_public_key().map(|file| input::read(file)).transpose()?;
    let options = args.options(name.clone(), key.map(|key| key.text.to_string())).map_err(Failure::usage)?;
    let spec = session.new_cluster(&options).await?.in_store(session.store_url()?);
    if let Some(format) = args.output.filter(|_| args.dry_run) {
        session.check(spec.clone()).await?;
        if options.needs_account() {
            session.check_in_account(&spec).await?;
        }
        let text = match format {
            SpecFormat::Yaml => spec.to_yaml(),
            SpecFormat::Json => format!("{:#}", Value::Array(spec.to_values())),
        };
        output::data(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let objects = Objects {
        clusters: vec![spec.cluster.clone()],
        groups: spec.groups.clone(),
        ssh_credentials: spec.ssh_credentials.clone(),
        ..Objects::default()
    };
    let store = session.store().await?;
    session.check_with(&store, &objects).await?;
    session.check_in_account(&spec).await?;
    let lease = session.lock_of(&store, &objects).await?;
    lease.during(Clusters::new(&lease).create(&objects, input::now())).await?;
    session.save()?;
    output::note(&format!("created the cluster {name} in the state store"));
    let update = UpdateClusterArgs {
        groups: GroupSelection::default(),
        cluster: Some(name),
        files: Files::default(),
        yes: args.yes,
        skip_preflight: args.skip_preflight,
        format: PlanFormat::Text,
        out_plan: None,
        plan: None,
        detailed_exitcode: false,
        target: args.target,
        out: args.out.clone(),
        facts: None,
        prune: false,
        allow: Vec::new(),
        create_kube_config: false,
        context: KubeconfigContext::default(),
    };
    update::run(session, &update).await
}

/// Fails where the state store has the cluster, whatever else is wrong with the options.
async fn refuse_existing(session: &Session, name: &str) -> Result<(), Failure> {
    let store = session.store().await?;
    match Clusters::new(store.as_ref()).read(name).await? {
        None => Ok(()),
        Some(_) => Err(Failure::message(format!("the cluster `{name}` is already in the state store"))
            .advise(format!("to change it, run: kops edit cluster {name}; kops update cluster {name}"))),
    }
}
