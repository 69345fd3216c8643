//! How a cluster whose name ends in `.k8s.local` publishes its names without a hosted zone.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// How protokube gossips, which runs on control planes and on nodes that learn the cluster's names by gossip only.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct GossipConfig {
    /// The protocol: `mesh` or `memberlist`. Default: `mesh`.
    pub protocol: Option<String>,
    /// The address and port to listen on. Default: `0.0.0.0:3999`.
    pub listen: Option<String>,
    /// The secret that encrypts gossip. Instances read it from their configuration. Unset: gossip is not encrypted.
    pub secret: Option<String>,
    /// A second protocol, which has the same names.
    pub secondary: Option<GossipConfigSecondary>,
}

/// The second protocol by which protokube gossips.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct GossipConfigSecondary {
    /// The protocol: `mesh` or `memberlist`, or an empty text for none. Default: `memberlist`.
    pub protocol: Option<String>,
    /// The address and port to listen on. Default: `0.0.0.0:4000`.
    pub listen: Option<String>,
    /// The secret that encrypts gossip. Instances read it from their configuration. Unset: gossip is not encrypted.
    pub secret: Option<String>,
}

/// How dns-controller gossips the names that it publishes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DnsControllerGossipConfig {
    /// The protocol: `mesh` or `memberlist`. Default: `mesh`.
    pub protocol: Option<String>,
    /// The address and port to listen on. Default: `0.0.0.0:3998`.
    pub listen: Option<String>,
    /// The secret that encrypts gossip. It is an argument of the pod. Unset: gossip is not encrypted.
    pub secret: Option<String>,
    /// The address and port of the first peer. Default: `127.0.0.1:3999`, which is protokube.
    pub seed: Option<String>,
    /// A second protocol, which has the same names. Unset: none, or `memberlist` where nothing of gossip is set.
    pub secondary: Option<DnsControllerGossipConfigSecondary>,
}

/// The second protocol by which dns-controller gossips.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DnsControllerGossipConfigSecondary {
    /// The protocol: `mesh` or `memberlist`. Unset: there is no second protocol.
    pub protocol: Option<String>,
    /// The address and port to listen on. Default: `0.0.0.0:3993`.
    pub listen: Option<String>,
    /// The secret that encrypts gossip. It is an argument of the pod. Unset: gossip is not encrypted.
    pub secret: Option<String>,
    /// The address and port of the first peer. Default: `127.0.0.1:4000`, which is protokube.
    pub seed: Option<String>,
}
