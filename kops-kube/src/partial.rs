//! Nodes and pods as far as they are read: an API server sends much more of each, which would only take memory.

use k8s_openapi::api::core::v1::{self as core, Taint};
use kube::api::ApiResource;
use kube::core::Object;
use kube::{Api, Client};
use serde::Deserialize;

pub(crate) type Node = Object<Option<NodeSpec>, NodeStatus>;
pub(crate) type Pod = Object<Option<PodSpec>, PodStatus>;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeSpec {
    #[serde(rename = "providerID")]
    pub(crate) provider_id: Option<String>,
    pub(crate) taints: Option<Vec<Taint>>,
    pub(crate) unschedulable: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeStatus {
    pub(crate) addresses: Option<Vec<Address>>,
    pub(crate) conditions: Option<Vec<Condition>>,
    pub(crate) node_info: Option<NodeInfo>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Address {
    pub(crate) address: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Condition {
    #[serde(rename = "type")]
    pub(crate) name: String,
    pub(crate) status: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeInfo {
    pub(crate) kubelet_version: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PodSpec {
    pub(crate) node_name: Option<String>,
    pub(crate) priority_class_name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PodStatus {
    pub(crate) container_statuses: Option<Vec<ContainerStatus>>,
    #[serde(rename = "hostIP")]
    pub(crate) host_ip: Option<String>,
    pub(crate) phase: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ContainerStatus {
    pub(crate) name: String,
    pub(crate) ready: bool,
}

pub(crate) fn nodes(client: Client) -> Api<Node> {
    Api::all_with(client, &ApiResource::erase::<core::Node>(&()))
}

/// The pods of all namespaces.
pub(crate) fn pods(client: Client) -> Api<Pod> {
    Api::all_with(client, &ApiResource::erase::<core::Pod>(&()))
}
