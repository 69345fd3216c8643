//! The container runtime.

use super::{Notes, Version, image};
use crate::spec::Cluster;

const RUNC: &str = "1.3.5";
const PAUSE_IMAGE: &str = "registry.k8s.io/pause:3.10.1";
const NVIDIA_DRIVER: &str = "nvidia-driver-535-server";
/// The device plugin of NVIDIA.
pub(crate) const NVIDIA_DEVICE_PLUGIN: &str = "nvcr.io/nvidia/k8s-device-plugin:v0.17.3";

pub(super) fn fill(cluster: &mut Cluster, version: Version, notes: &mut Notes<'_>) {
    const RULE: &str = "the release that kops installs";
    let pause = image::remapped(cluster.spec.assets.as_ref(), PAUSE_IMAGE);
    let containerd = cluster.spec.containerd.get_or_insert_default();
    if containerd.version.as_deref().is_none_or(str::is_empty) {
        let release = if version.is_before(32) { "1.7.32" } else { "2.2.4" };
        notes.fill(&mut containerd.version, "containerd.version", release, RULE);
        let runc = containerd.runc.get_or_insert_default();
        notes.fill(&mut runc.version, "containerd.runc.version", RUNC, RULE);
    }
    notes.set(&mut containerd.log_level, "containerd.logLevel", "info", "the default level");
    notes.fill(&mut containerd.sandbox_image, "containerd.sandboxImage", pause, RULE);
    if let Some(nvidia) = containerd.nvidia_gpu.as_mut().filter(|nvidia| nvidia.enabled == Some(true)) {
        notes.fill(&mut nvidia.package, "containerd.nvidiaGPU.package", NVIDIA_DRIVER, RULE);
        notes.fill(&mut nvidia.image, "containerd.nvidiaGPU.image", NVIDIA_DEVICE_PLUGIN, RULE);
    }
    if let Some(gvisor) = containerd.gvisor.as_mut().filter(|gvisor| gvisor.enabled == Some(true)) {
        notes.fill(&mut gvisor.platform, "containerd.gvisor.platform", "systrap", "the default platform");
    }
}
