//! A cluster is worked on in its own region.

use super::Error;
use crate::diag::Diagnostic;
use crate::facts::Facts;
use crate::spec::Spec;
use crate::validate::codes::UNKNOWN_ZONE;

/// Refuses a cluster whose subnets are in another region than the account is looked at in: nothing of it would be found there but what
/// is in no region, such as its roles and DNS records.
pub(super) fn refuse_other(spec: &Spec, facts: &Facts) -> Result<(), Error> {
    let Some(region) = spec.region().filter(|region| *region != facts.region && !facts.region.is_empty()) else {
        return Ok(());
    };
    let name = spec.cluster.name();
    let path = spec.cluster.reference().field("spec.subnets");
    let location = spec.sources.locate(&path);
    let message = format!("cluster `{name}` is in `{region}`, not in `{}`", facts.region);
    let finding = Diagnostic::error(UNKNOWN_ZONE.id, message).at(path).located(location);
    let help = format!("do this in `{region}`; `kops delete cluster {name}` works in the region of the cluster");
    Err(Error::Invalid { findings: finding.help(help).into(), texts: spec.sources.texts() })
}
