//! The versions of the addons: the image of each container, in this one place.
//!
//! The defaults of images and versions that a spec can replace are in [`crate::defaults`], because
//! `cluster-completed.spec` has them.

use super::release::Release;
use crate::model::Context;
use crate::spec::{Cilium, EbsCsiDriver, Kindnet, NodeTerminationHandler};

pub(super) const AMAZON_VPC_CNI: &str = "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.21.2";
pub(super) const AMAZON_VPC_CNI_INIT: &str = "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni-init:v1.21.2";
/// The version of AWS's CNI plugin, which its objects carry as a label.
pub(super) const AMAZON_VPC_CNI_VERSION: &str = "v1.21.2";
pub(super) const AMAZON_VPC_NETWORK_POLICY_AGENT: &str =
    "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-network-policy-agent:v1.3.2";
pub(super) const AWS_IAM_AUTHENTICATOR: &str =
    "public.ecr.aws/eks-distro/kubernetes-sigs/aws-iam-authenticator:v0.6.20-eks-1-30-7";
pub(super) const COREDNS: &str = "registry.k8s.io/coredns/coredns:v1.14.2";
pub(super) const COREDNS_AUTOSCALER: &str = "registry.k8s.io/cpa/cluster-proportional-autoscaler:v1.9.0";
pub(super) const CSI_ATTACHER: &str = "registry.k8s.io/sig-storage/csi-attacher:v4.11.0";
pub(super) const CSI_LIVENESS_PROBE: &str = "registry.k8s.io/sig-storage/livenessprobe:v2.18.0";
pub(super) const CSI_NODE_DRIVER_REGISTRAR: &str = "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.16.0";
pub(super) const CSI_PROVISIONER: &str = "registry.k8s.io/sig-storage/csi-provisioner:v6.2.0";
pub(super) const CSI_RESIZER: &str = "registry.k8s.io/sig-storage/csi-resizer:v2.1.0";
pub(super) const CSI_SNAPSHOTTER: &str = "registry.k8s.io/sig-storage/csi-snapshotter:v8.5.0";
pub(super) const DCGM_EXPORTER: &str = "nvcr.io/nvidia/k8s/dcgm-exporter:2.4.6-2.6.10-ubuntu20.04";
/// The release of the exporter as its objects' labels have it.
pub(super) const DCGM_EXPORTER_LABEL: &str = "2.6.10";
pub(super) const EXTERNAL_DNS: &str = "registry.k8s.io/external-dns/external-dns:v0.14.1";
pub(super) const FLANNEL: &str = "ghcr.io/flannel-io/flannel:v0.27.4";
pub(super) const FLANNEL_CNI_PLUGIN: &str = "ghcr.io/flannel-io/flannel-cni-plugin:v1.8.0-flannel1";
pub(super) const KOPEIO_NETWORKING_AGENT: &str = "kopeio/networking-agent:1.0.20181028";
pub(super) const KUBE_DNS: &str = "registry.k8s.io/k8s-dns-kube-dns:1.15.13";
pub(super) const KUBE_DNS_AUTOSCALER: &str = "registry.k8s.io/cpa/cluster-proportional-autoscaler:v1.8.8";
pub(super) const KUBE_DNS_CACHE: &str = "registry.k8s.io/k8s-dns-dnsmasq-nanny:1.15.13";
pub(super) const KUBE_DNS_METRICS: &str = "registry.k8s.io/k8s-dns-sidecar:1.15.13";
pub(super) const KUBE_ROUTER: &str = "docker.io/cloudnativelabs/kube-router:v2.10.0";
pub(super) const METRICS_SERVER: &str = "registry.k8s.io/metrics-server/metrics-server:v0.8.0";
pub(super) const POD_IDENTITY_WEBHOOK: &str = "amazon/amazon-eks-pod-identity-webhook:v0.5.7";

pub(super) const CALICO: Release = Release {
    project: "Calico",
    version: "v3.31.3",
    url: "https://raw.githubusercontent.com/projectcalico/calico/v3.31.3/manifests/calico-typha.yaml",
};
pub(super) const CERT_MANAGER: Release = Release {
    project: "cert-manager",
    version: "v1.19.5",
    url: "https://github.com/cert-manager/cert-manager/releases/download/v1.19.5/cert-manager.yaml",
};
pub(super) const KARPENTER: Release = Release {
    project: "Karpenter",
    version: "1.13.0",
    url: "https://github.com/aws/karpenter-provider-aws/tree/v1.13.0/charts",
};
pub(super) const LOAD_BALANCER_CONTROLLER: Release = Release {
    project: "the AWS Load Balancer Controller",
    version: "v3.3.0",
    url: "https://github.com/kubernetes-sigs/aws-load-balancer-controller/releases/tag/v3.3.0",
};
pub(super) const SNAPSHOT_CONTROLLER: Release = Release {
    project: "the snapshot controller",
    version: "v6.0.1",
    url: "https://github.com/kubernetes-csi/external-snapshotter/tree/v6.0.1",
};

/// The image that a spec names, or the default where it names none.
pub(super) fn image<'a>(chosen: &'a Option<String>, default: &'a str) -> &'a str {
    chosen.as_deref().filter(|image| !image.is_empty()).unwrap_or(default)
}

/// One of Cilium's images, from the registry and in the version of the spec.
pub(super) fn cilium(cilium: &Cilium, program: &str) -> String {
    let registry = cilium.registry.as_deref().filter(|registry| !registry.is_empty()).unwrap_or("quay.io");
    tagged(&format!("{registry}/cilium/{program}"), cilium.version.as_deref())
}

/// The image of kindnet in the version of the spec.
pub(super) fn kindnet(kindnet: &Kindnet) -> String {
    tagged("registry.k8s.io/networking/kindnet", kindnet.version.as_deref())
}

/// The image of the EBS CSI driver in the version of the spec.
pub(super) fn ebs_csi_driver(driver: &EbsCsiDriver) -> String {
    tagged("registry.k8s.io/provider-aws/aws-ebs-csi-driver", driver.version.as_deref())
}

/// The image of the node termination handler in the version of the spec.
pub(super) fn node_termination_handler(handler: &NodeTerminationHandler) -> String {
    tagged("public.ecr.aws/aws-ec2/aws-node-termination-handler", handler.version.as_deref())
}

/// The image of the load balancer controller in the version of the spec.
pub(super) fn load_balancer_controller(release: &str) -> String {
    tagged("public.ecr.aws/eks/aws-load-balancer-controller", Some(release))
}

/// The image of a program that is released with kops.
pub(super) fn of_kops(context: &Context<'_>, program: &str) -> String {
    tagged(&format!("registry.k8s.io/kops/{program}"), Some(&tag_of_kops(context)))
}

/// The value of the label `version` of such programs.
pub(super) fn label_of_kops(context: &Context<'_>) -> String {
    format!("v{}", tag_of_kops(context))
}

/// The release of kops. Tags and labels have no `+`, which builds between releases have.
fn tag_of_kops(context: &Context<'_>) -> String {
    context.facts.components.kops_version.replace('+', "-")
}

fn tagged(image: &str, tag: Option<&str>) -> String {
    format!("{image}:{}", tag.unwrap_or_default())
}
