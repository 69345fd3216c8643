//! Fields that are set and unset by their paths, as `--set` and `--unset` do it.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::advice;
use super::codes;
use super::decode::read_leniently;
use super::encode;
use super::object::{Cluster, InstanceGroup, Object};
use super::objects::{Objects, Spec};
use crate::diag::{Diagnostic, Diagnostics, Segment, Severity, segments_and_rest, suggest};
use crate::naming::Role;
use crate::yaml::Source;

impl Cluster {
    /// Returns the cluster with fields unset and then set, by their paths.
    ///
    /// `unset` has paths, `set` has `PATH=VALUE`. A path is `spec.kubelet.maxPods`, with or without `cluster.` before it;
    /// `[0]` is an entry of a list and `[*]` all of them; the index after the last one adds an entry. Entries of maps and lists are unset
    /// as fields are: `spec.cloudLabels.team`, `spec.sshAccess[0]`. A value is added to a list, several separated by commas;
    /// `KEY=VALUE` is added to a map, `KEY=VALUE,VALUE` to a map of lists, and `NAME=VALUE,NAME=VALUE` to a list of variables. Paths of
    /// kops's internal format, such as `spec.networking.networkCIDR`, are those of v1alpha2 where it has the field elsewhere or spells
    /// it otherwise.
    ///
    /// ```
    /// use kops_core::spec::Cluster;
    ///
    /// let set = ["spec.kubelet.maxPods=200", "spec.sshAccess=10.0.0.0/8,192.0.2.0/24"].map(str::to_owned);
    /// let cluster = Cluster::default().edited(&set, &[])?;
    /// assert_eq!(cluster.spec.ssh_access, ["10.0.0.0/8", "192.0.2.0/24"]);
    ///
    /// let wrong = Cluster::default().edited(&["spec.kubelet.maxPod=200".to_owned()], &[]).unwrap_err();
    /// assert_eq!(wrong.iter().next().unwrap().help.as_deref(), Some("did you mean `maxPods`?"));
    /// # Ok::<(), kops_core::diag::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Every path that is none, names no field or `metadata.name`, or has a value that the field cannot have.
    pub fn edited(&self, set: &[String], unset: &[String]) -> Result<Self, Diagnostics> {
        edited(self, set, unset, "cluster.", |mut objects| objects.clusters.pop())
    }
}

impl InstanceGroup {
    /// Returns the instance group with fields unset and then set, by their paths, as [`Cluster::edited`] does it. Paths may begin with
    /// `instancegroup.`.
    ///
    /// # Errors
    /// As [`Cluster::edited`].
    pub fn edited(&self, set: &[String], unset: &[String]) -> Result<Self, Diagnostics> {
        edited(self, set, unset, "instancegroup.", |mut objects| objects.groups.pop())
    }
}

impl Spec {
    /// Returns the spec with fields of its cluster, or of one of its instance groups, unset and then set by their paths, as
    /// [`Cluster::edited`] does it.
    ///
    /// # Errors
    /// As [`Cluster::edited`], and an instance group that is not there.
    pub fn edited(&self, group: Option<&str>, set: &[String], unset: &[String]) -> Result<Self, Diagnostics> {
        let mut spec = self.clone();
        let Some(name) = group else {
            spec.cluster = spec.cluster.edited(set, unset)?;
            return Ok(spec);
        };
        let group = spec.group_mut(name)?;
        *group = group.edited(set, unset)?;
        Ok(spec)
    }

    /// Returns an instance group by its name.
    ///
    /// # Errors
    /// Where there is none of that name, with the name that was probably meant.
    pub fn group(&self, name: &str) -> Result<&InstanceGroup, Diagnostic> {
        self.groups.iter().find(|group| group.name() == name).ok_or_else(|| self.no_group(name))
    }

    /// Returns the names of the instance groups that are named and have one of the roles; without names, or without roles, all. The
    /// result is empty where neither names nor roles are given, which means every group.
    ///
    /// # Errors
    /// Where there is no group of a name, or none that has both.
    pub fn select_groups(&self, names: &[String], roles: &[Role]) -> Result<BTreeSet<String>, Diagnostic> {
        if names.is_empty() && roles.is_empty() {
            return Ok(BTreeSet::new());
        }
        for name in names {
            self.group(name)?;
        }
        let is_selected = |group: &&InstanceGroup| {
            let named = names.is_empty() || names.iter().any(|name| name == group.name());
            named && (roles.is_empty() || roles.contains(&group.spec.role.unwrap_or(Role::Node)))
        };
        let selected: BTreeSet<String> =
            self.groups.iter().filter(is_selected).map(|group| group.name().to_owned()).collect();
        if selected.is_empty() {
            let message = "no instance group has these names and roles";
            return Err(Diagnostic::error(codes::NO_GROUP.id, message));
        }
        Ok(selected)
    }

