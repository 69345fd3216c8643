//! To which resources, and under which conditions, an action is allowed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::facts;
use crate::naming::{s3, tags};
use crate::plan::FieldChange;
use crate::resource::{Field, Resource};

/// An action with the resources that it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// As IAM names it: `ec2:CreateVpc`.
    pub action: &'static str,
    /// The resources that it is on.
    pub scope: Scope,
    /// Which resources of the kind take it.
    pub when: When,
}

/// Which resources of a kind take an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// All of them.
    Always,
    /// Those with a field that is neither unset nor empty.
    Set(&'static Field),
    /// Those with a value of a field.
    Is(&'static Field, &'static str),
    /// Those of which one of these fields changes in place.
    Changes(&'static [&'static Field]),
}

impl Need {
    /// True where a resource can take the action.
    pub(super) fn is_of(&self, resource: &Resource) -> bool {
        match self.when {
            When::Always | When::Changes(_) => true,
            When::Set(field) => match resource.value(field) {
                Value::Null | Value::Bool(false) => false,
                Value::Array(entries) => !entries.is_empty(),
                _ => true,
            },
            When::Is(field, value) => resource.value(field) == value,
        }
    }

    /// True where a step with some changes in place can take the action.
    pub(super) fn is_for<'a>(&self, mut changes: impl Iterator<Item = &'a FieldChange>) -> bool {
        match self.when {
            When::Changes(fields) => changes.any(|change| fields.iter().any(|field| field.name == change.field)),
            _ => true,
        }
    }
}

/// The resources that an action is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// A new resource of EC2 that the call tags for the cluster: its type as in ARNs, then those of others that the call names.
    New(&'static [&'static str]),
    /// A resource of EC2 that is tagged for the cluster: its type, then those of others that the call names.
    Own(&'static [&'static str]),
    /// The tags of a new resource of EC2.
    TagNew,
    /// The tags of a resource of EC2 that is tagged for the cluster.
    Retag,
    /// The resource by its name.
    Named,
    /// The KMS key of the resource, for EC2.
    Key,
    /// The role that instances get.
    PassRole,
    /// The role of an AWS service that the cluster uses.
    ServiceRole,
    /// Every resource of the region.
    Any,
}

/// Where a cluster is: what ARNs and conditions are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The partition of the region: `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: String,
    /// The region.
    pub region: String,
    /// The number of the account; `*` where it is not known.
    pub account: String,
    /// The cluster's full name.
    pub cluster: String,
    /// The bucket of the state store with the path of the store in it; none for other stores.
    pub store: Option<(String, String)>,
}

impl Place {
    /// Makes a place in the account and region of a cluster. `store` is the URL of its state store.
    pub fn new(region: &str, account: &str, cluster: &str, store: Option<&str>) -> Self {
        let account = if account.is_empty() { "*" } else { account };
        Self {
            partition: facts::partition(region).to_owned(),
            region: region.to_owned(),
            account: account.to_owned(),
            cluster: cluster.to_owned(),
            store: store.and_then(s3::folder).map(|(bucket, path)| (bucket.to_owned(), path.to_owned())),
        }
    }

    /// The same place in whatever account.
    fn in_any_account(&self) -> Self {
        Self { account: "*".to_owned(), ..self.clone() }
    }

    /// EC2 as the service that roles are passed to.
    pub(super) fn ec2_service(&self) -> String {
        format!("ec2.{}", facts::domain(&self.partition))
    }

    /// An ARN of a regional service.
    pub(super) fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:{}:{service}:{}:{}:{resource}", self.partition, self.region, self.account)
    }

    /// An IAM ARN.
    pub(super) fn iam(&self, resource: &str) -> String {
        format!("arn:{}:iam::{}:{resource}", self.partition, self.account)
    }
}

/// What is known of a call of EC2 on a KMS key.
pub(super) fn key_context(place: &Place) -> BTreeMap<String, String> {
    [("kms:ViaService".to_owned(), format!("ec2.{}.{}", place.region, facts::domain(&place.partition)))].into()
}

