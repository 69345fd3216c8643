//! The images of everything that nodes run as static pods, and of the pod that holds the network of others.

use std::collections::BTreeSet;

use super::etcd_manager;
use crate::model::{Context, images};

/// Returns the images of static pods and of the components of Kubernetes.
pub(in crate::model) fn images(context: &Context<'_>) -> BTreeSet<String> {
    let spec = context.spec();
    let mut all: BTreeSet<String> =
        ["channels", "kube-apiserver-healthcheck"].map(|name| images::of_kops(context, name)).into();
    all.extend(etcd_manager::images(context));
    let components = [
        spec.kube_api_server.as_ref().and_then(|server| server.image.clone()),
        spec.kube_controller_manager.as_ref().and_then(|manager| manager.image.clone()),
        spec.kube_scheduler.as_ref().and_then(|scheduler| scheduler.image.clone()),
        spec.kube_proxy.as_ref().filter(|proxy| proxy.enabled != Some(false)).and_then(|proxy| proxy.image.clone()),
        spec.containerd.as_ref().and_then(|containerd| containerd.sandbox_image.clone()),
    ];
    all.extend(components.into_iter().flatten());
    all
}