    fn group_mut(&mut self, name: &str) -> Result<&mut InstanceGroup, Diagnostic> {
        match self.groups.iter().position(|group| group.name() == name) {
            Some(place) => Ok(&mut self.groups[place]),
            None => Err(self.no_group(name)),
        }
    }

    fn no_group(&self, name: &str) -> Diagnostic {
        let message = format!("instance group `{name}` not found in cluster `{}`", self.cluster.name());
        let problem = Diagnostic::error(codes::NO_GROUP.id, message);
        let names = self.groups.iter().map(InstanceGroup::name);
        match suggest(name, names.clone()) {
            Some(similar) => problem.help(format!("did you mean `{similar}`?")),
            None if self.groups.is_empty() => problem.help("the cluster has no instance groups"),
            None => {
                let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                problem.help(format!("instance groups: {}", names.join(", ")))
            }
        }
    }
}

fn edited<T: Clone + Object + Serialize>(
    object: &T,
    set: &[String],
    unset: &[String],
    prefix: &'static str,
    take: impl Fn(Objects) -> Option<T>,
) -> Result<T, Diagnostics> {
    let mut problems = Diagnostics::default();
    let mut value = encode::to_value(object);
    for text in unset {
        match Path::parse(text, prefix).and_then(|path| path.unset(&value)) {
            Ok(changed) => value = changed,
            Err(problem) => problems.push(problem),
        }
    }
    for text in set {
        let changed = match text.split_once('=') {
            Some((path, new)) => Path::parse(path, prefix).and_then(|path| path.set(&value, new)),
            None => Err(Diagnostic::error(codes::FIELD_EDIT.id, format!("`{text}` is not `PATH=VALUE`"))),
        };
        match changed {
            Ok(changed) => value = changed,
            Err(problem) => problems.push(problem),
        }
    }
    // Whatever was changed has been read before, so that there is an object.
    let changed = take(reread(&value).0);
    problems.into_result(changed.unwrap_or_else(|| object.clone()))
}

/// The way to a field.
struct Path {
    /// How paths of the object may begin: `cluster.`.
    prefix: &'static str,
    text: String,
    steps: Vec<Step>,
}

enum Step {
    Key(String),
    Index(usize),
    /// Every entry of a list.
    All,
}

impl Step {
    fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            _ => None,
        }
    }

    fn written(&self) -> String {
        match self {
            Self::Key(key) => format!(".{key}"),
            Self::Index(index) => format!("[{index}]"),
            Self::All => "[*]".to_owned(),
        }
    }
}

impl Path {
    fn parse(text: &str, prefix: &'static str) -> Result<Self, Diagnostic> {
        let text = text.trim();
        let own = text.strip_prefix(prefix).unwrap_or(text);
        let text = advice::in_v1alpha2(own).unwrap_or_else(|| own.to_owned());
        // `*` is no name of a field, so that it can stand for all entries.
        let plain = text.replace("[*]", ".*");
        let (segments, rest) = segments_and_rest(&plain);
        let wrong = |message: String| Diagnostic::error(codes::FIELD_EDIT.id, message);
        if rest.starts_with('[') {
            let index = rest.find(']').map_or(rest, |end| &rest[..=end]);
            let problem = wrong(format!("`{text}`: `{index}` is not the index of an entry"));
            return Err(problem.help("entries have numbers: `[0]` is the first one, `[*]` is each of them"));
        }
        let steps = segments.into_iter().map(|segment| match segment {
            Segment::Key(key) if key == "*" => Step::All,
            Segment::Key(key) => Step::Key(key),
            Segment::Index(index) => Step::Index(index),
        });
        let steps: Vec<Step> = steps.collect();
        let known = matches!(steps.first(), Some(Step::Key(first)) if first == "spec" || first == "metadata");
        if !known || steps.len() < 2 || !rest.is_empty() {
            let problem = wrong(format!("`{text}` is not the path of a field"));
            return Err(problem.help("paths begin with `spec`, for example `spec.kubelet.maxPods`"));
        }
        if matches!(&steps[..], [Step::Key(first), Step::Key(second)] if first == "metadata" && second == "name") {
            let problem = wrong("`metadata.name` cannot be changed".to_owned());
            return Err(problem.help("create another cluster or instance group with that name"));
        }
        Ok(Self { prefix, text, steps })
    }