/// What a call of EC2 is on, by type and id, each with the condition key that its tags are under. Only the first type has the cluster's tag, and
/// that not where others own it, which is then allowed by its id.
pub(super) fn of_types(scope: Scope, shared: Option<&Shared>) -> impl Iterator<Item = (String, Option<&'static str>)> {
    let (types, key) = match scope {
        Scope::New(types) => (types, "RequestTag"),
        Scope::Own(types) => (types, "ResourceTag"),
        _ => (Default::default(), ""),
    };
    types.iter().enumerate().map(move |(index, name)| {
        let of_others = shared.filter(|shared| shared.resource_type == *name);
        let id = of_others.map_or("*", |shared| shared.id.as_str());
        let has_tag = index == 0 && of_others.is_none();
        (format!("{name}/{id}"), has_tag.then_some(key))
    })
}

/// The ARNs that the calls for a resource are limited to.
#[derive(Clone, Debug, Default)]
pub(super) struct Arns {
    /// The resource, or what it is a part of, where that is known by its name.
    pub(super) named: Vec<String>,
    /// The role that the calls pass to instances.
    pub(super) passed_role: Option<String>,
}

impl Arns {
    pub(super) fn named(named: Vec<String>) -> Self {
        Self { named, passed_role: None }
    }
}

/// A resource of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shared {
    /// Its type as in ARNs: `security-group`.
    pub(super) resource_type: &'static str,
    /// Its id.
    pub(super) id: String,
}

/// By which tags, each with its value, a resource of EC2 or a load balancer is known as the cluster's. What is made for the spec has the
/// first, and controllers give one of the others.
pub(super) fn marks(cluster: &str) -> Vec<(String, String)> {
    let named = [tags::CLUSTER].into_iter().chain(tags::CONTROLLERS_CLUSTER);
    let named = named.map(|key| (key.to_owned(), cluster.to_owned()));
    named.chain([(tags::ownership_key(cluster), "owned".to_owned())]).collect()
}

/// The tag by which a resource is known as the cluster's.
pub(super) fn mark(cluster: &str, resource: &Resource) -> (String, String) {
    let found = resource.tags();
    let has = |(key, value): &(String, String)| found.is_some_and(|found| found.get(key) == Some(value));
    marks(cluster).into_iter().find(has).unwrap_or_else(|| (tags::CLUSTER.to_owned(), cluster.to_owned()))
}

/// What statements have in common whose actions are written into one: resources and conditions, as JSON text that sorts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Limits {
    resources: BTreeSet<String>,
    condition: String,
}

/// Allowed actions by what limits them.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements {
    actions: BTreeMap<Limits, BTreeSet<String>>,
}

impl Statements {
    /// Allows an action on resources under a condition.
    pub(super) fn allow(&mut self, action: &str, resources: impl IntoIterator<Item = String>, condition: &Value) {
        let limits = Limits { resources: resources.into_iter().collect(), condition: condition.to_string() };
        self.actions.entry(limits).or_default().insert(action.to_owned());
    }

    /// Allows what reads: AWS limits few of these calls to resources, and all that are regional to a region.
    pub(super) fn read(&mut self, place: &Place, action: &str) {
        let is_global = ["iam:", "route53:", "sts:"].iter().any(|service| action.starts_with(service));
        let condition = if is_global { json!({}) } else { in_region(place) };
        self.allow(action, ["*".to_owned()], &condition);
    }

    /// Allows the deletion of what controllers and nodes of the cluster made, of which only the type is known.
    pub(super) fn need_of_controllers(&mut self, place: &Place, need: Need, arns: &Arns) {
        for mark in marks(&place.cluster) {
            match need.scope {
                Scope::Named => self.allow(need.action, arns.named.iter().cloned(), &tagged("ResourceTag", &mark)),
                _ => self.need(place, need, arns, None, &mark),
            }
        }
    }

