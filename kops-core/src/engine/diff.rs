//! What would change in the cloud between two specs, with no account and no state store.

use super::Error;
use super::planned::Planned;
use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics};
use crate::facts::Facts;
use crate::graph::Graph;
use crate::model;
use crate::plan::{self, PlanOptions};
use crate::spec::{Spec, codes};
use crate::validate::{self, codes as rules};
use crate::yaml::Source;

/// The place of specs that do not say where they are kept.
pub(super) const NOWHERE: &str = "memfs://state-store";

/// Plans what would change in the account of a cluster whose spec is changed: what is added, changed and removed, which
/// instance groups have to roll, and what is disrupted. `old` need not be valid any more.
///
/// No account is asked, and what only an account knows is assumed to be as both specs say: see [`Facts::assumed`]. Such a plan
/// is for reading: changes that interrupt what runs, such as an older version, are among its notes too. What the cluster would no longer need is deleted in it, as with [`PlanOptions::prune`], and what holds
/// data is kept.
///
/// ```
/// use kops_core::Spec;
///
/// let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// let old = Spec::from_yaml("old.yml", text)?;
/// let new = Spec::from_yaml("new.yml", &text.replace("machineType: t3.large", "machineType: t3.xlarge"))?;
///
/// let plan = kops_core::diff(&old, &new)?;
/// assert_eq!(plan.rolling_updates[0].group, "nodes");
/// assert_eq!(plan.rolling_updates[0].causes[0].location.as_ref().unwrap().file.as_ref(), "new.yml");
/// assert!(kops_core::diff(&old, &old)?.is_empty());
/// # Ok::<(), kops_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the new spec, with what cannot be changed of a cluster that runs, and where the
/// specs are of different clusters;
/// [`Error::Plan`] where a cluster cannot become what the new spec says.
pub fn diff(old: &Spec, new: &Spec) -> Result<Planned, Error> {
    diff_with(old, new, Facts::built_in(new.region().unwrap_or_default()))
}

/// As [`diff`], with what the caller knows of the account, the region and the published components. The rest is assumed.
///
/// # Errors
/// As [`diff`].
pub fn diff_with(old: &Spec, new: &Spec, known: Facts) -> Result<Planned, Error> {
    let Compared { old, new, facts, notes } = compared(old, new, known)?;
    let filled_old = defaults::fill(old, &facts);
    let (before, _) = model::build_partial(&filled_old, &facts);
    let texts = new.sources.texts();
    let filled = defaults::fill(new.clone(), &facts);
    let (after, mut warnings) = graph(new, &facts, &texts)?;
    let changes = validate::check_change(&filled_old.cluster, &filled);
    if changes.has_errors() {
        return Err(Error::Invalid { findings: changes, texts });
    }
    let risks: Vec<String> = changes.iter().map(|found| found.message.clone()).collect();
    warnings.extend(changes);
    warnings.sort();
    let options = PlanOptions { prune: true, ..PlanOptions::default() };
    let mut planned = super::plan::planned(plan::between(&before, &after, &options), &filled, warnings, texts)?;
    planned.plan.notes.extend(notes.into_iter().chain(risks));
    Ok(planned)
}

/// Two specs of one cluster, at one place, with the facts that both assume.
pub(super) struct Compared {
    pub(super) old: Spec,
    pub(super) new: Spec,
    pub(super) facts: Facts,
    /// What a reader should know that was assumed.
    pub(super) notes: Vec<String>,
}

/// Puts two specs beside each other.
pub(super) fn compared(old: &Spec, new: &Spec, known: Facts) -> Result<Compared, Error> {
    if old.cluster.name() != new.cluster.name() {
        return Err(other_cluster(old, new));
    }
    let place = [new, old].into_iter().find_map(Spec::store_url).unwrap_or(NOWHERE).to_owned();
    let (old, new) = (old.clone().in_store(&place), new.clone().in_store(&place));
    let notes = assumptions(&new, &known).into_iter().collect();
    let known = Facts { simulated: true, ..known };
    let assumed = [&new, &old].map(|spec| Facts::assumed_in(spec, &known.components));
    let facts = assumed.into_iter().fold(known, Facts::with);
    Ok(Compared { old, new, facts, notes })
}

/// What a reader should know that was assumed.
fn assumptions(spec: &Spec, known: &Facts) -> Option<String> {
    let cluster = &spec.cluster.spec;
    let vpc = cluster.network_id.as_ref().filter(|_| cluster.network_cidr.is_none())?;
    let is_known = known.network.vpcs.contains_key(vpc);
    let assumed = Facts::assumed(spec).network.vpcs.remove(vpc).filter(|_| !is_known)?;
    Some(format!("the CIDR of `{vpc}` is not in the spec, and assumed to be `{}`: set `networkCIDR`", assumed.cidr))
}

/// The graph of a spec in which nothing is wrong but what only an account knows.
pub(super) fn graph(spec: Spec, facts: &Facts, texts: &[Source]) -> Result<(Graph, Diagnostics), Error> {
    let invalid = |findings| Error::Invalid { findings, texts: texts.to_vec() };
    let full = defaults::fill(spec, facts);
    match validate::check(full.clone(), facts) {
        Ok(valid) => {
            let warnings = valid.warnings.clone();
            Ok((model::build(&valid, facts).map_err(invalid)?, warnings))
        }
        Err(findings) => {
            let findings = findings.without(rules::NEED_ACCOUNT).without(&[rules::ARCHITECTURE]);
            if findings.has_errors() {
                return Err(invalid(findings));
            }
            Ok((model::build_partial(&full, facts).0, findings))
        }
    }
}

fn other_cluster(old: &Spec, new: &Spec) -> Error {
    let message =
        format!("the old spec is of the cluster `{}`, the new one of `{}`", old.cluster.name(), new.cluster.name());
    let path = new.cluster.reference().field("metadata.name");
    let location = new.sources.locate(&path);
    let problem = Diagnostic::error(codes::SEVERAL_CLUSTERS.id, message).at(path).located(location);
    let findings = problem.help("compare two specs of one cluster").into();
    Error::Invalid { findings, texts: new.sources.texts() }
}
