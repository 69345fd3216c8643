//! What every [`ClusterApi`] must do, as checks that any implementation can run.

use std::collections::BTreeSet;

use futures::future::{BoxFuture, join_all};
use serde_json::{Value, json};

use super::Findings;
use crate::cluster_api::{
    Budget, ClusterApi, ClusterApiError, ClusterApiErrorKind, EXCLUDED_FROM_LOAD_BALANCERS, Eviction, Lease,
    ListedObject, Node, NodeChange, ObjectId, ObjectQuery, ObjectWrite, Pod, PodId, PodQuery, SCHEDULED_FOR_UPDATE,
};

type Result<T = ()> = std::result::Result<T, String>;

/// A cluster to run the checks on, and what is in it. The checks mark its nodes and end pods.
#[derive(Clone, Copy, Debug)]
pub struct ClusterSubject<'a> {
    /// Its API.
    pub api: &'a dyn ClusterApi,
    /// The label `app` of pods that no budget is for, of which at least one runs.
    pub free: &'a str,
    /// The label `app` of pods whose budget allows no disruption, of which at least one runs.
    pub guarded: &'a str,
}

/// A check: its name, and what it does.
type Check = (&'static str, for<'a> fn(ClusterSubject<'a>) -> BoxFuture<'a, Result>);

/// Lists checks by name and function.
macro_rules! checks {
    ($($name:literal: $check:path;)*) => {
        &[$(($name, |subject| Box::pin($check(subject)))),*]
    };
}

const CHECKS: &[Check] = checks! {
    "addresses/resolve": addresses_resolve;
    "nodes/of-instances": nodes_of_instances;
    "nodes/taint": nodes_taint;
    "nodes/cordon": nodes_cordon;
    "nodes/missing": nodes_missing;
    "pods/on-nodes": pods_on_nodes;
    "budgets/cover": budgets_cover;
    "evict/blocked": evict_blocked;
    "evict/another-pod": evict_another_pod;
    "evict/accepted": evict_accepted;
    "lease/nothing": lease_nothing;
    "lease/create": lease_create;
    "lease/replace": lease_replace;
    "lease/race": lease_race;
    "objects/version": objects_version;
    "objects/apply": objects_apply;
    "objects/create": objects_create;
    "objects/annotate": objects_annotate;
    "objects/list": objects_list;
    "objects/names": objects_names;
    "objects/delete": objects_delete;
    "objects/unknown": objects_unknown;
    "nodes/mark": nodes_mark;
};

/// Runs every check on a cluster, and returns those that failed. Leases, and objects other than nodes and pods, are not checked where the
/// implementation says that it has none.
pub async fn run(subject: ClusterSubject<'_>) -> Findings {
    let mut findings = Findings::default();
    let lacks = |error: ClusterApiError| error.kind == ClusterApiErrorKind::Invalid;
    let has_leases = !subject.api.lease("kops-suite-nothing").await.is_err_and(lacks);
    let has_objects = !subject.api.server_version().await.is_err_and(lacks);
    let is_run = |name: &str| match name.split_once('/') {
        Some(("lease", _)) => has_leases,
        Some(("objects", _)) => has_objects,
        _ => true,
    };
    for (name, check) in CHECKS.iter().filter(|(name, _)| is_run(name)) {
        findings.note(name, check(subject).await);
    }
    findings
}

async fn addresses_resolve(subject: ClusterSubject<'_>) -> Result {
    let addresses = fine("resolving", subject.api.addresses().await)?;
    expect("the host of the API server has an address", !addresses.is_empty())
}

async fn nodes_of_instances(subject: ClusterSubject<'_>) -> Result {
    let nodes = fine("listing nodes", subject.api.nodes().await)?;
    expect("there is a node", !nodes.is_empty())?;
    expect("every node runs on an instance", nodes.iter().all(|node| node.instance().is_some()))?;
    let names: BTreeSet<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    expect("every node is listed once", names.len() == nodes.len())
}

async fn nodes_taint(subject: ClusterSubject<'_>) -> Result {
    let before = node(subject, None).await?;
    for _ in 0..2 {
        fine("tainting", subject.api.change_node(&before.name, &NodeChange::Taint).await)?;
    }
    let tainted = node(subject, Some(&before.name)).await?;
    let ours = tainted.taints.iter().filter(|taint| taint.key == SCHEDULED_FOR_UPDATE).collect::<Vec<_>>();
    expect("a node that is tainted twice has one taint", ours.len() == 1)?;
    expect("new pods prefer other nodes", ours.iter().all(|taint| taint.effect == "PreferNoSchedule"))?;
    let others = before.taints.iter().all(|taint| tainted.taints.contains(taint));
    expect("the taints of others stay", others)?;
    fine("taking a taint back", subject.api.change_node(&before.name, &NodeChange::Uncordon).await)?;
    let after = node(subject, Some(&before.name)).await?;
    expect("a taint is taken back, and no other", after.taints == before.taints)
}

async fn nodes_cordon(subject: ClusterSubject<'_>) -> Result {
    let before = node(subject, None).await?;
    for _ in 0..2 {
        fine("cordoning", subject.api.change_node(&before.name, &NodeChange::Cordon).await)?;
    }
    let cordoned = node(subject, Some(&before.name)).await?;
    expect("a cordoned node takes no pods and is marked as draining", cordoned.is_draining())?;
    let is_out = cordoned.labels.contains_key(EXCLUDED_FROM_LOAD_BALANCERS);
    expect("a cordoned node is out of the load balancers of services", is_out)?;
    for _ in 0..2 {
        fine("uncordoning", subject.api.change_node(&before.name, &NodeChange::Uncordon).await)?;
    }
    let after = node(subject, Some(&before.name)).await?;
    let is_as_before = (after.unschedulable, &after.labels, &after.taints) == (false, &before.labels, &before.taints);
    expect("an uncordoned node is as it was", is_as_before && !after.is_draining())
}

async fn nodes_missing(subject: ClusterSubject<'_>) -> Result {
    let changes = [NodeChange::Taint, NodeChange::Cordon, NodeChange::Uncordon, NodeChange::MarkForUpdate];
    for change in changes {
        let answer = subject.api.change_node("i-none", &change).await;
        fails("changing a node that is not there", ClusterApiErrorKind::NotFound, answer)?;
    }
    Ok(())
}

async fn nodes_mark(subject: ClusterSubject<'_>) -> Result {
    let name = node(subject, None).await?.name;
    for _ in 0..2 {
        fine("marking", subject.api.change_node(&name, &NodeChange::MarkForUpdate).await)?;
    }
    expect("a marked node needs an update", node(subject, Some(&name)).await?.needs_update())
}

async fn pods_on_nodes(subject: ClusterSubject<'_>) -> Result {
    let all = fine("listing pods", subject.api.pods(&PodQuery::default()).await)?;
    let uids: BTreeSet<&PodId> = all.iter().map(|pod| &pod.id).collect();
    expect("every pod is listed once", uids.len() == all.len())?;
    let Some(node) = all.iter().find_map(|pod| pod.node.as_deref()) else { return Err("no pod is on a node".into()) };
    let there = fine("listing pods of a node", subject.api.pods(&PodQuery::on([node])).await)?;
    let is_there = |pod: &Pod| pod.node.as_deref() == Some(node);
    expect("the pods of a node are listed, and no other", there.iter().all(is_there) && !there.is_empty())?;
    let none = fine("listing pods of no node", subject.api.pods(&PodQuery::on([])).await)?;
    expect("no node has no pods", none.is_empty())
}

async fn budgets_cover(subject: ClusterSubject<'_>) -> Result {
    let budgets = fine("listing budgets", subject.api.budgets().await)?;
    let covering = |pod: &Pod| budgets.iter().filter(|budget| budget.covers(pod)).cloned().collect::<Vec<Budget>>();
    let guarded = covering(&pod(subject, subject.guarded).await?);
    let blocks = guarded.iter().any(|budget| budget.disruptions_allowed < 1);
    expect("the budget of the guarded pods allows no disruption", blocks)?;
    let free = covering(&pod(subject, subject.free).await?);
    expect("no budget covers the free pods", free.is_empty())
}

async fn evict_blocked(subject: ClusterSubject<'_>) -> Result {
    let guarded = pod(subject, subject.guarded).await?;
    match fine("evicting", subject.api.evict(&guarded.id).await)? {
        Eviction::Blocked { message } => expect("a refusal says why", !message.is_empty())?,
        Eviction::Accepted => return Err("a pod whose budget allows no disruption was evicted".into()),
    }
    expect("a pod that is not evicted stays", find(subject, &guarded.id).await?.is_some_and(|pod| !pod.is_terminating))
}

async fn evict_another_pod(subject: ClusterSubject<'_>) -> Result {
    let found = pod(subject, subject.free).await?;
    let another = PodId { uid: "00000000-0000-0000-0000-000000000000".into(), ..found.id.clone() };
    let answer = fine("evicting a pod that was replaced", subject.api.evict(&another).await)?;
    expect("a pod that was replaced is gone", answer == Eviction::Accepted)?;
    let stays = find(subject, &found.id).await?.is_some_and(|pod| !pod.is_terminating);
    expect("a pod with the name of one that is evicted stays", stays)?;
    let nobody = PodId { name: "not-there".into(), ..another };
    let answer = fine("evicting a pod that is gone", subject.api.evict(&nobody).await)?;
    expect("a pod that is gone is evicted", answer == Eviction::Accepted)
}

async fn evict_accepted(subject: ClusterSubject<'_>) -> Result {
    let found = pod(subject, subject.free).await?;
    for _ in 0..2 {
        let answer = fine("evicting", subject.api.evict(&found.id).await)?;
        expect("a pod without a budget is evicted", answer == Eviction::Accepted)?;
    }
    expect("an evicted pod ends", find(subject, &found.id).await?.is_none_or(|pod| pod.is_terminating))
}

async fn lease_nothing(subject: ClusterSubject<'_>) -> Result {
    let found = fine("reading", subject.api.lease("kops-suite-nothing").await)?;
    expect("a lease that is not there is read as none", found.is_none())?;
    let gone = Lease { version: Some("1".into()), ..lease("kops-suite-nothing") };
    let answer = subject.api.write_lease(&gone).await;
    fails("replacing a lease that is not there", ClusterApiErrorKind::Conflict, answer)
}

async fn lease_create(subject: ClusterSubject<'_>) -> Result {
    let wanted = lease("kops-suite-create");
    let version = fine("creating", subject.api.write_lease(&wanted).await)?;
    let found = fine("reading", subject.api.lease(&wanted.name).await)?;
    let written = Lease { version: Some(version), ..wanted.clone() };
    expect(&format!("a lease is read as it was written: {found:?}"), found == Some(written))?;
    fails("creating a lease that is there", ClusterApiErrorKind::Conflict, subject.api.write_lease(&wanted).await)
}

async fn lease_replace(subject: ClusterSubject<'_>) -> Result {
    let wanted = lease("kops-suite-replace");
    let first = fine("creating", subject.api.write_lease(&wanted).await)?;
    let renewed = Lease { renewed: wanted.renewed + 15, version: Some(first), ..wanted.clone() };
    let second = fine("renewing", subject.api.write_lease(&renewed).await)?;
    expect("a renewed lease has another version", renewed.version.as_ref() != Some(&second))?;
    fails("replacing an old version", ClusterApiErrorKind::Conflict, subject.api.write_lease(&renewed).await)?;
    let given_back = Lease { holder: None, version: Some(second), ..renewed };
    fine("giving back", subject.api.write_lease(&given_back).await)?;
    let found = fine("reading", subject.api.lease(&wanted.name).await)?;
    expect("nobody holds a lease that was given back", found.is_some_and(|found| found.holder.is_none()))
}

async fn lease_race(subject: ClusterSubject<'_>) -> Result {
    let wanted = lease("kops-suite-race");
    let version = fine("creating", subject.api.write_lease(&wanted).await)?;
    let of = |number: u32| Lease { holder: Some(number.to_string()), version: Some(version.clone()), ..wanted.clone() };
    let leases: Vec<Lease> = (0..8).map(of).collect();
    let answers = join_all(leases.iter().map(|lease| subject.api.write_lease(lease))).await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    expect(&format!("of eight writers of one version one wins, not {won}"), won == 1)?;
    answers
        .into_iter()
        .filter(std::result::Result::is_err)
        .try_for_each(|answer| fails("replacing a version at once", ClusterApiErrorKind::Conflict, answer))
}

fn lease(name: &str) -> Lease {
    let (acquired, renewed) = (1_700_000_000, 1_700_000_015);
    Lease { name: name.into(), holder: Some("kops suite".into()), duration: 60, acquired, renewed, version: None }
}

async fn objects_version(subject: ClusterSubject<'_>) -> Result {
    let version = fine("asking for the version", subject.api.server_version().await)?;
    expect(&format!("a version is written `v1.36.2`, not `{version}`"), version.starts_with("v1."))
}

async fn objects_apply(subject: ClusterSubject<'_>) -> Result {
    let wanted = config("apply", json!({"a": "1", "b": "2"}));
    for _ in 0..2 {
        let now = fine("applying", subject.api.write_object(&wanted, ObjectWrite::Apply).await)?;
        expect("an applied object is returned", now.get("data") == wanted.get("data"))?;
    }
    let mut annotated = config("apply", json!({}));
    annotated["metadata"]["annotations"] = json!({"others": "stay"});
    fine("annotating", subject.api.write_object(&annotated, ObjectWrite::Annotate).await)?;
    let changed = config("apply", json!({"b": "3"}));
    let now = fine("applying a change", subject.api.write_object(&changed, ObjectWrite::Apply).await)?;
    expect(&format!("a field that is no longer applied goes: {now}"), now.get("data") == Some(&json!({"b": "3"})))?;
    let stays = now.pointer("/metadata/annotations/others").and_then(Value::as_str) == Some("stay");
    expect("what others have set stays", stays)
}

async fn objects_create(subject: ClusterSubject<'_>) -> Result {
    let wanted = config("create", json!({"a": "1"}));
    fine("creating", subject.api.write_object(&wanted, ObjectWrite::Create).await)?;
    let again = subject.api.write_object(&wanted, ObjectWrite::Create).await;
    fails("creating an object that is there", ClusterApiErrorKind::Conflict, again)
}

async fn objects_annotate(subject: ClusterSubject<'_>) -> Result {
    fine("applying", subject.api.write_object(&config("annotate", json!({"a": "1"})), ObjectWrite::Apply).await)?;
    let mut annotated = config("annotate", json!({"a": "2"}));
    for (name, value) in [("first", "1"), ("second", "2")] {
        annotated["metadata"]["annotations"] = json!({name: value});
        let now = fine("annotating", subject.api.write_object(&annotated, ObjectWrite::Annotate).await)?;
        expect("nothing else of an annotated object changes", now.pointer("/data/a") == Some(&json!("1")))?;
    }
    let listed = listed(subject, "annotate").await?;
    let annotations = listed.iter().flat_map(|object| &object.annotations);
    let texts: Vec<(&str, &str)> = annotations.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    expect("annotations are added to those that are there", texts == [("first", "1"), ("second", "2")])?;
    let missing = subject.api.write_object(&config("not-there", json!({})), ObjectWrite::Annotate).await;
    fails("annotating an object that is not there", ClusterApiErrorKind::NotFound, missing)
}

async fn objects_list(subject: ClusterSubject<'_>) -> Result {
    fine("applying", subject.api.write_object(&config("list", json!({})), ObjectWrite::Apply).await)?;
    let found = listed(subject, "list").await?;
    let id = ObjectId::of(&config("list", json!({})));
    expect("an object is listed by its labels", found.iter().map(|object| Some(&object.id)).eq([id.as_ref()]))?;
    let query = |labels: &str, name: &str, namespace: &str| ObjectQuery {
        label_selector: Some(labels.to_owned()),
        field_selector: Some(format!("metadata.name={name}")),
        namespace: Some(namespace.to_owned()),
        ..configs()
    };
    for (query, expected) in [
        (query("suite=list", "kops-suite-list", "kube-system"), 1),
        (query("suite=list,other", "kops-suite-list", "kube-system"), 0),
        (query("suite=list", "kops-suite-other", "kube-system"), 0),
        (query("suite=list", "kops-suite-list", "default"), 0),
        (ObjectQuery { kind: "KopsSuite".to_owned(), ..configs() }, 0),
        (ObjectQuery { group: "suite.kops.example.com".to_owned(), ..configs() }, 0),
    ] {
        let found = fine("listing", subject.api.objects(&query).await)?;
        expect(&format!("{query:?} lists {expected} objects, not {}", found.len()), found.len() == expected)?;
    }
    Ok(())
}

async fn objects_names(subject: ClusterSubject<'_>) -> Result {
    for name in ["a/b/c", "two words", "", "/", "-a"] {
        let mut object = config("names", json!({}));
        object["metadata"]["annotations"] = json!({name: "1"});
        let answer = subject.api.write_object(&object, ObjectWrite::Apply).await;
        fails(&format!("an annotation `{name}`"), ClusterApiErrorKind::Invalid, answer)?;
    }
    Ok(())
}

async fn objects_delete(subject: ClusterSubject<'_>) -> Result {
    let object = config("delete", json!({}));
    fine("applying", subject.api.write_object(&object, ObjectWrite::Apply).await)?;
    let id = ObjectId::of(&object).ok_or("an object has a name")?;
    for _ in 0..2 {
        fine("deleting", subject.api.delete_object(&id).await)?;
    }
    expect("a deleted object is gone", listed(subject, "delete").await?.is_empty())?;
    let unknown = ObjectId { kind: "KopsSuite".to_owned(), ..id };
    fine("deleting an object of a kind that is not served", subject.api.delete_object(&unknown).await)
}

async fn objects_unknown(subject: ClusterSubject<'_>) -> Result {
    let with = |pointer: &str, value: Value| {
        let mut object = config("unknown", json!({}));
        *object.pointer_mut(pointer).ok_or("is there")? = value;
        Ok::<_, String>(object)
    };
    for (object, kind) in [
        (with("/kind", json!("KopsSuite"))?, ClusterApiErrorKind::NotFound),
        (with("/apiVersion", json!("suite.kops.example.com/v1"))?, ClusterApiErrorKind::NotFound),
        (with("/metadata/namespace", json!("kops-suite-nowhere"))?, ClusterApiErrorKind::NotFound),
        (with("/metadata/namespace", Value::Null)?, ClusterApiErrorKind::Invalid),
        (with("/kind", json!("Namespace"))?, ClusterApiErrorKind::Invalid),
        (with("/metadata/name", Value::Null)?, ClusterApiErrorKind::Invalid),
    ] {
        fails(&format!("applying {object}"), kind, subject.api.write_object(&object, ObjectWrite::Apply).await)?;
    }
    Ok(())
}

/// A config map of a check.
fn config(check: &str, data: Value) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": format!("kops-suite-{check}"), "namespace": "kube-system", "labels": {"suite": check}},
        "data": data,
    })
}

