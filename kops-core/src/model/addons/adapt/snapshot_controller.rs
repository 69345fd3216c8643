//! The snapshot controller.

use super::{Context, Manifest, Object};

/// The class that is used where a snapshot names none.
const DEFAULT_CLASS: &str = "csi-hostpath-snapclass";

/// Adds the default class, where the spec asks for it, and the cluster's name to those of the webhook's certificate, where there is one.
pub(in crate::model::addons) fn snapshot_controller(context: &Context<'_>, manifest: &mut Manifest) {
    const SERVICE: &str = "snapshot-validation-service";
    if let Some(certificate) = manifest.objects.iter_mut().find(|object| object.is("Certificate", SERVICE)) {
        let name = format!("{SERVICE}.kube-system.svc");
        let names = [name.clone(), format!("{name}.{}", context.cluster.name())];
        *certificate = certificate.clone().set("spec.dnsNames", names);
    }
    let spec = context.spec().snapshot_controller.as_ref();
    if spec.is_some_and(|spec| spec.install_default_class == Some(true)) {
        let class = Object::cluster_wide("snapshot.storage.k8s.io/v1", "VolumeSnapshotClass", DEFAULT_CLASS)
            .annotation("snapshot.storage.kubernetes.io/is-default-class", "true")
            .set("driver", "ebs.csi.aws.com")
            .set("deletionPolicy", "Delete");
        manifest.put(class);
    }
}
