//! The arguments of a call, by their names.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::CallError;
use super::value::Handle;
use crate::cluster_api::ClusterApi;
use crate::engine::{Checked, Error, Planned, SetPlan};
use crate::spec::Spec;

/// How many instance groups a spec and how many steps a plan has that is not large.
const LARGE_SPEC: usize = 50;
const LARGE_PLAN: usize = 500;

/// The arguments of a call. Errors name the argument; those about its type do not show its value, which may be a secret.
#[derive(Clone, Default)]
pub struct Arguments {
    data: Map<String, Value>,
    handles: BTreeMap<String, Handle>,
    contents: Vec<Bytes>,
}

/// Shows the names of the arguments and nothing of their values, which may be secrets.
impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { data, handles, contents } = self;
        let sizes: Vec<usize> = contents.iter().map(Bytes::len).collect();
        f.debug_struct("Arguments")
            .field("data", &data.keys().collect::<Vec<_>>())
            .field("handles", &handles.keys().collect::<Vec<_>>())
            .field("contents", &sizes)
            .finish()
    }
}

impl Arguments {
    /// Takes the arguments that are data, as a JSON object, those that are handles, by their names, and those that are bytes.
    ///
    /// # Errors
    /// Data that are no JSON object.
    pub fn new(
        data: &str,
        handles: impl IntoIterator<Item = (String, Handle)>,
        contents: impl IntoIterator<Item = Bytes>,
    ) -> Result<Self, CallError> {
        let data = serde_json::from_str(data).map_err(|error| CallError::unreadable("arguments", &error))?;
        Ok(Self { data, handles: handles.into_iter().collect(), contents: contents.into_iter().collect() })
    }

    /// True where one of them is a spec or a plan with hundreds of instance groups.
    pub(super) fn are_large(&self) -> bool {
        self.handles.values().any(|handle| match handle {
            Handle::Spec(spec) => spec.groups.len() > LARGE_SPEC,
            Handle::FullSpec(checked) => checked.spec.groups.len() > LARGE_SPEC,
            Handle::Plan(plan) => plan.steps.len() > LARGE_PLAN,
            Handle::Cluster(_) => false,
        })
    }

    /// Takes an argument. One that is missing is null.
    pub(super) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, CallError> {
        let value = self.data.remove(name).unwrap_or_default();
        serde_json::from_value(value).map_err(|error| CallError::unreadable(name, &error))
    }

    /// Takes an argument; its type's default where it is missing or null.
    pub(super) fn take_or_default<T: DeserializeOwned + Default>(&mut self, name: &str) -> Result<T, CallError> {
        Ok(self.take::<Option<T>>(name)?.unwrap_or_default())
    }

    /// Takes all arguments that are left as the fields of options, of which any may be missing.
    pub(in crate::interop) fn rest<T: DeserializeOwned>(&mut self) -> Result<T, CallError> {
        let mut left = std::mem::take(&mut self.data);
        left.retain(|_, value| !value.is_null());
        let read = |fields: Map<String, Value>| serde_json::from_value::<T>(Value::Object(fields));
        read(left.clone()).map_err(|error| {
            let alone = |(name, value): (String, Value)| {
                let only = Map::from_iter([(name.clone(), value)]);
                read(only).err().map(|error| CallError::unreadable(&name, &error))
            };
            left.into_iter().find_map(alone).unwrap_or_else(|| CallError::unreadable("options", &error))
        })
    }

    /// A spec, also of one with its defaults.
    pub(super) fn spec(&self, name: &str) -> Result<Arc<Spec>, CallError> {
        match self.handles.get(name) {
            Some(Handle::Spec(spec)) => Ok(spec.clone()),
            _ => Err(self.not_a(name, "Spec")),
        }
    }

    /// A spec with its defaults.
    pub(super) fn full_spec(&self, name: &str) -> Result<Arc<Checked>, CallError> {
        match self.handles.get(name) {
            Some(Handle::FullSpec(checked)) => Ok(checked.clone()),
            _ => Err(self.not_a(name, "FullSpec")),
        }
    }

    /// Does something with the objects of a spec, with or without its defaults.
    pub(super) fn with_objects<T>(&self, name: &str, read: impl FnOnce(&Spec) -> T) -> Result<T, CallError> {
        match self.handles.get(name) {
            Some(Handle::Spec(spec)) => Ok(read(spec)),
            Some(Handle::FullSpec(checked)) => Ok(read(&checked.spec)),
            _ => Err(self.not_a(name, "Spec")),
        }
    }

    /// A plan.
    pub(super) fn plan(&self, name: &str) -> Result<Arc<Planned>, CallError> {
        match self.handles.get(name) {
            Some(Handle::Plan(plan)) => Ok(plan.clone()),
            _ => Err(self.not_a(name, "Plan")),
        }
    }

    /// A plan, if there is one.
    pub(super) fn plan_if_any(&self, name: &str) -> Result<Option<Arc<Planned>>, CallError> {
        match (self.handles.get(name), self.data.get(name)) {
            (None, None | Some(Value::Null)) => Ok(None),
            _ => self.plan(name).map(Some),
        }
    }

    /// The plan of a set.
    pub(super) fn set_plan(&mut self, name: &str) -> Result<SetPlan, CallError> {
        let plan = Value::Object(self.take(name)?);
        Ok(SetPlan::from_json(&plan.to_string()).map_err(Error::from)?)
    }

    /// The API of a running cluster.
    pub(super) fn cluster(&self, name: &str) -> Result<Arc<dyn ClusterApi>, CallError> {
        self.cluster_if_any(name)?.ok_or_else(|| self.not_a(name, "cluster"))
    }

