//! An account that does what a plan says and nothing more: it checks order and references, and knows no AWS.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::references;
use super::super::{Action, Plan, PlanOptions, Step, plan};
use crate::cloud::{Observed, Snapshot};
use crate::graph::Graph;
use crate::resource::{CloudId, Kind, OnParentDelete, Output, Outputs, Resource, ResourceId, outputs_of_content};
use crate::state::{StoreObject, StoreView, Version};

/// What the account and the state store hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeAccount {
    pub(crate) found: Vec<Observed>,
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) keysets: BTreeMap<String, Outputs>,
}

impl FakeAccount {
    /// An account in which a graph was made.
    pub(crate) fn of(graph: &Graph) -> Self {
        let mut account = Self::default();
        let plan = plan(graph, &account.snapshot(), &account.store(), &PlanOptions::default());
        account.apply(&plan.unwrap_or_else(|errors| panic!("{errors}")));
        account
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot { resources: self.found.clone(), ..Snapshot::default() }
    }

    pub(crate) fn store(&self) -> StoreView {
        let object = |(key, content): (&String, &String)| {
            (key.clone(), StoreObject { content: content.clone(), version: Version(content.clone()), public: false })
        };
        let objects = self.files.iter().map(object).collect();
        StoreView { objects, keysets: self.keysets.clone(), secrets: BTreeMap::new() }
    }