fn configs() -> ObjectQuery {
    ObjectQuery { kind: "ConfigMap".to_owned(), ..ObjectQuery::default() }
}

/// The config maps of a check that there are.
async fn listed(subject: ClusterSubject<'_>, check: &str) -> Result<Vec<ListedObject>> {
    let query = ObjectQuery { label_selector: Some(format!("suite={check}")), ..configs() };
    fine("listing", subject.api.objects(&query).await)
}

/// The node of that name, or the last one.
async fn node(subject: ClusterSubject<'_>, name: Option<&str>) -> Result<Node> {
    let nodes = fine("listing nodes", subject.api.nodes().await)?;
    let wanted = nodes.into_iter().rev().find(|node| name.is_none_or(|name| node.name == name));
    wanted.ok_or_else(|| "a node is gone".into())
}

/// A pod of an app that is not ending.
async fn pod(subject: ClusterSubject<'_>, app: &str) -> Result<Pod> {
    let pods = fine("listing pods", subject.api.pods(&PodQuery::default()).await)?;
    let is_of = |pod: &Pod| pod.labels.get("app").is_some_and(|label| label == app) && !pod.is_terminating;
    pods.into_iter().find(is_of).ok_or_else(|| format!("no pod has the label `app={app}`"))
}

async fn find(subject: ClusterSubject<'_>, id: &PodId) -> Result<Option<Pod>> {
    let pods = fine("listing pods", subject.api.pods(&PodQuery::default()).await)?;
    Ok(pods.into_iter().find(|pod| pod.id == *id))
}

fn fine<T>(what: &str, answer: std::result::Result<T, ClusterApiError>) -> Result<T> {
    answer.map_err(|error| format!("{what}: {error}"))
}

fn fails<T>(what: &str, kind: ClusterApiErrorKind, answer: std::result::Result<T, ClusterApiError>) -> Result {
    match answer {
        Err(error) if error.kind == kind => Ok(()),
        Err(error) => Err(format!("{what} fails as {:?} and not as {kind:?}: {error}", error.kind)),
        Ok(_) => Err(format!("{what} succeeds")),
    }
}

fn expect(what: &str, holds: bool) -> Result {
    if holds { Ok(()) } else { Err(format!("this does not hold: {what}")) }
}
