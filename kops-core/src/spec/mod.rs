//! The cluster as the user wrote it: kops's v1alpha2 objects, typed, with every value unset that was not written.
//!
//! In: texts or positioned documents. Out: [`Objects`], and from them [`Spec`], one cluster with its groups. Nothing is
//! inferred here; defaults are the next stage. [`encode`] writes objects back, byte for byte as kops would.
//!
//! ```
//! use kops_core::Spec;
//!
//! let text = "
//! apiVersion: kops.k8s.io/v1alpha2
//! kind: Cluster
//! metadata:
//!   name: demo.example.com
//! spec:
//!   kubernetesVersion: 1.34.2
//!   networkCIDR: 172.20.0.0/16
//! ";
//! let spec = Spec::from_yaml("demo.yaml", text)?;
//! assert_eq!(spec.cluster.spec.network_cidr.as_deref(), Some("172.20.0.0/16"));
//!
//! let field = spec.cluster.reference().field("spec.networkCIDR");
//! assert_eq!(spec.sources.locate(&field).unwrap().to_string(), "demo.yaml:8:3");
//! # Ok::<(), kops_core::Error>(())
//! ```
//!
//! Fields have the names of the format in snake case: `masterPublicName` is `master_public_name`. A field that kops has
//! retired is still read, so that validation can say what to do about it.

mod addons;
mod advice;
mod api;
mod calico;
mod cilium;
mod cloud_config;
mod cluster;
pub mod codes;
mod containerd;
mod decode;
mod deserialize;
pub mod encode;
mod etcd;
mod fault;
mod field_edit;
mod gossip;
mod iam;
mod identify;
mod instance_group;
mod kube_api_server;
mod kube_controller_manager;
mod kube_dns;
mod kube_proxy;
mod kube_scheduler;
mod kubelet;
mod networking;
mod node_assets;
mod object;
mod objects;
mod quantity;
mod questions;
mod scalar;
mod sources;
mod ssh_credential;
mod subnet;
mod template;
mod topology;
mod values;
mod version;

pub use addons::{
    AwsLoadBalancerController, CertManager, ClusterAutoscaler, ExternalDns, ExternalDnsProvider, Karpenter,
    MetricsServer, NodeProblemDetector, NodeTerminationHandler, PodIdentityWebhook, SnapshotController,
};
pub(crate) use advice::MOVED;
#[cfg(feature = "schema")]
pub(crate) use advice::in_v1alpha2;
pub use api::{AccessLog, Api, ApiLoadBalancer, LoadBalancerClass, LoadBalancerSubnet, LoadBalancerType};
pub use calico::Calico;
pub use cilium::{Cilium, CiliumEncryption, CiliumGatewayApi, CiliumIngress, Hubble};
pub use cloud_config::{CloudConfig, EbsCsiDriver};
pub use cluster::{
    Addon, Assets, ClusterSpec, DiscoveryService, EgressProxy, HttpProxy, NodeAuthorization, Ntp, RollingUpdate,
    ServiceAccountIssuerDiscovery, Target, Terraform, WarmPool,
};
pub use containerd::{Containerd, DcgmExporter, Gvisor, Nri, NvidiaGpu, Packages, Runc};
pub(crate) use decode::split_list;
pub use decode::{decode, read, read_leniently};
pub use deserialize::UnknownFields;
pub use etcd::{EnvVar, EtcdBackup, EtcdCluster, EtcdManager, EtcdMember, EtcdProvider};
pub use gossip::{DnsControllerGossipConfig, DnsControllerGossipConfigSecondary, GossipConfig, GossipConfigSecondary};
pub use iam::{
    Authentication, Authorization, AwsAuthentication, AwsPermission, Iam, IdentityMapping, ServiceAccountPermission,
};
pub use instance_group::{
    ExternalLoadBalancer, IamProfile, InstanceGroupSpec, InstanceManager, InstanceMetadata, InstanceRequirements,
    MinMax, MixedInstancesPolicy, UserData, Volume, VolumeMount,
};
pub use kube_api_server::KubeApiServer;
pub use kube_controller_manager::{CloudControllerManager, KubeControllerManager};
pub use kube_dns::{KubeDns, NodeLocalDns, Toleration};
pub use kube_proxy::KubeProxy;
pub use kube_scheduler::{KubeScheduler, LeaderElection};
pub(crate) use kube_scheduler::{SCHEDULER_CONFIGURATION, is_scheduler_configuration};
pub use kubelet::Kubelet;
pub use networking::{AmazonVpc, Cni, Flannel, Kindnet, KindnetMasquerade, Networking};
pub use node_assets::{ExecContainer, FileAsset, Hook};
pub use object::{API_VERSION, CLUSTER_LABEL, Cluster, InstanceGroup, Object, ObjectMeta, SshCredential};
pub(crate) use objects::region_of_zone;
pub use objects::{InvalidSpec, Objects, Spec};
pub use quantity::{Quantity, QuantityError};
pub(crate) use scalar::clamp_i32;
pub use scalar::{Duration, Empty, IntOrString, ScalarError};
pub use sources::Sources;
pub use ssh_credential::SshCredentialSpec;
pub use subnet::{Route, Subnet, SubnetType};
pub use topology::{Bastion, BastionLoadBalancer, Dns, DnsType, Topology};
pub use values::SpecValues;
pub(crate) use version::{ExactVersion, Version};

pub use crate::naming::Role;