    /// Removes a field, an entry of a map or of a list, or every entry of a list.
    fn unset(&self, object: &Value) -> Result<Value, Diagnostic> {
        let field = match self.steps.split_last() {
            Some((Step::Index(_) | Step::All, list)) => list,
            _ => &self.steps[..],
        };
        // A field without a value is still one that has to exist.
        let mut without = object.clone();
        self.walk(&mut without, &self.steps, &|_| {})?;
        self.walk(&mut without, field, &|place| *place = Value::Null)?;
        checked(without)?;
        let mut changed = object.clone();
        remove(&mut changed, &self.steps);
        checked(changed)
    }

    /// Sets the field to the first reading of a text that the field's type allows.
    fn set(&self, object: &Value, text: &str) -> Result<Value, Diagnostic> {
        let mut as_text = None;
        for reading in readings(text) {
            let is_text = reading.is_string();
            let mut changed = object.clone();
            if !self.change(&mut changed, &|place| merge(place, reading.clone()))? {
                let message = format!("`{}` has no entries to set", self.text);
                return Err(Diagnostic::error(codes::FIELD_EDIT.id, message));
            }
            match checked(changed) {
                Ok(changed) => return Ok(changed),
                Err(problem) if problem.code == codes::UNKNOWN_FIELD.id => return Err(problem),
                Err(problem) if is_text => as_text = Some(self.advised(problem, object, text)),
                Err(_) => {}
            }
        }
        Err(as_text
            .unwrap_or_else(|| Diagnostic::error(codes::FIELD_EDIT.id, format!("`{}` cannot be set", self.text))))
    }

    /// Advises how to write it, or where to look: how a value of another type is written in a file does not help on the command line.
    fn advised(&self, problem: Diagnostic, object: &Value, text: &str) -> Diagnostic {
        if problem.code != codes::WRONG_TYPE.id {
            return problem;
        }
        problem.help(match self.with_whole_key(object, text) {
            Some(path) => format!("write `{path}={text}`: the dots are part of the key"),
            None => format!("`kops explain {}{}` says what it can be set to", self.prefix, self.text),
        })
    }

    /// The path of an entry of a map whose key has dots, where they were taken for those between fields:
    /// `spec.cloudLabels["k8s.io/role"]`.
    fn with_whole_key(&self, object: &Value, text: &str) -> Option<String> {
        (2..self.steps.len() - 1).find_map(|place| {
            let (map, below) = self.steps.split_at(place);
            let parts: Option<Vec<&str>> = below.iter().map(Step::key).collect();
            let key = parts?.join(".");
            let entry = Value::Object(Map::from_iter([(key.clone(), text.into())]));
            let mut changed = object.clone();
            self.walk(&mut changed, map, &|place| merge(place, entry.clone())).ok()?;
            checked(changed).ok()?;
            let map: String = map.iter().map(Step::written).collect();
            Some(format!("{}[{key:?}]", map.trim_start_matches('.')))
        })
    }

    /// Changes every place that the path leads to; says whether there was one.
    fn change(&self, object: &mut Value, change: &dyn Fn(&mut Value)) -> Result<bool, Diagnostic> {
        self.walk(object, &self.steps, change)
    }

    fn walk(&self, place: &mut Value, steps: &[Step], change: &dyn Fn(&mut Value)) -> Result<bool, Diagnostic> {
        let Some((step, rest)) = steps.split_first() else {
            change(place);
            return Ok(true);
        };
        match step {
            Step::Key(key) => {
                if place.is_null() {
                    *place = Value::Object(Map::new());
                }
                match place {
                    Value::Object(fields) => self.walk(fields.entry(key.as_str()).or_insert(Value::Null), rest, change),
                    _ => Err(self.wrong(&format!("`{key}` is not below a field that has fields"))),
                }
            }
            Step::Index(index) => {
                let entries = self.entries(place)?;
                if *index == entries.len() {
                    entries.push(Value::Null);
                }
                let count = entries.len();
                match entries.get_mut(*index) {
                    Some(entry) => self.walk(entry, rest, change),
                    None => Err(self.wrong(&format!("there is no entry {index}, only {count}"))),
                }
            }
            Step::All => {
                let mut found = false;
                for entry in self.entries(place)? {
                    found |= self.walk(entry, rest, change)?;
                }
                Ok(found)
            }
        }
    }

