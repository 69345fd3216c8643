//! The JSON Schema of everything that other languages exchange with the library, made from the types.
//!
//! Each object has a title, so that generators have a name for it. What users write has the fields that they may leave out, what they are
//! given has the fields that are always there.

mod definitions;

use serde_json::{Map, Value, json};

use definitions::Definitions;

use crate::apply::{Event, Options};
use crate::cloud::{
    BoundStep, InstanceChange, Outcome, PreflightFacts, PreflightQuery, Readiness, RunningGroup, Scope, Snapshot,
};
use crate::cluster_api::memory::Workload;
use crate::cluster_api::{
    Budget, Eviction, Lease, ListedObject, Node, NodeChange, ObjectId, ObjectQuery, ObjectWrite, Pod, PodId, PodQuery,
};
use crate::codes::CodePage;
use crate::cost::Estimate;
use crate::create::{ClusterOptions, GroupOptions};
use crate::defaults::Explained;
use crate::engine::{Dump, GroupToRoll, SetEvent, SetPlan, SetReport, UpgradePlan};
use crate::errors::{ErrorData, ReportData};
use crate::facts::{Facts, FactsQuery};
use crate::fields::FieldPage;
use crate::graph::Graph;
use crate::interop::{DeleteMode, PutMode};
use crate::lifecycle::addons::{AddonEvent, AddonOptions, AddonsPlan, AddonsReport, InstalledAddon};
use crate::lifecycle::instances::InstanceStatus;
use crate::lifecycle::reconcile::{ReconcileEvent, ReconcileOptions, ReconcilePlan, ReconcileReport};
use crate::lifecycle::rolling::{RollingUpdateEvent, RollingUpdateOptions, RollingUpdatePlan, RollingUpdateReport};
use crate::lifecycle::validation::{Validation, ValidationEvent};
use crate::migrate::Migration;
use crate::model::Assets;
use crate::permissions::Policies;
use crate::pki::KeypairInfo;
use crate::plan::{Plan, sort};
use crate::preflight::{Preflight, SetPreflight};
use crate::resource::Kind;
use crate::spec::{Cluster, InstanceGroup, SshCredential};
use crate::upgrade::UpgradeData;

/// Makes the JSON Schema from the types: what [`crate::schema()`] returns once `make types` has written it.
pub fn schema_of_types() -> Value {
    let written = Definitions::of_users()
        .with::<Cluster>()
        .with::<InstanceGroup>()
        .with::<SshCredential>()
        .with::<ClusterOptions>()
        .with::<Workload>();
    let given = Definitions::of_callers()
        .with::<Facts>()
        .with::<Options>()
        .with::<GroupOptions>()
        .with::<RollingUpdateOptions>()
        .with::<AddonOptions>()
        .with::<ReconcileOptions>();
    let returned = Definitions::returned()
        .with::<FactsQuery>()
        .with::<Scope>()
        .with::<Snapshot>()
        .with::<BoundStep>()
        .with::<Outcome>()
        .with::<Readiness>()
        .with::<Kind>()
        .with::<Graph>()
        .with::<Plan>()
        .with::<Event>()
        .with::<ReportData>()
        .with::<ErrorData>()
        .with::<KeypairInfo>()
        .with::<Assets>()
        .with::<Estimate>()
        .with::<Policies>()
        .with::<SetPlan>()
        .with::<SetEvent>()
        .with::<SetReport>()
        .with::<Explained>()
        .with::<UpgradeData>()
        .with::<CodePage>()
        .with::<FieldPage>()
        .with::<Migration>()
        .with::<PutMode>()
        .with::<DeleteMode>()
        .with::<RunningGroup>()
        .with::<InstanceChange>()
        .with::<PreflightQuery>()
        .with::<PreflightFacts>()
        .with::<Preflight>()
        .with::<SetPreflight>()
        .with::<Node>()
        .with::<NodeChange>()
        .with::<PodQuery>()
        .with::<Pod>()
        .with::<PodId>()
        .with::<Budget>()
        .with::<Eviction>()
        .with::<Lease>()
        .with::<ObjectId>()
        .with::<ObjectQuery>()
        .with::<ListedObject>()
        .with::<ObjectWrite>()
        .with::<Validation>()
        .with::<ValidationEvent>()
        .with::<InstanceStatus>()
        .with::<RollingUpdatePlan>()
        .with::<RollingUpdateEvent>()
        .with::<RollingUpdateReport>()
        .with::<InstalledAddon>()
        .with::<AddonsPlan>()
        .with::<AddonEvent>()
        .with::<AddonsReport>()
        .with::<Dump>()
        .with::<GroupToRoll>()
        .with::<UpgradePlan>()
        .with::<ReconcilePlan>()
        .with::<ReconcileEvent>()
        .with::<ReconcileReport>();
    let mut all = Map::new();
    for (name, definition) in [written, given, returned].into_iter().flat_map(Definitions::finish) {
        let other = all.insert(name.clone(), definition.clone());
        assert!(other.is_none_or(|other| other == definition), "two types are called `{name}`");
    }
    sort(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kops",
        "description": "Everything that other languages exchange with kops-core.",
        "$defs": all,
    }))
}
