//! Where resources of a plan are: in what exists, or in what the plan creates.

use std::collections::BTreeMap;

use crate::plan::{Action, Plan};
use crate::resource::{OfKind, Output, Ref, Resource, ResourceId};

/// A resource that others are in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parent {
    /// One that exists, by its id.
    Existing(String),
    /// One that the plan creates.
    New(ResourceId),
}

/// The resources of a plan's steps, and the ids of those that exist.
pub(super) struct Places<'a> {
    plan: &'a Plan,
    steps: BTreeMap<&'a ResourceId, &'a Action>,
}

impl<'a> Places<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        Self { plan, steps: plan.steps.iter().map(|step| (&step.resource, &step.action)).collect() }
    }

    /// What a reference leads to; none where the plan does not know it.
    pub(super) fn parent(&self, reference: &Ref) -> Option<Parent> {
        match reference {
            Ref::Known(id) => Some(Parent::Existing(id.clone())),
            Ref::Resource { id, .. } => match self.steps.get(id) {
                Some(Action::Create { .. }) => Some(Parent::New(id.clone())),
                Some(Action::Update { id, .. } | Action::Delete { id, .. }) => Some(Parent::Existing(id.0.clone())),
                None => self.plan.bindings.get(id)?.get(&Output::Id).cloned().map(Parent::Existing),
            },
        }
    }

    /// The resource that a step creates or changes, as it will be.
    pub(super) fn resource<T: OfKind>(&self, reference: &Ref) -> Option<&'a T> {
        let Ref::Resource { id, .. } = reference else { return None };
        T::of(self.steps.get(id)?.resource())
    }

    /// The resource that a step creates, by its name in the plan.
    pub(super) fn created<T: OfKind>(&self, id: &ResourceId) -> Option<&'a T> {
        let resource: &'a Resource = match self.steps.get(id)? {
            Action::Create { desired } => desired,
            _ => return None,
        };
        T::of(resource)
    }
}
