//! `kops get instances`: the instances of a cluster, joined with its nodes.

use kops_core::cloud::InstanceState;
use kops_core::lifecycle::instances::InstanceStatus;

use super::get::{role, values};
use crate::args::{Files, GetInstancesArgs, ObjectFormat};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::table;
use crate::{cluster_api, output};

/// Lists instances. Without an answer of the cluster's API they have no nodes, with a warning.
pub(crate) async fn get(
    session: &Session,
    args: &GetInstancesArgs,
    files: &Files,
    format: ObjectFormat,
) -> Result<String, Failure> {
    let loaded = session.load_to_show(args.cluster.as_deref(), files).await?;
    let (spec, engine) = (loaded.spec.clone(), session.engine(&loaded).await?);
    let found = match cluster_api::connect(session, &loaded, &args.api).await {
        Ok(api) => match engine.instances(&spec, Some(api.as_ref())).await {
            Err(kops_core::Error::ClusterApi(error)) => {
                output::warning(&format!("the names of nodes are not known: {error}"));
                engine.instances(&spec, None).await
            }
            answer => answer,
        },
        Err(failure) => {
            output::warning(&format!("the names of nodes are not known: {}", failure.reason()));
            engine.instances(&spec, None).await
        }
    };
    let found = found.map_err(Failure::engine)?;
    if format == ObjectFormat::Table { Ok(instance_table(&found)) } else { values(&found, format) }
}

fn instance_table(instances: &[InstanceStatus]) -> String {
    let row = |instance: &InstanceStatus| {
        [
            instance.id.clone(),
            instance.node_name.clone().unwrap_or_default(),
            instance.status.as_str().to_owned(),
            instance.role.map(role).unwrap_or_default(),
            if instance.state == InstanceState::WarmPool { "WarmPool" } else { "" }.to_owned(),
            instance.internal_ip.clone().unwrap_or_default(),
            instance.external_ip.clone().unwrap_or_default(),
            instance.instance_group.clone().unwrap_or_default(),
            instance.machine_type.clone(),
        ]
    };
    let head =
        ["ID", "NODE-NAME", "STATUS", "ROLES", "STATE", "INTERNAL-IP", "EXTERNAL-IP", "INSTANCE-GROUP", "MACHINE-TYPE"];
    table(head, &instances.iter().map(row).collect::<Vec<_>>())
}
