//! `kops delete instance`: drains and terminates one instance, in whose place its group launches another.

use kops_core::lifecycle::rolling::RollingUpdateOptions;
use kops_core::spec::Role;

use super::rolling_update::{Rolling, Shown};
use crate::args::{DeleteInstanceArgs, Files};
use crate::failure::Failure;
use crate::session::Session;
use crate::{cluster_api, output};

/// Shows the instance; with `--yes` deletes it.
pub(crate) async fn run(session: &Session, args: &DeleteInstanceArgs) -> Result<(), Failure> {
    let loaded = session.load(None, &Files::default()).await?;
    let shown = Shown { format: args.format, cloud_only: args.cloud_only, yes: args.yes, interactive: false };
    let options = RollingUpdateOptions {
        instances: vec![args.instance.clone()],
        surge: args.surge,
        ..args.care.apply_to(RollingUpdateOptions::default())
    };
    let api = match args.cloud_only {
        true => None,
        false => Some(cluster_api::connect(session, &loaded, &args.api).await?),
    };
    let rolling = Rolling::new(session, &loaded, api, options, shown).await?;
    let plan =
        rolling.plan().await.map_err(|failure| failure.advise("`kops get instances` lists instances and nodes"))?;
    let Some(group) = plan.groups.iter().find(|group| !group.replace.is_empty()) else {
        output::note(&format!("{} is on its way out already.", args.instance));
        return Ok(());
    };
    if args.surge && group.role == Role::Master && !args.cloud_only {
        output::warning("instances of the control plane are deleted before others are launched, whatever --surge says");
    }
    if !args.yes {
        output::hint("Must specify --yes to delete instance.");
        return Ok(());
    }
    rolling.run().await
}