    /// Allows a need of a step. `arns` are those of its resource, `shared` is what it is a part of, where others own that: its tags are
    /// those of its owner, and so the call is allowed on it by its id. `mark` is the tag by which the resource is the cluster's.
    pub(super) fn need(
        &mut self,
        place: &Place,
        need: Need,
        arns: &Arns,
        shared: Option<&Shared>,
        mark: &(String, String),
    ) {
        let own_tag = |key: &str| tagged(key, mark);
        match need.scope {
            Scope::New(_) | Scope::Own(_) => {
                for (name, key) in of_types(need.scope, shared) {
                    // Another account may share what is not the cluster's, such as a VPC.
                    let (arn, condition) = match key {
                        Some(key) => (place.arn("ec2", &name), own_tag(key)),
                        None => (place.in_any_account().arn("ec2", &name), json!({})),
                    };
                    self.allow(need.action, [arn], &condition);
                }
            }
            // A call that creates says so, and gives the cluster's tag along.
            Scope::TagNew => {
                let condition = json!({
                    "Null": {"ec2:CreateAction": "false"},
                    "StringEquals": {format!("aws:RequestTag/{}", tags::CLUSTER): place.cluster},
                });
                self.allow(need.action, [place.arn("ec2", "*/*")], &condition);
            }
            Scope::Retag => self.allow(need.action, [place.arn("ec2", "*/*")], &own_tag("ResourceTag")),
            Scope::Named => self.allow(need.action, arns.named.iter().cloned(), &json!({})),
            Scope::Key => {
                let condition = json!({"StringEquals": key_context(place)});
                self.allow(need.action, arns.named.iter().cloned(), &condition);
            }
            Scope::PassRole => {
                let condition = json!({"StringEquals": {"iam:PassedToService": place.ec2_service()}});
                if let Some(role) = &arns.passed_role {
                    self.allow(need.action, [role.clone()], &condition);
                }
            }
            Scope::ServiceRole => {
                let services = ["autoscaling.amazonaws.com", "elasticloadbalancing.amazonaws.com"];
                let condition = json!({"StringEquals": {"iam:AWSServiceName": services}});
                self.allow(need.action, [place.iam("role/aws-service-role/*")], &condition);
            }
            Scope::Any => self.allow(need.action, ["*".to_owned()], &in_region(place)),
        }
    }

    /// The statements as JSON. Those that differ only in their resources are one, and many resources that end with the cluster's name
    /// are one pattern.
    pub(super) fn into_json(self, place: &Place) -> Vec<Value> {
        let mut merged: BTreeMap<(BTreeSet<String>, String), BTreeSet<String>> = BTreeMap::new();
        for (Limits { resources, condition }, actions) in self.actions {
            merged.entry((actions, condition)).or_default().extend(resources);
        }
        let merged = merged.into_iter();
        merged
            .map(|((actions, condition), resources)| {
                statement(&actions, &patterns(resources, &place.cluster), &condition)
            })
            .collect()
    }
}

/// How many resources of one sort a statement names.
const NAMED: usize = 8;

/// Replaces names that end with that of the cluster by a pattern, where there are many.
fn patterns(resources: BTreeSet<String>, cluster: &str) -> BTreeSet<String> {
    let end = format!(".{cluster}");
    let pattern = |arn: &str| {
        let (sort, _) = arn.strip_suffix(&end)?.rsplit_once('/')?;
        Some(format!("{sort}/*{end}"))
    };
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for pattern in resources.iter().filter_map(|arn| pattern(arn)) {
        *numbers.entry(pattern).or_default() += 1;
    }
    let shortened = |arn: String| pattern(&arn).filter(|pattern| numbers[pattern] > NAMED).unwrap_or(arn);
    resources.into_iter().map(shortened).collect()
}

/// The condition that a tag of the request or of the resource has a value.
fn tagged(key: &str, (name, value): &(String, String)) -> Value {
    json!({"StringEquals": {format!("aws:{key}/{name}"): value}})
}

fn in_region(place: &Place) -> Value {
    json!({"StringEquals": {"aws:RequestedRegion": place.region}})
}

fn statement(actions: &BTreeSet<String>, resources: &BTreeSet<String>, condition: &str) -> Value {
    let mut statement = Map::new();
    statement.insert("Effect".to_owned(), "Allow".into());
    statement.insert("Action".to_owned(), actions.iter().cloned().collect());
    statement.insert("Resource".to_owned(), resources.iter().cloned().collect());
    match serde_json::from_str(condition) {
        Ok(Value::Object(condition)) if !condition.is_empty() => {
            statement.insert("Condition".to_owned(), Value::Object(condition));
        }
        _ => {}
    }
    Value::Object(statement)
}
