//! The objects of a published manifest, and the places in them that depend on the cluster.

use serde_json::{Map, Value};

use super::Object;
use super::pod::env;
use crate::model::addons::object::{list_in, map_in, put_named};
use crate::spec::Quantity;

/// The objects of a published manifest, and what was looked for among them and is not there.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) objects: Vec<Object>,
    pub(crate) missing: Vec<String>,
}

impl Manifest {
    pub(crate) fn new(objects: Vec<Object>) -> Self {
        Self { objects, missing: Vec::new() }
    }

    /// Returns an object that the addon cannot do without. One that is missing is noted.
    pub(super) fn object(&mut self, kind: &str, name: &str) -> Option<&mut Object> {
        let found = self.objects.iter().position(|object| object.is(kind, name));
        if found.is_none() {
            self.missing.push(format!("no {kind} `{name}`"));
        }
        self.objects.get_mut(found?)
    }

    /// Returns the pods of a deployment or daemon set that the addon cannot do without.
    pub(super) fn pods(&mut self, kind: &str, name: &str) -> Option<Pods<'_>> {
        let has_container =
            |pods: &&mut Map<String, Value>| pods.get("containers").is_some_and(|list| list[0].is_object());
        let found = self.objects.iter().position(|object| object.is(kind, name));
        let is_whole = found.is_some_and(|index| self.objects[index].pods().filter(has_container).is_some());
        if !is_whole {
            self.missing.push(format!("no {kind} `{name}` with a container"));
            return None;
        }
        self.objects.get_mut(found?)?.pods().map(Pods)
    }

    /// Removes an object, where it is there.
    pub(super) fn remove(&mut self, kind: &str, name: &str) {
        self.objects.retain(|object| !object.is(kind, name));
    }

    /// Adds an object in the place of one of its kind and name.
    pub(super) fn put(&mut self, object: Object) {
        match self.objects.iter_mut().find(|other| other.is(object.kind(), object.name())) {
            Some(other) => *other = object,
            None => self.objects.push(object),
        }
    }
}

/// The pods of a deployment or daemon set.
pub(super) struct Pods<'a>(&'a mut Map<String, Value>);

impl Pods<'_> {
    /// Sets a field of the pods.
    pub(super) fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.0.insert(field.to_owned(), value.into());
    }

    /// Sets the kinds of affinity that the pods do not have yet.
    pub(super) fn set_default_affinity(&mut self, affinity: Value) {
        let known = map_in(self.0, "affinity");
        if let Value::Object(kinds) = affinity {
            for (kind, terms) in kinds {
                known.entry(kind).or_insert(terms);
            }
        }
    }

    /// Lets the pods run on nodes with a taint.
    pub(super) fn tolerate(&mut self, toleration: Value) {
        let tolerations = list_in(self.0, "tolerations");
        let is_covered = |other: &Value| {
            other["key"] == toleration["key"] || (other["key"].is_null() && other["operator"] == "Exists")
        };
        if !tolerations.iter().any(is_covered) {
            tolerations.push(toleration);
        }
    }

    /// Removes an item by its name from a list of the pods: `volumes`, `initContainers`.
    pub(super) fn remove(&mut self, list: &str, name: &str) {
        list_in(self.0, list).retain(|item| item["name"] != name);
    }

    /// The first container, which is the addon's own.
    pub(super) fn container(&mut self) -> Container<'_> {
        let containers = list_in(self.0, "containers");
        Container(containers.first_mut().and_then(Value::as_object_mut).expect("pods of a manifest have a container"))
    }
}

/// A container.
pub(super) struct Container<'a>(&'a mut Map<String, Value>);

impl Container<'_> {
    /// Gives a flag a value: `--region=us-east-2`.
    pub(super) fn flag(&mut self, flag: &str, value: &str) {
        let args = list_in(self.0, "args");
        let argument = Value::from(format!("--{flag}={value}"));
        let prefix = format!("--{flag}=");
        match args.iter_mut().find(|arg| arg.as_str().is_some_and(|arg| arg.starts_with(&prefix))) {
            Some(arg) => *arg = argument,
            None => args.push(argument),
        }
    }

    /// Gives a variable a value.
    pub(super) fn env(&mut self, name: &str, value: &str) {
        self.variable(env(name, value));
    }

    /// Sets a variable, which keeps its place.
    pub(super) fn variable(&mut self, variable: Value) {
        let variables = list_in(self.0, "env");
        match variables.iter_mut().find(|other| other["name"] == variable["name"]) {
            Some(other) => *other = variable,
            None => variables.push(variable),
        }
    }

    /// Removes a variable.
    pub(super) fn without_env(&mut self, name: &str) {
        list_in(self.0, "env").retain(|variable| variable["name"] != name);
    }

    /// Sets its image.
    pub(super) fn image(&mut self, image: &str) {
        self.0.insert("image".to_owned(), image.into());
    }

    /// Requests or limits a resource, where the spec says how much: `requests`, `cpu`.
    pub(super) fn resource(&mut self, what: &str, resource: &str, amount: Option<Quantity>) {
        if let Some(amount) = amount {
            let resources = map_in(self.0, "resources");
            map_in(resources, what).insert(resource.to_owned(), amount.to_string().into());
        }
    }

    /// Opens a port by name.
    pub(super) fn port(&mut self, port: Value) {
        put_named(list_in(self.0, "ports"), port);
    }

    /// The command of a probe, without some of its words and with others.
    pub(super) fn probe(&mut self, probe: &str, words: &[&str], wanted: Option<&str>) {
        let command = self.0.get_mut(probe).and_then(|probe| probe.pointer_mut("/exec/command")?.as_array_mut());
        if let Some(command) = command {
            command.retain(|word| !words.contains(&word.as_str().unwrap_or_default()));
            command.extend(wanted.map(Value::from));
        }
    }
}
