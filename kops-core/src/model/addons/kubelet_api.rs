//! What lets the API server use the API of kubelets: logs, exec, metrics.

use super::Addon;
use super::rbac::{cluster_role_binding, user};

pub(super) fn addon() -> Addon {
    // The user is that of the API server's client certificate.
    let binding =
        cluster_role_binding("kops:system:kubelet-api-admin", "system:kubelet-api-admin", user("kubelet-api"));
    Addon::new("kubelet-api.rbac.addons.k8s.io", "k8s-1.9", [binding])
}
