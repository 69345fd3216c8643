//! Plans: what would bring the account to what a spec says, and what would delete a cluster.

use std::collections::BTreeSet;

use super::buckets::MissingBucket;
use super::turn::next_turn;
use super::{Engine, Error, Planned, protection, region};
use crate::calls;
use crate::cloud::Scope;
use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics};
use crate::lifecycle::forecast;
use crate::model;
use crate::naming::paths;
use crate::plan::{self, Plan, PlanErrors, PlanOptions};
use crate::spec::Spec;
use crate::state::{StateError, applied_cluster};
use crate::validate;
use crate::yaml::Source;

impl Engine {
    /// Plans what would bring the account to what a spec says. Nothing is written anywhere.
    ///
    /// # Errors
    /// As [`Engine::check`], also for a `configBase` outside of a state store that has a [URL](crate::state::StateStore::url), and
    /// [`Error::Plan`] with everything that keeps the account from becoming what the spec says.
    pub async fn plan(&self, spec: &Spec) -> Result<Planned, Error> {
        self.plan_with(spec, &PlanOptions::default()).await
    }

    /// As [`Engine::plan`], with what the user allows beyond the default.
    ///
    /// # Errors
    /// As [`Engine::plan`].
    pub async fn plan_with(&self, spec: &Spec, options: &PlanOptions) -> Result<Planned, Error> {
        let names: Vec<String> = options.instance_groups.iter().cloned().collect();
        if let Err(problem) = spec.select_groups(&names, &[]) {
            return Err(Error::Invalid { findings: problem.into(), texts: spec.sources.texts() });
        }
        self.refuse_other_config_base(spec)?;
        // On the heap: what plans would be larger than the stack of a thread takes.
        let spec = Box::pin(self.as_stored(spec)).await?;
        let (graph, checked) = Box::pin(self.graph(&spec)).await?;
        let scope = Scope { occupants: options.prune, ..Scope::of(&graph) };
        let (snapshot, view) = self.observe(&graph, &scope, MissingBucket::Refused).await?;
        let (mut warnings, texts) = (checked.spec.warnings.clone(), checked.spec.sources.texts());
        warnings.extend(checked.warnings);
        let applied = view.objects.get(paths::COMPLETED_SPEC).and_then(|object| applied_cluster(&object.content));
        if let Some(applied) = applied {
            let changes = validate::check_change(&applied, &checked.spec);
            if changes.has_errors() {
                return Err(Error::Invalid { findings: changes, texts });
            }
            warnings.extend(changes);
        }
        warnings.sort();
        next_turn().await;
        planned(plan::plan(&graph, &snapshot, &view, options), &checked.spec, warnings, texts)
    }

    /// A spec with the time at which its cluster was made, as it was applied last, and the apply set that it is in. Users write neither, and
    /// nodes read both: without them, plans of a file and of the state store would differ.
    async fn as_stored(&self, spec: &Spec) -> Result<Spec, Error> {
        let mut spec = spec.clone();
        match self.stored().fill_metadata(&mut spec.cluster.metadata).await {
            // The check of the spec says what is wrong with the name.
            Ok(()) | Err(StateError::InvalidKey { .. }) => Ok(spec),
            Err(error) => Err(error.into()),
        }
    }

    /// Plans the deletion of everything that a cluster owns. Nothing is written anywhere.
    ///
    /// The spec need not be valid any more: an image, a hosted zone or a shared gateway may be gone, the version may be an old
    /// one. What is wrong with it is in the warnings. Persistent volumes and their snapshots are retained and named in the plan.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the cluster is protected or in another region than the engine, [`Error::Cloud`], [`Error::State`] and
    /// [`Error::Plan`].
    pub async fn plan_deletion(&self, spec: &Spec) -> Result<Planned, Error> {
        self.plan_deletion_with(spec, &BTreeSet::new()).await
    }

    /// As [`Engine::plan_deletion`], with the persistent volumes and snapshots that are deleted too: as plans name them
    /// (`volume/data.demo`), by their ids, or `*` for all.
    ///
    /// # Errors
    /// As [`Engine::plan_deletion`].
    pub async fn plan_deletion_with(&self, spec: &Spec, allow: &BTreeSet<String>) -> Result<Planned, Error> {
        protection::refuse(spec, None)?;
        let texts = spec.sources.texts();
        let facts = self.facts(spec).await?;
        region::refuse_other(spec, &facts)?;
        next_turn().await;
        let full = defaults::fill(spec.clone(), &facts);
        let (graph, missing) = model::build_partial(&full, &facts);
        let filled = full.spec.clone();
        let findings = match validate::check(full, &facts) {
            Ok(valid) => valid.warnings.clone(),
            Err(findings) => findings,
        };
        let mut warnings: Diagnostics = findings
            .into_iter()
            .chain(missing.without(&[model::codes::UNKNOWN_HASH, model::codes::NO_ADDON_MANIFEST]))
            .map(Diagnostic::into_warning)
            .collect();
        warnings.sort();
        let scope = Scope { occupants: true, ..Scope::of(&graph) };
        let (snapshot, view) = self.observe(&graph, &scope, MissingBucket::Empty).await?;
        next_turn().await;
        planned(plan::deletion(&graph, &snapshot, &view, allow), &filled, warnings, texts)
    }
}

/// Adds to a plan what it does to what runs, and the calls that applying it takes. `spec` has its defaults.
pub(super) fn planned(
    plan: Result<Plan, PlanErrors>,
    spec: &Spec,
    warnings: Diagnostics,
    texts: Vec<Source>,
) -> Result<Planned, Error> {
    match plan {
        Ok(mut plan) => {
            plan.forecast = forecast(&plan, spec);
            plan.apply_calls = calls::of_apply(&plan);
            Ok(Planned { plan, warnings, texts })
        }
        Err(errors) => Err(Error::Plan { errors, texts }),
    }
}