    /// What is there, by id.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = self.found.iter().map(|found| format!("{} {}", found.resource.kind(), found.id));
        names.chain(self.files.keys().cloned()).collect()
    }

    /// The places of what nothing refers to, and what therefore may go at any time.
    pub(crate) fn unused(&self) -> Vec<usize> {
        let mut used = Vec::new();
        for found in &self.found {
            let fields = found.resource.to_value();
            references::each(found.resource.kind(), &fields, &mut |field, word| {
                used.push((field.refers_to, word.to_owned()))
            });
        }
        let is_used = |found: &Observed| {
            let words: Vec<&String> = found.outputs.values().chain([&found.id.0]).collect();
            used.iter().any(|(kinds, word)| kinds.contains(&found.resource.kind()) && words.contains(&word))
        };
        (0..self.found.len()).filter(|place| !is_used(&self.found[*place])).collect()
    }

    /// Finds a resource by its kind and the tag `Name` or the field `name`.
    pub(crate) fn find(&mut self, kind: Kind, name: &str) -> &mut Observed {
        let is = |found: &Observed| {
            let fields = found.resource.to_value();
            let tag = found.resource.tags().and_then(|tags| tags.get("Name")).map(String::as_str);
            found.resource.kind() == kind
                && (tag == Some(name) || fields.get("name").and_then(Value::as_str) == Some(name))
        };
        self.found.iter_mut().find(|found| is(found)).unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    /// Changes a resource that [`Self::find`] finds.
    pub(crate) fn edit<T>(&mut self, kind: Kind, name: &str, change: impl FnOnce(&mut T))
    where
        T: DeserializeOwned + Into<Resource>,
    {
        let id = self.find(kind, name).id.0.clone();
        self.edit_id(&id, change);
    }

    /// Changes the resource with an id.
    pub(crate) fn edit_id<T>(&mut self, id: &str, change: impl FnOnce(&mut T))
    where
        T: DeserializeOwned + Into<Resource>,
    {
        let found = self.found.iter_mut().find(|found| found.id.0 == id).expect("is there");
        let mut inner: T = serde_json::from_value(found.resource.to_value().into()).expect("of this kind");
        change(&mut inner);
        found.resource = inner.into();
    }

    /// Puts something into the account that no plan made.
    pub(crate) fn put(&mut self, id: &str, resource: impl Into<Resource>) {
        let outputs = outputs(id, 1);
        self.found.push(Observed { id: id.into(), resource: resource.into(), outputs, deleting: false });
    }

    /// Does what a plan says, each step after what it needs.
    pub(crate) fn apply(&mut self, plan: &Plan) {
        let mut known = plan.bindings.clone();
        for step in &plan.steps {
            self.step(step, &mut known);
        }
    }

    fn step(&mut self, step: &Step, known: &mut BTreeMap<ResourceId, Outputs>) {
        match &step.action {
            Action::Create { desired: Resource::ManagedFile(file) }
            | Action::Update { desired: Resource::ManagedFile(file), .. } => {
                let Resource::ManagedFile(file) = bound(step, &file.clone().into(), known) else { unreachable!() };
                let content = file.content.known().expect("is bound");
                known.insert(step.resource.clone(), outputs_of_content(content));
                self.files.insert(file.key.clone(), content.to_owned());
            }
            Action::Delete { current: Resource::ManagedFile(file), .. } => {
                self.files.remove(&file.key).expect("is there");
            }
            Action::Create { desired: Resource::Keyset(keyset) } => {
                let certificates = format!("certificates of {}\n", keyset.name);
                let outputs = Outputs::from([(Output::Id, keyset.name.clone()), (Output::Certificates, certificates)]);
                known.insert(step.resource.clone(), outputs.clone());
                self.keysets.insert(keyset.name.clone(), outputs);
            }
            Action::Create { desired } => {
                let id = self.new_id(&step.resource);
                let resource = bound(step, desired, known);
                self.put(&id, resource);
                known.insert(step.resource.clone(), outputs(&id, 1));
            }
            Action::Update { id, desired, changes, .. } => {
                let desired = bound(step, desired, known);
                let found = self.by_id(step.resource.kind, id);
                let names: Vec<String> = changes.iter().map(|change| change.field.clone()).collect();
                let fields = step.resource.kind.fields_in_place(&names).expect("change in place");
                found.resource = found.resource.with_fields(&desired, &fields).expect("of this kind");
                if step.resource.kind == Kind::LaunchTemplate {
                    let version: u32 = found.outputs[&Output::Version].parse().expect("a number");
                    found.outputs.insert(Output::Version, (version + 1).to_string());
                }
                known.insert(step.resource.clone(), found.outputs.clone());
            }
            Action::Delete { id, .. } => self.delete(step.resource.kind, id),
        }
    }

    /// `subnet-a.demo`, then `subnet-a.demo-2`.
    fn new_id(&self, resource: &ResourceId) -> String {
        let name = format!("{}-{}", resource.kind, resource.name);
        let free = |id: &String| self.found.iter().all(|found| found.id.0 != *id);
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        std::iter::once(name.clone()).chain(numbered).find(free).expect("there are numbers enough")
    }

    fn by_id(&mut self, kind: Kind, id: &CloudId) -> &mut Observed {
        let found = self.found.iter_mut().find(|found| found.resource.kind() == kind && found.id == *id);
        found.unwrap_or_else(|| panic!("no {kind} {id}"))
    }

    /// Deletes something with the parts that go along; refuses where something else still refers to it.
    fn delete(&mut self, kind: Kind, id: &CloudId) {
        let gone = self.by_id(kind, id).clone();
        let words: Vec<&str> = gone.outputs.values().map(String::as_str).chain([gone.id.0.as_str()]).collect();
        self.found.retain(|other| {
            if other.resource.kind() == kind && other.id == *id {
                return false;
            }
            let fields = other.resource.to_value();
            let mut refers = false;
            references::each(other.resource.kind(), &fields, &mut |field, word| {
                refers |= field.refers_to.contains(&kind) && words.contains(&word);
            });
            let part = other.resource.kind().properties().part_of.filter(|part| {
                let whole = part.field.text(&fields);
                part.on_delete == OnParentDelete::Cascades && whole.is_some_and(|whole| words.contains(&whole))
            });
            assert!(!refers || part.is_some(), "{} still uses {kind} {id}", other.id);
            part.is_none() || !refers
        });
    }
}

fn bound(step: &Step, resource: &Resource, known: &BTreeMap<ResourceId, Outputs>) -> Resource {
    let bound = resource.bind(&|id, output| known.get(id)?.get(&output).cloned());
    assert!(bound.references().is_empty(), "{} refers to what is not known: {:?}", step.resource, bound.references());
    bound
}

fn outputs(id: &str, version: u32) -> Outputs {
    Outputs::from([
        (Output::Id, id.to_owned()),
        (Output::Arn, format!("arn:{id}")),
        (Output::DnsName, format!("{id}.elb.example.com")),
        (Output::HostedZone, "Z9".to_owned()),
        (Output::Ipv6Cidr, "2001:db8::/56".to_owned()),
        (Output::Version, version.to_string()),
        (Output::Address, format!("address of {id}")),
    ])
}
