//! The methods of an engine.

use futures::future::{BoxFuture, Either, select};

use super::arguments::Arguments;
use super::error::CallError;
use super::functions::{cluster_options, previous_files};
use super::value::Returned;
use crate::apply::Cancel;
use crate::create::GroupOptions;
use crate::engine::{Engine, Error, IfNotRolledOut, MissingKeys, SetOptions};
use crate::kubeconfig::KubeconfigOptions;
use crate::lifecycle::addons::AddonOptions;
use crate::lifecycle::rolling::RollingUpdateOptions;
use crate::pki::{Certificate, KeyError, Keyset, KeysetError, PrivateKey, Secret};
use crate::plan::PlanOptions;
use crate::spec::{Objects, encode};
use crate::state::{IfExists, IfMissing, NewKeypair};
use crate::upgrade::{UpgradeData, UpgradeOptions};

type Method = fn(Engine, Arguments) -> BoxFuture<'static, Result<Returned, CallError>>;

/// Makes rows of a table of asynchronous functions.
macro_rules! rows {
    ($($name:literal => |$engine:ident, $given:ident| $body:block)*) => {
        &[$(($name, |$engine, #[allow(unused_mut)] mut $given| Box::pin(async move { $body }))),*]
    };
}

/// Every method with its name.
const METHODS: &[(&str, Method)] = rows! {
    // Planning
    "check" => |engine, given| { Returned::full_spec(engine.check(&*given.spec("spec")?).await?) }
    "facts" => |engine, given| { Returned::json(&engine.facts(&*given.spec("spec")?).await?) }
    "facts_to_render" => |engine, given| { Returned::json(&engine.facts_to_render(&*given.spec("spec")?).await?) }
    "graph" => |engine, given| { Returned::json(&engine.graph(&*given.spec("spec")?).await?.0) }
    "terraform" => |engine, given| {
        let (spec, create_keys) = (given.spec("spec")?, given.take_or_default("createKeys")?);
        let keys = if create_keys { MissingKeys::Create } else { MissingKeys::Variables };
        let files = engine.terraform(&spec, spec.store_url().unwrap_or_default(), keys).await?;
        Returned::json(&files.moved_from(&previous_files(&mut given)?).into_texts())
    }
    "new_cluster" => |engine, given| { Returned::spec(engine.new_cluster(&cluster_options(&mut given)?).await?) }
    "plan" => |engine, given| {
        let (spec, prune, allow) = (given.spec("spec")?, given.take_or_default("prune")?, given.take_or_default("allow")?);
        let (groups, roles): (Vec<_>, Vec<_>) =
            (given.take_or_default("instanceGroups")?, given.take_or_default("roles")?);
        let instance_groups = spec.select_groups(&groups, &roles);
        let instance_groups =
            instance_groups.map_err(|problem| Error::Invalid { findings: problem.into(), texts: spec.sources.texts() })?;
        let options = PlanOptions { prune, allow, instance_groups, ..PlanOptions::default() };
        Returned::plan(engine.plan_with(&spec, &options).await?)
    }
    "plan_deletion" => |engine, given| {
        let allow = given.take_or_default("allow")?;
        Returned::plan(engine.plan_deletion_with(&*given.spec("spec")?, &allow).await?)
    }
    "plan_instance_group_deletion" => |engine, given| {
        let group: String = given.take("instanceGroup")?;
        Returned::plan(engine.plan_instance_group_deletion(&*given.spec("spec")?, &group).await?)
    }
    "preflight" => |engine, given| { Returned::json(&engine.preflight(&*given.plan("plan")?).await?) }
    "preflight_set" => |engine, given| {
        Returned::json(&engine.preflight_set(&given.set_plan("plan")?).await?)
    }
    "plan_set" => |engine, given| {
        let objects = objects(&mut given)?;
        Ok(Returned::data(engine.plan_set(&objects, &given.rest::<SetOptions>()?).await?.to_json()))
    }
    "plan_upgrade" => |engine, given| {
        let upgrade = engine.plan_upgrade(&*given.spec("spec")?, &given.rest::<UpgradeOptions>()?).await?;
        Returned::json(&UpgradeData::from(&upgrade))
    }
    "new_instance_group" => |engine, given| {
        let group = engine.new_instance_group(&*given.spec("spec")?, &given.rest::<GroupOptions>()?).await?;
        Returned::json(&encode::to_value(&group))
    }
    // The state store
    "clusters" => |engine, _given| { Returned::json(&engine.clusters().await?) }
    "load" => |engine, given| { Returned::spec(engine.load(&given.take::<String>("cluster")?).await?) }
    "create" => |engine, given| { Returned::json(&engine.create(&objects(&mut given)?).await?) }
    "replace" => |engine, given| {
        let if_missing = if given.take_or_default("createMissing")? { IfMissing::Create } else { IfMissing::Fail };
        Returned::json(&engine.replace(&objects(&mut given)?, if_missing).await?)
    }
    "edit" => |engine, given| {
        let (cluster, group) = (given.take::<String>("cluster")?, given.take::<Option<String>>("instanceGroup")?);
        let (set, unset): (Vec<_>, Vec<_>) = (given.take_or_default("set")?, given.take_or_default("unset")?);
        Returned::json(&engine.edit(&cluster, group.as_deref(), &set, &unset).await?)
    }
    "forget" => |engine, given| { Returned::json(&engine.forget(&given.take::<String>("cluster")?).await?) }
    "forget_instance_group" => |engine, given| {
        let (cluster, group) = (given.take::<String>("cluster")?, given.take::<String>("instanceGroup")?);
        Returned::json(&engine.forget_instance_group(&cluster, &group).await?)
    }
    "delete_ssh_keys" => |engine, given| {
        Returned::json(&engine.delete_ssh_keys(&given.take::<String>("cluster")?).await?)
    }
    "lock" => |engine, given| { Returned::json(&engine.lock(&given.take::<String>("cluster")?).await?) }
    "unlock" => |engine, given| { Returned::json(&engine.unlock(&given.take::<String>("cluster")?).await?) }
    // Keys, secrets and kubeconfigs
    "keypairs" => |engine, given| {
        let cluster: String = given.take("cluster")?;
        let found = match given.take::<Option<String>>("keyset")? {
            Some(keyset) => vec![engine.keyset(&cluster, &keyset).await?],
            None => engine.keysets(&cluster).await?,
        };
        Returned::json(&found.iter().flat_map(Keyset::describe).collect::<Vec<_>>())
    }
    "create_keypair" => |engine, given| {
        let (cluster, keyset) = (given.take::<String>("cluster")?, given.take::<String>("keyset")?);
        let new = keypair(&mut given, &keyset)?;
        Returned::json(&engine.create_keypair(&cluster, &keyset, new).await?)
    }
    "promote_keypair" => |engine, given| {
        let (cluster, keyset) = (given.take::<String>("cluster")?, given.take::<String>("keyset")?);
        let id: Option<String> = given.take("id")?;
        let if_not_rolled_out = if_not_rolled_out(&mut given)?;
        Returned::json(&engine.promote_keypair(&cluster, &keyset, id.as_deref(), if_not_rolled_out).await?)
    }
    "distrust_keypairs" => |engine, given| {
        let (cluster, keyset) = (given.take::<String>("cluster")?, given.take::<String>("keyset")?);
        let ids: Vec<String> = given.take_or_default("ids")?;
        let if_not_rolled_out = if_not_rolled_out(&mut given)?;
        Returned::json(&engine.distrust_keypairs(&cluster, &keyset, &ids, if_not_rolled_out).await?)
    }
    "trust_keypairs" => |engine, given| {
        let (cluster, keyset) = (given.take::<String>("cluster")?, given.take::<String>("keyset")?);
        let ids: Vec<String> = given.take("ids")?;
        Returned::json(&engine.trust_keypairs(&cluster, &keyset, &ids).await?)
    }
    "secrets" => |engine, given| { Returned::json(&engine.secrets(&given.take::<String>("cluster")?).await?) }
    "secret" => |engine, given| {
        let (cluster, name) = (given.take::<String>("cluster")?, given.take::<String>("name")?);
        Ok(Returned::Bytes(engine.secret(&cluster, &name).await?.expose().to_vec().into()))
    }
    "create_secret" => |engine, given| {
        let (cluster, name) = (given.take::<String>("cluster")?, given.take::<String>("name")?);
        let if_exists = if given.take_or_default("replace")? { IfExists::Replace } else { IfExists::Fail };
        let secret = Secret::from(given.content("content")?.to_vec());
        Returned::json(&engine.create_secret(&cluster, &name, &secret, if_exists).await?)
    }
    "delete_secret" => |engine, given| {
        let (cluster, name) = (given.take::<String>("cluster")?, given.take::<String>("name")?);
        Returned::json(&engine.delete_secret(&cluster, &name).await?)
    }
    "kubeconfig" => |engine, given| {
        let (cluster, existing) = (given.take::<String>("cluster")?, given.take_or_default::<String>("existing")?);
        let made = engine.kubeconfig(&cluster, &kubeconfig_options(&mut given)?).await?;
        Ok(Returned::Text(made.merge_into(&existing).map_err(Error::from)?.to_text().to_string()))
    }
    // Running clusters
    "instances" => |engine, given| {
        let cluster = given.cluster_if_any("cluster")?;
        Returned::json(&engine.instances(&*given.spec("spec")?, cluster.as_deref()).await?)
    }
    "plan_rolling_update" => |engine, given| {
        let (spec, cluster) = (given.spec("spec")?, given.cluster_if_any("cluster")?);
        let options = given.rest::<RollingUpdateOptions>()?;
        Returned::json(&engine.plan_rolling_update(&spec, cluster.as_deref(), &options).await?)
    }
    "dump" => |engine, given| {
        let cluster = given.cluster_if_any("cluster")?;
        Returned::json(&engine.dump(&*given.spec("spec")?, cluster.as_deref()).await)
    }
    "installed_addons" => |engine, given| {
        Returned::json(&engine.installed_addons(given.cluster("cluster")?.as_ref()).await?)
    }
    "plan_addons" => |engine, given| {
        let (spec, cluster) = (given.spec("spec")?, given.cluster("cluster")?);
        Returned::json(&engine.plan_addons(&spec, cluster.as_ref(), &given.rest::<AddonOptions>()?).await?)
    }
    "groups_to_roll" => |engine, given| { Returned::json(&engine.groups_to_roll(&*given.spec("spec")?).await?) }
    "plan_reconcile" => |engine, given| {
        let cluster = given.cluster("cluster")?;
        Returned::json(&engine.plan_reconcile(&*given.spec("spec")?, cluster.as_ref()).await?)
    }
};

/// Calls a method of an engine by its name. Cancelling it drops the call: at once where it waits, and between two stages of planning.
///
/// # Errors
/// Arguments that are not those of the method, and what the method returns.
pub async fn call_engine(
    engine: &Engine,
    name: &str,
    arguments: Arguments,
    cancel: &Cancel,
) -> Result<Returned, CallError> {
    let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == name) else {
        return Err(CallError::value("name", format!("an engine has no method `{name}`")));
    };
    match select(Box::pin(cancel.cancelled()), method(engine.clone(), arguments)).await {
        Either::Left(_) => Err(CallError::Cancelled),
        Either::Right((result, _)) => result,
    }
}

/// The name of every method of an engine.
pub fn methods() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|(name, _)| *name)
}

