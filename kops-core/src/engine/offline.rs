//! What can be said of a spec without an account.

use crate::defaults::{self, FullSpec};
use crate::diag::{Diagnostic, Diagnostics};
use crate::facts::{self, Components, Facts};
use crate::spec::Spec;
use crate::validate::{self, codes};

/// Fills in a spec's defaults by what the library knows of its region.
///
/// What only an account knows stays unset, such as the range of a VPC that exists.
pub fn fill_offline(spec: &Spec) -> FullSpec {
    fill_offline_with(spec, Components::built_in())
}

/// As [`fill_offline`], with what the caller says of the components that nodes run and of their channel.
pub fn fill_offline_with(spec: &Spec, components: Components) -> FullSpec {
    defaults::fill(spec.clone(), &Facts { components, ..facts(spec) })
}

/// Fills in a spec's defaults by what the caller knows of the account: see [`Facts::from_yaml`].
///
/// The warnings of what is filled in name each fact that a default depends on and that is not known. Such a default is left out.
pub fn fill_with_facts(spec: &Spec, known: &Facts) -> FullSpec {
    let fill = |facts: &Facts| defaults::fill(spec.clone(), facts);
    let unknown = facts::unknown(spec, known, known, |facts| {
        let Spec { cluster, groups, .. } = fill(facts).spec;
        (cluster, groups)
    });
    let mut full = fill(known);
    full.spec.warnings.extend(unknown.into_iter().map(Diagnostic::into_warning));
    full
}

/// Checks everything in a spec that can be checked without an account, and returns all findings.
///
/// Findings of the rules in [`codes::NEED_ACCOUNT`] are left out, as they would be about resources that may well exist.
/// [`super::Engine::check`] checks those too.
///
/// ```
/// use kops_core::{Spec, engine::check_offline};
///
/// let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// assert!(check_offline(&Spec::from_yaml("cluster_spec.yml", text)?).is_empty());
///
/// let old = text.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.19.1");
/// assert!(check_offline(&Spec::from_yaml("cluster_spec.yml", &old)?).has_errors());
/// # Ok::<(), kops_core::Error>(())
/// ```
pub fn check_offline(spec: &Spec) -> Diagnostics {
    check_offline_with(spec, Components::built_in())
}

/// As [`check_offline`], with what the caller says of the components that nodes run.
pub fn check_offline_with(spec: &Spec, components: Components) -> Diagnostics {
    let facts = Facts { components, ..facts(spec) };
    let findings = match validate::check(defaults::fill(spec.clone(), &facts), &facts) {
        Ok(valid) => valid.warnings.clone(),
        Err(findings) => findings,
    };
    findings.without(codes::NEED_ACCOUNT)
}

fn facts(spec: &Spec) -> Facts {
    Facts::built_in(spec.region().unwrap_or_default())
}
