//! IAM policy documents, built statement by statement.
//!
//! In: what a component may do, said in the terms of kops: on anything, on what carries the cluster's tag, when it makes
//! something that carries it. Out: the document as JSON. Invariant: actions that are allowed in the same way share one
//! statement, sorted and without repetition, so that the order in which components ask cannot be seen.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::naming::tags::CLUSTER;

/// The version of the policy language.
const VERSION: &str = "2012-10-17";

/// The condition key for a tag of the resource that a request is about.
pub(in crate::model) fn resource_tag(key: &str) -> String {
    format!("aws:ResourceTag/{key}")
}

/// The condition key for a tag in a request that makes or tags something.
fn request_tag(key: &str) -> String {
    format!("aws:RequestTag/{key}")
}

/// What ARNs and conditions of a policy are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct PolicyScope<'a> {
    /// The cluster's full name.
    pub cluster: &'a str,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: &'a str,
    /// The region of the cluster.
    pub region: &'a str,
}

impl PolicyScope<'_> {
    /// The ARN of something without region and account: `arn:aws:route53:::change/*`.
    pub(in crate::model) fn global_arn(&self, service: &str, resource: &str) -> String {
        format!("arn:{}:{service}:::{resource}", self.partition)
    }

    /// The ARN of every EC2 resource of a kind, in any region and account: `arn:aws:ec2:*:*:volume/*`.
    pub(in crate::model) fn ec2_arn(&self, kind: &str) -> String {
        format!("arn:{}:ec2:*:*:{kind}/*", self.partition)
    }
}

/// One name, or a list of names. IAM means the same by a name and by a list of one; kops tells them apart, and so do people
/// who compare documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) enum Names {
    /// One name, written as a string.
    One(String),
    /// Names, written as a sorted list.
    List(BTreeSet<String>),
}