/// The objects of a text.
fn objects(given: &mut Arguments) -> Result<Objects, CallError> {
    let (name, text) = (given.take::<Option<String>>("name")?, given.take::<String>("text")?);
    Ok(Objects::from_yaml(name.as_deref().unwrap_or("-"), &text).map_err(Error::from)?)
}

fn keypair(given: &mut Arguments, keyset: &str) -> Result<NewKeypair, CallError> {
    let (certificate, private_key) =
        (given.take::<Option<String>>("certificate")?, given.take::<Option<String>>("privateKey")?);
    let invalid = |problem: KeyError| Error::from(KeysetError::Key { keyset: keyset.to_owned(), problem });
    Ok(NewKeypair {
        certificate: certificate.as_deref().map(Certificate::from_pem).transpose().map_err(invalid)?,
        private_key: private_key.as_deref().map(PrivateKey::from_pem).transpose().map_err(invalid)?,
        primary: given.take_or_default("primary")?,
    })
}

fn if_not_rolled_out(given: &mut Arguments) -> Result<IfNotRolledOut, CallError> {
    Ok(if given.take_or_default("force")? { IfNotRolledOut::GoOn } else { IfNotRolledOut::Fail })
}

fn kubeconfig_options(given: &mut Arguments) -> Result<KubeconfigOptions, CallError> {
    Ok(KubeconfigOptions {
        admin: given.take("admin")?,
        admin_name: given.take("adminName")?,
        user: given.take("user")?,
        internal: given.take_or_default("internal")?,
        api_server: given.take("apiServer")?,
        auth_plugin: given.take("authPlugin")?,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use futures::executor::block_on;

    use super::super::value::Handle;
    use super::*;
    use crate::cloud::memory::Account;
    use crate::cloud::{BoundStep, Cloud, CloudError, Outcome, Readiness, Scope, Snapshot};
    use crate::facts::{Facts, FactsQuery};
    use crate::resource::{CloudId, Kind};
    use crate::spec::Spec;
    use crate::state::{StateError, StateStore};

    /// An account that cancels the call while it answers.
    #[derive(Debug)]
    struct Cancelling {
        account: Account,
        during: &'static str,
        cancel: Cancel,
        answered: Arc<Mutex<Vec<&'static str>>>,
    }

    impl Cancelling {
        fn answer(&self, method: &'static str) {
            self.answered.lock().expect("no test panics with it").push(method);
            if method == self.during {
                self.cancel.cancel();
            }
        }
    }

    #[async_trait]
    impl Cloud for Cancelling {
        async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
            self.answer("facts");
            self.account.facts(query).await
        }

        async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
            self.answer("observe");
            self.account.observe(scope).await
        }

        async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
            self.account.execute(step).await
        }

        async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
            self.account.probe(kind, id).await
        }

        async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
            self.account.open_bucket(name).await
        }
    }

    /// Whether a call is cancelled that its account cancels while it answers, and what that was asked for.
    fn cancelled(method: &str, during: &'static str) -> (bool, Vec<&'static str>) {
        let text = include_str!("../../../../examples/fairwinds/cluster_spec.yml");
        let account = include_str!("../../../../examples/fairwinds/account.json");
        let (account, cancel) = (Account::from_json(account).expect("an account"), Cancel::default());
        let answered = Arc::default();
        let cloud = Cancelling { account, during, cancel: cancel.clone(), answered: Arc::clone(&answered) };
        let spec = Handle::Spec(Arc::new(Spec::from_yaml("cluster.yml", text).expect("a spec")));
        let given = Arguments::new("{}", [("spec".to_owned(), spec)], []).expect("an object");
        let result = block_on(call_engine(&Engine::builder(cloud).build(), method, given, &cancel));
        let answered = answered.lock().expect("no test panics with it").clone();
        (matches!(result, Err(CallError::Cancelled)), answered)
    }

    #[test]
    fn planning_ends_after_the_stage_in_which_it_is_cancelled() {
        for (method, during, expected) in [
            ("plan", "nothing", (false, vec!["facts", "observe"])),
            ("plan", "observe", (true, vec!["facts", "observe"])),
            ("plan", "facts", (true, vec!["facts"])),
            ("plan_deletion", "observe", (true, vec!["facts", "observe"])),
            ("plan_deletion", "facts", (true, vec!["facts"])),
            ("check", "facts", (true, vec!["facts"])),
            ("graph", "facts", (true, vec!["facts"])),
        ] {
            assert_eq!(cancelled(method, during), expected, "{method} during {during}");
        }
    }

    #[test]
    fn what_is_cancelled_already_is_not_begun() {
        let cancel = Cancel::default();
        cancel.cancel();
        let engine = Engine::simulated(Account::new("us-east-2"));
        let result = block_on(call_engine(&engine, "clusters", Arguments::default(), &cancel));
        assert!(matches!(result, Err(CallError::Cancelled)));
    }
}