    fn entries<'v>(&self, place: &'v mut Value) -> Result<&'v mut Vec<Value>, Diagnostic> {
        if place.is_null() {
            *place = Value::Array(Vec::new());
        }
        place.as_array_mut().ok_or_else(|| self.wrong("an index is given for a field that is not a list"))
    }

    fn wrong(&self, what: &str) -> Diagnostic {
        Diagnostic::error(codes::FIELD_EDIT.id, format!("`{}`: {what}", self.text))
    }
}

/// Removes what the steps lead to, where it is there.
fn remove(place: &mut Value, steps: &[Step]) {
    let Some((step, rest)) = steps.split_first() else { return };
    match (step, place) {
        (Step::Key(key), Value::Object(fields)) if rest.is_empty() => {
            fields.remove(key);
        }
        (Step::Index(index), Value::Array(entries)) if rest.is_empty() && *index < entries.len() => {
            entries.remove(*index);
        }
        (Step::All, Value::Array(entries)) if rest.is_empty() => entries.clear(),
        (Step::Key(key), Value::Object(fields)) => {
            if let Some(below) = fields.get_mut(key) {
                remove(below, rest);
            }
        }
        (Step::Index(index), Value::Array(entries)) => {
            if let Some(entry) = entries.get_mut(*index) {
                remove(entry, rest);
            }
        }
        (Step::All, Value::Array(entries)) => entries.iter_mut().for_each(|entry| remove(entry, rest)),
        _ => {}
    }
}

/// What a text can mean, by the type of the field: a number, a truth value, a text, a list, an entry of a map, variables, an entry
/// of a map of lists, nothing.
fn readings(text: &str) -> Vec<Value> {
    let mut readings: Vec<Value> = text.parse::<i64>().ok().map(Value::from).into_iter().collect();
    readings.extend(match text {
        "true" | "True" | "TRUE" | "t" | "T" | "1" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" | "f" | "F" | "0" => Some(Value::Bool(false)),
        _ => None,
    });
    readings.push(text.into());
    readings.push(text.split(',').map(Value::from).collect());
    let numbers: Result<Value, std::num::ParseIntError> =
        text.split(',').map(|part| part.parse::<i64>().map(Value::from)).collect();
    readings.extend(numbers);
    if let Some((key, value)) = text.split_once('=') {
        readings.push(Value::Object(Map::from_iter([(key.to_owned(), value.into())])));
        readings.push(variables(text));
        let list: Value = value.split(',').map(Value::from).collect();
        readings.push(Value::Object(Map::from_iter([(key.to_owned(), list)])));
    }
    if text.is_empty() {
        readings.push(Value::Object(Map::new()));
    }
    readings
}

/// The variables of `NAME=VALUE,NAME=VALUE`; a single one where a part between commas is none.
fn variables(text: &str) -> Value {
    let parts: Option<Vec<(&str, &str)>> = text.split(',').map(|part| part.split_once('=')).collect();
    let variables = parts.unwrap_or_else(|| text.split_once('=').into_iter().collect());
    variables.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

/// Adds to lists and maps, and replaces anything else.
fn merge(place: &mut Value, new: Value) {
    match (place, new) {
        (Value::Array(entries), Value::Array(new)) => entries.extend(new),
        (Value::Object(fields), Value::Object(new)) => fields.extend(new),
        (place, new) => *place = new,
    }
}

/// Returns an object that can be read, or the first problem with it.
fn checked(value: Value) -> Result<Value, Diagnostic> {
    match reread(&value).1 {
        None => Ok(value),
        // The location is one in the text that was made of the object: it means nothing to the user.
        Some(problem) => Err(Diagnostic { location: None, severity: Severity::Error, ..problem }),
    }
}

/// Reads an object strictly. An object without a name is none of its fields' fault.
fn reread(value: &Value) -> (Objects, Option<Diagnostic>) {
    let text = serde_json::to_string(value).expect("a value is JSON");
    let (objects, found) = read_leniently(&[Source::new("-", text)]);
    (objects, found.into_iter().find(|problem| problem.code != codes::NAME.id))
}
