//! `kops upgrade cluster`: upgrades a spec to what its channel recommends.

use kops_core::spec::{Cluster, Objects, Sources, Spec};
use kops_core::state::Clusters;
use kops_core::upgrade::{UpgradeChange, UpgradeOptions};

use crate::args::{Files, UpgradeClusterArgs};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::table;
use crate::{input, output};

/// Shows the upgrade; with `--yes` writes the spec.
pub(crate) async fn run(session: &Session, args: UpgradeClusterArgs) -> Result<(), Failure> {
    let UpgradeClusterArgs { cluster, channel, kubernetes_version, yes } = args;
    let loaded = session.load(cluster.as_deref(), &Files::default()).await?;
    let name = loaded.spec.cluster.name().to_owned();
    let before = loaded.spec.to_yaml();
    let options = UpgradeOptions { channel, kubernetes_version };
    let upgrade = session.upgrade(&loaded.spec, &options).await?;
    upgrade.notes.iter().for_each(|note| output::note(note));
    if upgrade.changes.is_empty() {
        output::note("no upgrade required");
        return Ok(());
    }
    let rows: Vec<_> = upgrade.changes.iter().map(row).collect();
    output::result(&table(["ITEM", "PROPERTY", "OLD", "NEW"], &rows))?;
    let Spec { cluster, groups, .. } = upgrade.spec.clone();
    let store = session.store().await?;
    // The lines of the state store have the old values.
    let upgraded = Spec { sources: Sources::default(), ..upgrade.spec.in_store(&loaded.store_url) };
    session.check_changed(&store, upgraded).await?;
    if !yes {
        output::hint("run again with --yes to write these changes to the state store");
        return Ok(());
    }
    let objects = Objects { clusters: vec![cluster], groups, ..Objects::default() };
    let lease = session.lock_cluster(&name).await?;
    let replace = async {
        let clusters = Clusters::new(&lease);
        let (now, stored) = clusters.load_stored(&name).await?;
        if now.to_yaml() != before {
            return Err(Failure::message("the spec was modified by someone else in the meantime"));
        }
        let replaced = clusters.replace_unchanged(&objects, &stored, input::now()).await;
        replaced.map_err(|error| Failure::write(error, &objects))
    };
    lease.during(replace).await?;
    session.save()?;
    output::note(&format!("upgraded the spec of {name}"));
    output::hint(&format!("to preview the changes to the account, run: kops update cluster {name}"));
    Ok(())
}

/// A change as kops shows it: `Cluster`, `KubernetesVersion`.
fn row(change: &UpgradeChange) -> [String; 4] {
    let object = &change.field.object;
    let item = if object.kind == Cluster::KIND { Cluster::KIND.to_owned() } else { object.to_string() };
    let field = change.field.field.rsplit('.').next().unwrap_or_default();
    let mut letters = field.chars();
    let property = letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str());
    [item, property.unwrap_or_default(), change.old.clone().unwrap_or_default(), change.new.clone()]
}
