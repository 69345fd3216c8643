//! What every addon goes through: labels, the IAM roles of service accounts, and the place that images come from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::addon::{Addon, Source};
use super::object::{Object, list_in, map_in, put_named};
use super::pod::{env, mount_read_only};
use crate::model::{Context, iam, images};
use crate::naming::MANAGED_BY;

/// The label that names the addon of an object.
pub(super) const ADDON: &str = "addon.kops.k8s.io/name";
/// The label of pods whose workload kops manages.
const POD_MANAGED_BY: &str = "kops.k8s.io/managed-by";

/// Where pods find the token of their service account.
const TOKEN_FOLDER: &str = "/var/run/secrets/amazonaws.com/";
const TOKEN_VOLUME: &str = "token-amazonaws-com";
/// The group that may read the token, where a pod names none.
const TOKEN_GROUP: i64 = 10001;

/// Makes the objects of addons those of one cluster.
pub(super) struct Pipeline<'a> {
    context: &'a Context<'a>,
    accounts: BTreeSet<String>,
}

impl<'a> Pipeline<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        Self { context, accounts: iam::addon_accounts(context) }
    }

    /// Returns an addon as the cluster runs it. Objects that a user wrote stay as they are.
    pub(super) fn run(&self, mut addon: Addon) -> Addon {
        if matches!(addon.source, Source::User) {
            return addon;
        }
        for object in &mut addon.objects {
            label(object, &addon.name, &addon.selector);
            let has_role = self.assume_role(object);
            if matches!(addon.source, Source::Own) && !has_role {
                write_whole_amounts(object);
            }
            object.each_image(&mut |image| *image = images::place(self.context, image));
        }
        addon
    }

    /// Lets pods whose service account has a role of the cluster assume it. Returns whether they have one.
    fn assume_role(&self, object: &mut Object) -> bool {
        let namespace = object.in_namespace().unwrap_or_default().to_owned();
        let Some(pods) = object.pods() else { return false };
        let account = ["serviceAccountName", "serviceAccount"].iter().find_map(|field| pods.get(*field)?.as_str());
        let Some(account) = account.filter(|account| self.accounts.contains(*account)) else { return false };
        let facts = self.context.facts;
        let role = self.context.names.service_account_role(account, &namespace);
        let role = format!("arn:{}:iam::{}:role/{role}", facts.partition, facts.account_id);
        mount_token(pods, &role);
        true
    }
}

/// Writes requests and limits without a suffix as numbers, as kops does unless it reads pods again to give them a role.
fn write_whole_amounts(object: &mut Object) {
    let Some(pods) = object.pods() else { return };
    let containers = pods.get_mut("containers").and_then(Value::as_array_mut).into_iter().flatten();
    let resources = containers.filter_map(|container| container.get_mut("resources")?.as_object_mut());
    let kinds = resources.flat_map(Map::values_mut).filter_map(Value::as_object_mut);
    for amount in kinds.flat_map(Map::values_mut) {
        if let Some(number) = amount.as_str().and_then(|text| text.parse::<i64>().ok()) {
            *amount = number.into();
        }
    }
}

fn label(object: &mut Object, addon: &str, selector: &BTreeMap<String, String>) {
    object.add_label(MANAGED_BY, "kops");
    object.add_label(ADDON, addon);
    for (key, value) in selector {
        object.add_label(key, value);
    }
    if let Some(template) = object.pod_template() {
        map_in(map_in(template, "metadata"), "labels").insert(POD_MANAGED_BY.to_owned(), "kops".into());
    }
}

/// Gives the containers of a pod a token that AWS takes for a role. A published manifest that went through a pipeline before
/// has one already, maybe for the role of another cluster.
fn mount_token(pods: &mut Map<String, Value>, role: &str) {
    drop_nulls(pods);
    for field in ["initContainers", "containers"] {
        let containers = pods.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten();
        containers.filter_map(Value::as_object_mut).for_each(write_again);
    }
    let token = json!({"audience": "amazonaws.com", "expirationSeconds": 86_400, "path": "token"});
    let sources = [json!({"serviceAccountToken": token})];
    let volume = json!({"name": TOKEN_VOLUME, "projected": {"defaultMode": 0o644, "sources": sources}});
    put_named(list_in(pods, "volumes"), volume);
    for container in list_in(pods, "containers").iter_mut().filter_map(Value::as_object_mut) {
        put_named(list_in(container, "volumeMounts"), mount_read_only(TOKEN_VOLUME, TOKEN_FOLDER));
        let environment = list_in(container, "env");
        put_named(environment, env("AWS_ROLE_ARN", role));
        put_named(environment, env("AWS_WEB_IDENTITY_TOKEN_FILE", &format!("{TOKEN_FOLDER}token")));
    }
    map_in(pods, "securityContext").entry("fsGroup").or_insert(TOKEN_GROUP.into());
}

/// Brings a container to the form that kops gives it with pods that it reads and writes again.
fn write_again(container: &mut Map<String, Value>) {
    container.entry("resources").or_insert_with(|| json!({}));
    let mounts = container.get_mut("volumeMounts").and_then(Value::as_array_mut).into_iter().flatten();
    for mount in mounts.filter_map(Value::as_object_mut) {
        mount.retain(|field, value| field != "readOnly" || *value != json!(false));
    }
}

/// Drops fields without a value, as kops does with pods that it reads and writes again.
fn drop_nulls(fields: &mut Map<String, Value>) {
    fields.retain(|_, value| !value.is_null());
    for value in fields.values_mut() {
        match value {
            Value::Object(fields) => drop_nulls(fields),
            Value::Array(items) => items.iter_mut().filter_map(Value::as_object_mut).for_each(drop_nulls),
            _ => {}
        }
    }
}
