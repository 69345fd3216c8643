//! Everything that a picture can show: the resources of a graph and those that a plan deletes, with what the plan does to each.

use std::collections::BTreeMap;

use crate::graph::{Graph, Ownership};
use crate::plan::{Action, Plan};
use crate::resource::{AutoscalingGroup, Kind, OfKind, Ref, Resource, ResourceId};

/// What a plan does to a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    #[default]
    None,
    Changed,
    New,
    Gone,
}

/// A resource that can be shown.
pub(super) struct Known<'a> {
    pub(super) resource: &'a Resource,
    pub(super) shared: bool,
    pub(super) mark: Mark,
}

/// The resources by id, and the ids by what AWS calls them.
pub(super) struct Resources<'a> {
    known: BTreeMap<ResourceId, Known<'a>>,
    assigned: BTreeMap<(Kind, &'a str), ResourceId>,
}

impl<'a> Resources<'a> {
    pub(super) fn of(graph: &'a Graph, plan: Option<&'a Plan>) -> Self {
        let mut found = Self { known: BTreeMap::new(), assigned: BTreeMap::new() };
        for (id, node) in &graph.nodes {
            let shared = matches!(node.ownership, Ownership::Shared(_));
            if let Ownership::Shared(assigned) = &node.ownership {
                found.assigned.insert((id.kind, assigned.as_str()), id.clone());
            }
            found.known.insert(id.clone(), Known { resource: &node.resource, shared, mark: Mark::None });
        }
        if let Some(plan) = plan {
            found.mark(plan);
        }
        found
    }

    fn mark(&mut self, plan: &'a Plan) {
        for (id, outputs) in &plan.bindings {
            self.assigned.extend(outputs.values().map(|value| ((id.kind, value.as_str()), id.clone())));
        }
        for step in &plan.steps {
            let id = &step.resource;
            let mark = match &step.action {
                Action::Create { .. } => Mark::New,
                Action::Update { .. } => Mark::Changed,
                Action::Delete { .. } => Mark::Gone,
            };
            if let Action::Update { id: assigned, .. } | Action::Delete { id: assigned, .. } = &step.action {
                self.assigned.insert((id.kind, assigned.as_str()), id.clone());
            }
            let resource = step.action.resource();
            let known = self.known.entry(id.clone());
            known.or_insert(Known { resource, shared: false, mark }).mark = mark;
        }
        self.mark_wholes();
    }

    /// Marks as changed what a part is made, changed or deleted of, such as the load balancer of a listener.
    fn mark_wholes(&mut self) {
        let marked = self.known.iter().filter(|(_, known)| known.mark != Mark::None);
        let wholes = marked.filter_map(|(id, known)| {
            let field = id.kind.properties().part_of?.field;
            let whole = serde_json::from_value(known.resource.value(field)).ok()?;
            self.resolve(&whole, field.refers_to)
        });
        // A group follows its launch template, and no step of its own says so.
        let groups = self.of_kind::<AutoscalingGroup>().filter(|(_, _, group)| {
            let template = self.resolve(&group.launch_template, &[Kind::LaunchTemplate]);
            template.and_then(|id| self.get(&id)).is_some_and(|template| template.mark == Mark::Changed)
        });
        for whole in wholes.chain(groups.map(|(id, ..)| id.clone())).collect::<Vec<_>>() {
            if let Some(known) = self.known.get_mut(&whole).filter(|known| known.mark == Mark::None) {
                known.mark = Mark::Changed;
            }
        }
    }

    /// The resource that a reference leads to, which is of one of some kinds.
    pub(super) fn resolve(&self, reference: &Ref, kinds: &[Kind]) -> Option<ResourceId> {
        match reference {
            Ref::Resource { id, .. } => Some(id.clone()),
            Ref::Known(assigned) => {
                kinds.iter().find_map(|kind| self.assigned.get(&(*kind, assigned.as_str())).cloned())
            }
        }
    }

    /// Every resource of a kind, in the order of ids.
    pub(super) fn of_kind<T: OfKind + 'a>(&self) -> impl Iterator<Item = (&ResourceId, &Known<'a>, &'a T)> {
        let first = ResourceId::new(T::KIND, "");
        let of_kind = self.known.range(first..).take_while(|(id, _)| id.kind == T::KIND);
        of_kind.filter_map(|(id, known)| Some((id, known, T::of(known.resource)?)))
    }

    pub(super) fn find<T: OfKind>(&self, id: &ResourceId) -> Option<&'a T> {
        T::of(self.known.get(id)?.resource)
    }

    pub(super) fn get(&self, id: &ResourceId) -> Option<&Known<'a>> {
        self.known.get(id)
    }
}
