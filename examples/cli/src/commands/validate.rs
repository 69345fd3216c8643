//! `kops validate cluster`: whether a running cluster is healthy.

use std::collections::BTreeSet;
use std::time::Duration;

use kops_core::engine::{Wait, fill_offline};
use kops_core::lifecycle::ExpectedGroup;
use kops_core::lifecycle::validation::{Failure as Finding, NodeStatus, Validation, ValidationEvent};

use super::get::role;
use crate::args::{RunningFormat, ValidateClusterArgs};
use crate::cluster_api::Limits;
use crate::failure::Failure;
use crate::session::Session;
use crate::table::table;
use crate::{cluster_api, document, output};

/// Validates a cluster once, or until it is healthy or time is up.
pub(crate) async fn run(session: &Session, args: &ValidateClusterArgs) -> Result<(), Failure> {
    let loaded = session.load(args.running.cluster.as_deref(), &args.running.files).await?;
    let (name, groups) = (loaded.spec.cluster.name().to_owned(), ExpectedGroup::all(&fill_offline(&loaded.spec)));
    let limits = Limits { call: args.wait.map(Duration::from_secs), ..Limits::default() };
    let api = cluster_api::connect_within(session, &loaded, &args.running.api, limits).await?;
    let spec = loaded.spec.clone();
    let engine = session.engine_of_running(&loaded).await?;
    if args.format == RunningFormat::Table {
        output::result(&format!("Validating cluster {name}\n\nINSTANCE GROUPS\n{}", group_table(&groups)))?;
    }
    let wait = Wait {
        timeout: Duration::from_secs(args.wait.unwrap_or_default()),
        count: args.count,
        interval: Duration::from_secs(args.interval),
    };
    let print = |event| match event {
        ValidationEvent::Validated { validation } => drop(output::data(&text(&validation, &name, args))),
        ValidationEvent::Failed { error } if args.wait.is_some() => {
            output::warning(&format!("cannot validate yet: {}", error.message));
        }
        _ => {}
    };
    let run = engine.wait_until_valid(&spec, api.as_ref()).options(wait).events(print);
    let found = run.await.map_err(Failure::engine)?;
    match found.is_valid() {
        true => Ok(()),
        false if args.wait.is_some() && !found.is_permanent() => Err(Failure::message(format!(
            "validation failed: cluster `{name}` is still not healthy at the end of the wait"
        ))),
        false => Err(Failure::message(format!("validation failed: cluster `{name}` is not healthy"))),
    }
}

fn text(found: &Validation, cluster: &str, args: &ValidateClusterArgs) -> String {
    let document = if args.wait.is_some() { document::one_of_several } else { document::whole };
    document(args.format, found).unwrap_or_else(|| tables(found, cluster))
}

fn tables(found: &Validation, cluster: &str) -> String {
    let node = |node: &NodeStatus| [node.name.clone(), node.role.clone(), node.status.clone()];
    let nodes = table(["NAME", "ROLE", "READY"], &found.nodes.iter().map(node).collect::<Vec<_>>());
    if found.is_valid() {
        return format!("\nNODE STATUS\n{nodes}\nYour cluster {cluster} is ready\n");
    }
    let failure = |failure: &Finding| [failure.kind.as_str().to_owned(), failure.name.clone(), failure.message.clone()];
    let failures = table(["KIND", "NAME", "MESSAGE"], &found.failures.iter().map(failure).collect::<Vec<_>>());
    let help: BTreeSet<String> = found.failures.iter().map(|failure| format!("  {}\n", failure.help)).collect();
    let help: String = help.into_iter().collect();
    format!("\nNODE STATUS\n{nodes}\nVALIDATION ERRORS\n{failures}\nWHAT TO DO\n{help}\nValidation Failed\n")
}

fn group_table(groups: &[ExpectedGroup]) -> String {
    let row = |group: &ExpectedGroup| {
        [
            group.name.clone(),
            role(group.role),
            group.machine_type.clone(),
            group.min_size.to_string(),
            group.max_size.to_string(),
            group.subnets.join(","),
        ]
    };
    table(["NAME", "ROLE", "MACHINETYPE", "MIN", "MAX", "SUBNETS"], &groups.iter().map(row).collect::<Vec<_>>())
}