impl Names {
    /// Writes a single name as a string and several as a list.
    pub(in crate::model) fn short(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut names: BTreeSet<String> = names.into_iter().map(Into::into).collect();
        match names.pop_first() {
            Some(only) if names.is_empty() => Self::One(only),
            Some(first) => {
                names.insert(first);
                Self::List(names)
            }
            None => Self::List(names),
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::One(name) => Value::from(name.as_str()),
            Self::List(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

impl From<&str> for Names {
    fn from(name: &str) -> Self {
        Self::One(name.to_owned())
    }
}

impl From<String> for Names {
    fn from(name: String) -> Self {
        Self::One(name)
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Names {
    fn from(names: [T; N]) -> Self {
        Self::List(names.into_iter().map(Into::into).collect())
    }
}

impl From<Vec<String>> for Names {
    fn from(names: Vec<String>) -> Self {
        Self::List(names.into_iter().collect())
    }
}

/// A statement that allows something.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct Statement {
    principal: Option<Value>,
    actions: Option<Names>,
    resources: Option<Names>,
    condition: Option<Value>,
}

impl Statement {
    /// Allows actions.
    pub(in crate::model) fn allow(actions: impl Into<Names>) -> Self {
        Self { actions: Some(actions.into()), ..Self::default() }
    }

    /// Says on what.
    pub(in crate::model) fn on(mut self, resources: impl Into<Names>) -> Self {
        self.resources = Some(resources.into());
        self
    }

    /// Says under which condition.
    pub(in crate::model) fn when(mut self, condition: Value) -> Self {
        self.condition = Some(condition);
        self
    }

    /// Says to which services; for policies of resources and for trust policies.
    pub(in crate::model) fn for_service(mut self, services: impl Into<Names>) -> Self {
        self.principal = Some(json!({ "Service": services.into().to_value() }));
        self
    }

    /// Says to whom an identity provider vouches for; for trust policies.
    pub(in crate::model) fn for_federated(mut self, provider_arn: &str) -> Self {
        self.principal = Some(json!({ "Federated": provider_arn }));
        self
    }

    fn to_value(&self) -> Value {
        let mut statement = Map::new();
        statement.insert("Effect".into(), "Allow".into());
        let names = |names: &Option<Names>| names.as_ref().map(Names::to_value);
        for (key, value) in [
            ("Principal", self.principal.clone()),
            ("Action", names(&self.actions)),
            ("Resource", names(&self.resources)),
            ("Condition", self.condition.clone()),
        ] {
            if let Some(value) = value {
                statement.insert(key.into(), value);
            }
        }
        Value::Object(statement)
    }
}

/// A policy document that components add to.
#[derive(Clone, Debug)]
pub(in crate::model) struct PolicyDocument<'a> {
    scope: PolicyScope<'a>,
    statements: Vec<Statement>,
    anything: BTreeSet<String>,
    tagged: BTreeSet<String>,
    making_tagged: BTreeSet<String>,
    through_services: BTreeSet<String>,
}

impl<'a> PolicyDocument<'a> {
    /// Starts an empty document.
    pub(in crate::model) fn new(scope: PolicyScope<'a>) -> Self {
        Self {
            scope,
            statements: Vec::new(),
            anything: BTreeSet::new(),
            tagged: BTreeSet::new(),
            making_tagged: BTreeSet::new(),
            through_services: BTreeSet::new(),
        }
    }

    /// What its ARNs and conditions are made of.
    pub(in crate::model) fn scope(&self) -> PolicyScope<'a> {
        self.scope
    }

    /// Adds a statement of its own.
    pub(in crate::model) fn add(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    /// Allows actions on anything.
    pub(in crate::model) fn allow(&mut self, actions: &[&str]) {
        self.anything.extend(owned(actions));
    }

    /// Allows actions on what carries the cluster's tag.
    pub(in crate::model) fn allow_on_tagged(&mut self, actions: &[&str]) {
        self.tagged.extend(owned(actions));
    }

    /// Allows actions that make things, as long as they are tagged for the cluster as they are made.
    pub(in crate::model) fn allow_making_tagged(&mut self, actions: &[&str]) {
        self.making_tagged.extend(owned(actions));
    }

    /// Allows EC2 actions (without `ec2:`) that make things of some kinds, and to tag them: as they are made, and later
    /// where they are the cluster's and the tag that says so is left alone.
    pub(in crate::model) fn allow_making_in_ec2(&mut self, actions: &[&str], kinds: &[&str]) {
        self.making_tagged.extend(actions.iter().map(|action| format!("ec2:{action}")));
        let resources: Vec<String> = kinds.iter().map(|kind| self.scope.ec2_arn(kind)).collect();
        let cluster = self.scope.cluster;
        self.add(Statement::allow("ec2:CreateTags").on(resources.clone()).when(json!({
            "StringEquals": { (request_tag(CLUSTER)): cluster, "ec2:CreateAction": actions }
        })));
        self.add(Statement::allow(["ec2:CreateTags", "ec2:DeleteTags"]).on(resources).when(json!({
            "Null": { (request_tag(CLUSTER)): "true" },
            "StringEquals": { (resource_tag(CLUSTER)): cluster }
        })));
    }

    /// Allows actions on KMS keys where EC2 or S3 asks on behalf of the principal.
    pub(in crate::model) fn allow_keys_through_services(&mut self, actions: &[&str]) {
        self.through_services.extend(owned(actions));
    }

    /// Returns the document, or nothing where it would allow nothing, which IAM does not take.
    pub(in crate::model) fn into_value(mut self) -> Option<Value> {
        let scope = self.scope;
        if !self.through_services.is_empty() {
            // S3 has a wildcard because a state store may be in another region.
            let services = [format!("ec2.{}.amazonaws.com", scope.region), "s3.*.amazonaws.com".to_owned()];
            let actions = Names::short(std::mem::take(&mut self.through_services));
            self.add(Statement::allow(actions).on("*").when(json!({ "StringLike": { "kms:ViaService": services } })));
        }
        if !self.anything.is_empty() {
            let actions = Names::short(std::mem::take(&mut self.anything));
            self.add(Statement::allow(actions).on("*"));
        }
        if !self.tagged.is_empty() {
            let actions = Names::short(std::mem::take(&mut self.tagged));
            self.add(
                Statement::allow(actions)
                    .on("*")
                    .when(json!({ "StringEquals": { (resource_tag(CLUSTER)): scope.cluster } })),
            );
        }
        if !self.making_tagged.is_empty() {
            let in_vpc = self.making_tagged.contains("ec2:CreateSecurityGroup");
            let actions = Names::short(std::mem::take(&mut self.making_tagged));
            self.add(
                Statement::allow(actions)
                    .on("*")
                    .when(json!({ "StringEquals": { (request_tag(CLUSTER)): scope.cluster } })),
            );
            if in_vpc {
                // Making a security group also touches its VPC, which knows no tag of the request.
                self.add(Statement::allow("ec2:CreateSecurityGroup").on(scope.ec2_arn("vpc")));
            }
        }
        document(self.statements.iter().map(Statement::to_value).collect())
    }
}

/// Makes a document of statements that the user wrote, or nothing where there is none.
pub(in crate::model) fn document(statements: Vec<Value>) -> Option<Value> {
    (!statements.is_empty()).then(|| json!({ "Version": VERSION, "Statement": statements }))
}

/// Makes a document of one statement.
pub(in crate::model) fn single(statement: &Statement) -> Value {
    json!({ "Version": VERSION, "Statement": [statement.to_value()] })
}

/// The size of a document as IAM counts it: characters that are not white space.
pub(in crate::model) fn size(document: &Value) -> usize {
    document.to_string().chars().filter(|c| !c.is_whitespace()).count()
}

fn owned<'a>(actions: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    actions.iter().map(|action| (*action).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: PolicyScope<'static> =
        PolicyScope { cluster: "demo.example.com", partition: "aws-cn", region: "cn-north-1" };

    fn statements(fill: impl FnOnce(&mut PolicyDocument<'_>)) -> Value {
        let mut policy = PolicyDocument::new(SCOPE);
        fill(&mut policy);
        policy.into_value().expect("allows something")["Statement"].take()
    }

    #[test]
    fn nothing_allowed_is_no_document() {
        assert_eq!(PolicyDocument::new(SCOPE).into_value(), None);
        assert_eq!(document(Vec::new()), None);
    }

    #[test]
    fn actions_are_merged_sorted_and_short() {
        let twice = statements(|policy| {
            policy.allow(&["s3:b", "s3:a"]);
            policy.allow(&["s3:a"]);
        });
        assert_eq!(twice, json!([{ "Effect": "Allow", "Action": ["s3:a", "s3:b"], "Resource": "*" }]));
        let once = statements(|policy| policy.allow(&["s3:a"]));
        assert_eq!(once, json!([{ "Effect": "Allow", "Action": "s3:a", "Resource": "*" }]));
    }

    #[test]
    fn blocks_come_in_order_whatever_was_asked_first() {
        let all = statements(|policy| {
            policy.allow_making_tagged(&["x:Create"]);
            policy.allow_on_tagged(&["x:Change"]);
            policy.allow(&["x:List"]);
            policy.allow_keys_through_services(&["kms:Decrypt"]);
            policy.add(Statement::allow("x:Own").on(["*"]));
        });
        let actions: Vec<&str> = all.as_array().expect("list").iter().filter_map(|s| s["Action"].as_str()).collect();
        assert_eq!(actions, ["x:Own", "kms:Decrypt", "x:List", "x:Change", "x:Create"]);
        assert_eq!(all[0]["Resource"], json!(["*"]), "a list stays a list");
        assert_eq!(
            all[1]["Condition"]["StringLike"]["kms:ViaService"],
            json!(["ec2.cn-north-1.amazonaws.com", "s3.*.amazonaws.com"])
        );
    }

    #[test]
    fn making_a_security_group_is_allowed_in_any_vpc() {
        let made = statements(|policy| policy.allow_making_in_ec2(&["CreateSecurityGroup"], &["security-group"]));
        let made = made.as_array().expect("list");
        assert_eq!(made.len(), 4);
        assert_eq!(made[0]["Resource"], json!(["arn:aws-cn:ec2:*:*:security-group/*"]));
        assert_eq!(made[0]["Condition"]["StringEquals"]["ec2:CreateAction"], json!(["CreateSecurityGroup"]));
        assert_eq!(made[1]["Condition"]["Null"][request_tag(CLUSTER)], "true");
        assert_eq!(made[3]["Resource"], "arn:aws-cn:ec2:*:*:vpc/*");
        assert_eq!(made[3]["Condition"], Value::Null);
    }

    #[test]
    fn size_counts_what_iam_counts() {
        assert_eq!(size(&json!({ "a": "b c" })), r#"{"a":"bc"}"#.len());
    }
}
