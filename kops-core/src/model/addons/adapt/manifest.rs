//! The objects of a published manifest, and the places in them that depend on the cluster.

use serde_json::{Map, Value};

use super::Object;
use super::pod::{self, env};
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

    /// The pods of every deployment.
    pub(super) fn deployments(&mut self) -> impl Iterator<Item = Pods<'_>> {
        let deployments = self.objects.iter_mut().filter(|object| object.kind() == "Deployment");
        deployments.filter_map(Object::pods).map(Pods)
    }

    /// The admission webhook of a name, where there is one.
    pub(super) fn webhook(&mut self, name: &str) -> Option<&mut Map<String, Value>> {
        let webhooks = self.objects.iter_mut().filter_map(Object::webhooks).flatten();
        webhooks.filter_map(Value::as_object_mut).find(|webhook| webhook.get("name").is_some_and(|own| own == name))
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

    /// Adds an object, unless there is one of its kind and name.
    pub(super) fn put_default(&mut self, object: Object) {
        if !self.objects.iter().any(|other| other.is(object.kind(), object.name())) {
            self.objects.push(object);
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

    /// Sets a field that the pods do not have yet.
    pub(super) fn set_default(&mut self, field: &str, value: impl Into<Value>) {
        self.0.entry(field).or_insert(value.into());
    }

    /// Puts the pods on control-plane nodes, unless they choose nodes themselves.
    pub(super) fn run_on_control_plane(&mut self) {
        self.set_default_affinity(pod::on_control_plane());
        self.tolerate(pod::tolerates(pod::CONTROL_PLANE));
        self.tolerate(pod::tolerates(pod::MASTER));
    }

    /// What nodes have to meet for the pods to run there: one of these terms.
    pub(super) fn node_terms(&mut self) -> &mut Vec<Value> {
        let affinity = map_in(map_in(self.0, "affinity"), "nodeAffinity");
        list_in(map_in(affinity, "requiredDuringSchedulingIgnoredDuringExecution"), "nodeSelectorTerms")
    }

    /// Sets the kinds of affinity that the pods do not have yet.
    fn set_default_affinity(&mut self, affinity: Value) {
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

    /// Gives a flag a value, unless it has one.
    pub(super) fn default_flag(&mut self, flag: &str, value: &str) {
        let prefix = format!("--{flag}=");
        let is_given = |arg: &Value| arg.as_str().is_some_and(|arg| arg.starts_with(&prefix));
        if !list_in(self.0, "args").iter().any(is_given) {
            self.flag(flag, value);
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

    /// Requests or limits a resource of which the manifest does not say how much.
    pub(super) fn default_resource(&mut self, what: &str, resource: &str, amount: &str) {
        let resources = map_in(self.0, "resources");
        map_in(resources, what).entry(resource).or_insert(amount.into());
    }

    /// Sets a field that the container does not have yet.
    pub(super) fn set_default(&mut self, field: &str, value: Value) {
        self.0.entry(field).or_insert(value);
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