    /// The API of a running cluster, if there is one.
    pub(super) fn cluster_if_any(&self, name: &str) -> Result<Option<Arc<dyn ClusterApi>>, CallError> {
        match (self.handles.get(name), self.data.get(name)) {
            (Some(Handle::Cluster(cluster)), _) => Ok(Some(cluster.clone())),
            (None, None | Some(Value::Null)) => Ok(None),
            _ => Err(self.not_a(name, "cluster")),
        }
    }

    /// The bytes.
    pub(super) fn contents(&mut self) -> Vec<Bytes> {
        std::mem::take(&mut self.contents)
    }

    /// The only bytes.
    pub(super) fn content(&mut self, name: &str) -> Result<Bytes, CallError> {
        self.contents().pop().ok_or_else(|| CallError::of_type(name, "expected bytes"))
    }

    /// Texts as bytes, each with the name of its file.
    pub(super) fn files(&mut self, names: &str) -> Result<Vec<(String, Vec<u8>)>, CallError> {
        let names: Vec<String> = self.take(names)?;
        Ok(names.into_iter().zip(self.contents()).map(|(name, text)| (name, text.to_vec())).collect())
    }

    /// The error of an argument that is no handle of a class, with what it is instead.
    fn not_a(&self, argument: &str, expected: &str) -> CallError {
        let given = match (self.handles.get(argument), self.data.get(argument)) {
            (Some(handle), _) => format!(", not a {}", handle.class()),
            (None, Some(Value::String(_))) => ", not a text".to_owned(),
            (None, Some(Value::Object(_))) => ", not an object".to_owned(),
            _ => String::new(),
        };
        CallError::of_type(argument, format!("expected a {expected}{given}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::Options;
    use crate::naming::Role;
    use crate::spec::InstanceGroup;

    fn arguments(data: &str) -> Arguments {
        Arguments::new(data, [], []).expect("an object")
    }

    #[test]
    fn an_error_about_a_type_names_the_argument_and_does_not_show_its_value() {
        let wrong: Result<u32, _> = arguments(r#"{"count": "c4n4ry"}"#).take("count");
        let error = wrong.expect_err("it is a text");
        assert_eq!(error.to_string(), "argument 'count': expected a whole number from 0");
        assert!(matches!(error, CallError::Type { .. }));
        let choice: Result<Role, _> = arguments(r#"{"role": "c4n4ry, expected c4n4ry"}"#).take("role");
        let error = choice.expect_err("it is no role");
        assert_eq!(
            error.to_string(),
            "argument 'role': expected one of `ControlPlane`, `Master`, `APIServer`, `Node`, `Bastion`"
        );
        let error = arguments("{}").take::<Options>("options").expect_err("it is missing");
        assert_eq!(error.to_string(), "argument 'options': expected an object");
        let error = arguments("{}").take::<String>("name").expect_err("it is missing");
        assert_eq!(error.to_string(), "argument 'name': expected a string");
    }

    #[test]
    fn options_are_read_from_what_is_left_and_errors_name_the_one_that_is_wrong() {
        let mut given = arguments(r#"{"parallel": 3, "grace": null}"#);
        assert_eq!(given.rest::<Options>().expect("options"), Options { parallel: 3, ..Options::default() });
        for (data, problem) in [
            (r#"{"parallel": 3, "readyWithin": -1}"#, "argument 'readyWithin': expected a number of seconds from 0"),
            (r#"{"parallel": "c4n4ry"}"#, "argument 'parallel': expected a whole number from 0"),
            (r#"{"parallel": 4.0}"#, "argument 'parallel': expected a whole number from 0"),
            (r#"{"paralel": 3}"#, "argument 'paralel': unknown field `paralel`; did you mean `parallel`?"),
            (r#"{"speed": 3}"#, "argument 'speed': unknown field `speed`, expected one of "),
        ] {
            let error = arguments(data).rest::<Options>().expect_err(data).to_string();
            assert!(error.starts_with(problem), "{error}");
        }
    }

    #[test]
    fn debug_output_shows_no_argument() {
        let data = r#"{"content": "c4n4ry"}"#;
        let shown = format!("{:?}", Arguments::new(data, [], [Bytes::from("c4n4ry")]).expect("an object"));
        assert!(shown.contains("content") && !shown.contains("c4n4ry"), "{shown}");
    }

    #[test]
    fn arguments_are_large_where_a_spec_has_many_groups() {
        let with = |groups: usize| {
            let spec = Spec { groups: vec![InstanceGroup::default(); groups], ..Spec::default() };
            Arguments::new("{}", [("spec".to_owned(), Handle::Spec(Arc::new(spec)))], []).expect("an object")
        };
        assert!(!arguments("{}").are_large() && !with(LARGE_SPEC).are_large() && with(LARGE_SPEC + 1).are_large());
    }

    #[test]
    fn a_handle_of_another_class_is_an_error() {
        let spec = Handle::Spec(Arc::default());
        let given = Arguments::new("{}", [("plan".to_owned(), spec)], []).expect("an object");
        assert_eq!(given.plan("plan").expect_err("a spec").to_string(), "argument 'plan': expected a Plan, not a Spec");
        for (data, problem) in [
            (r#"{"spec": "c4n4ry"}"#, "expected a Spec, not a text"),
            (r#"{"spec": {"c4n4ry": 1}}"#, "expected a Spec, not an object"),
            ("{}", "expected a Spec"),
        ] {
            let error = arguments(data).spec("spec").expect_err(data).to_string();
            assert_eq!(error, format!("argument 'spec': {problem}"));
        }
        assert!(given.cluster_if_any("cluster").expect("nothing").is_none());
    }
}
