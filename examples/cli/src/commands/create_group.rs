//! `kops create instancegroup`: adds an instance group to a cluster.

use kops_core::spec::{InstanceGroup, Objects, encode};
use kops_core::state::Clusters;

use super::edit;
use crate::args::{CreateGroupArgs, Files, SpecFormat};
use crate::failure::Failure;
use crate::session::Session;
use crate::{input, output};

/// Makes an instance group, opens it in the editor, and stores it if it is valid; or only prints it.
pub(crate) async fn run(session: &Session, args: &CreateGroupArgs) -> Result<(), Failure> {
    let loaded = session.load(None, &Files::default()).await?;
    let cluster = loaded.spec.cluster.name().to_owned();
    let group = session.new_instance_group(&loaded.placed(), &args.options()).await?;
    if let Some(format) = args.output.filter(|_| args.dry_run) {
        return Ok(output::data(&match format {
            SpecFormat::Yaml => encode::to_yaml(&group),
            SpecFormat::Json => format!("{:#}", encode::to_value(&group)),
        })?);
    }
    if !args.edit {
        return store(session, &Objects { groups: vec![group], ..Objects::default() }).await;
    }
    let text = encode::to_yaml::<InstanceGroup>(&group);
    let (file, ended) = edit::edited(&text)?;
    let stored = async {
        ended?;
        let objects = input::objects(&Files { files: vec![file.path().to_owned()], ..Files::default() })?;
        match objects.groups.as_slice() {
            [edited] if edited.cluster_label() == Some(&cluster) && is_alone(&objects) => {
                store(session, &objects).await
            }
            _ => Err(Failure::message(format!(
                "the edited file must contain exactly one instance group, of `{cluster}`"
            ))),
        }
    };
    stored.await.map_err(|failure| edit::keep(file, failure, "create"))
}

fn is_alone(objects: &Objects) -> bool {
    objects.clusters.is_empty() && objects.ssh_credentials.is_empty() && objects.additional.is_empty()
}

async fn store(session: &Session, objects: &Objects) -> Result<(), Failure> {
    let store = session.store().await?;
    session.check_with(&store, objects).await?;
    let lease = session.lock_of(&store, objects).await?;
    let created = lease.during(Clusters::new(&lease).create(objects, input::now())).await;
    let created = created.map_err(|error| Failure::write(error, objects))?;
    session.save()?;
    let lines: Vec<_> = created.iter().map(|object| format!("created {object}\n")).collect();
    output::result(&lines.concat())?;
    output::hint("to preview the changes to the account, run: kops update cluster");
    Ok(())
}
