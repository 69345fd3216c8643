//! What AWS accepts of a resource as far as its own values decide it: names, numbers, formats, tags.
//!
//! In: a desired resource, alone or among the others of its graph. Out: every [`LimitFault`], field by field. The model
//! reports them with the line of the spec, so that a plan refuses what AWS would refuse; the simulated account answers with the
//! first. Quotas that AWS raises on request are not among them.

mod access;
mod autoscaling;
pub mod codes;
mod dns;
mod events;
mod firewall;
mod found;
mod gateway;
mod launch_template;
mod leftover;
mod load_balancer;
mod routing;
mod storage;
mod tags;
mod vpc;

use super::{Field, Fields, OfKind, Ref, Resource, on_kind};
use crate::diag::Code;

pub(crate) use access::{INLINE_POLICIES, policy_length};
pub(crate) use found::Found;

/// A value that AWS does not accept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitFault {
    /// The field.
    pub field: &'static Field,
    /// The entry of the field, where it holds entries by key: the tag.
    pub key: Option<String>,
    /// The class of the fault.
    pub code: Code,
    /// The error code with which AWS refuses it.
    pub aws_code: &'static str,
    /// One sentence: what is wrong, with the value in backticks.
    pub message: String,
}

/// The rules of a kind.
pub(crate) trait Limits: OfKind + Fields {
    /// Checks the values of the resource, its tags apart.
    fn check_values(&self, found: &mut Found);

    /// Checks the resource against those that it refers to.
    fn check_among<N: Neighbors>(&self, _others: &N, _found: &mut Found) {}

    /// Returns what AWS would not accept of it alone.
    fn faults(&self) -> Vec<LimitFault> {
        let mut found = Found::default();
        if let Some((field, tags)) = Self::KIND.tags().zip(self.tags()) {
            tags::check(Self::KIND, field, tags, &mut found);
        }
        self.check_values(&mut found);
        found.into_faults()
    }

    /// Returns what AWS would not accept of it among others.
    fn faults_among<N: Neighbors>(&self, others: &N) -> Vec<LimitFault> {
        let mut found = Found::default();
        self.check_among(others, &mut found);
        found.into_faults()
    }
}

/// The resources among which one is: those of a graph, or those of an account.
pub(crate) trait Neighbors {
    /// The resource that a reference leads to, with its name or id, where it is known.
    fn neighbor<T: OfKind>(&self, reference: &Ref) -> Option<(&str, &T)>;
}

impl Resource {
    /// Returns everything that AWS would not accept of this resource, as far as its own values decide it.
    ///
    /// ```
    /// use kops_core::resource::{Resource, Volume};
    ///
    /// let volume = Volume { size_gib: 100, volume_type: "st1".into(), ..Volume::default() };
    /// let faults = Resource::from(volume).faults();
    /// assert_eq!(faults[0].message, "the size of an `st1` volume is `100` GiB and must be from 125 to 16384");
    /// ```
    pub fn faults(&self) -> Vec<LimitFault> {
        on_kind!(self, inner => inner.faults())
    }

    /// Returns what AWS would not accept of this resource among others.
    pub(crate) fn faults_among<N: Neighbors>(&self, others: &N) -> Vec<LimitFault> {
        on_kind!(self, inner => inner.faults_among(others))
    }
}
