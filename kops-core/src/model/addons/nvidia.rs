//! What pods need to use GPUs of NVIDIA: the device plugin, a runtime class, and metrics where they are wanted.

use serde_json::{Value, json};

use super::pod::{self, env, host_path, mount, mount_read_only, without_nulls};
use super::rbac::{account, named_rule, role, role_binding, service_account};
use super::workload::{Pods, config_map, daemon_set, service};
use super::{Addon, Object, version};
use crate::defaults::NVIDIA_DEVICE_PLUGIN;
use crate::model::Context;
use crate::spec::{Containerd, NvidiaGpu};

const PLUGIN: &str = "nvidia-device-plugin-ds";
const PLUGIN_FOLDER: &str = "/var/lib/kubelet/device-plugins";
const EXPORTER: &str = "dcgm-exporter";
const METRICS: &str = "exporter-metrics-config-map";

/// Returns the addon where the cluster or one of its groups has GPUs.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let settings = |containerd: Option<&Containerd>| containerd.and_then(|containerd| containerd.nvidia_gpu.clone());
    let cluster = settings(context.spec().containerd.as_ref());
    let of_groups = context.groups.iter().filter_map(|group| settings(group.spec.containerd.as_ref()));
    let all: Vec<NvidiaGpu> = cluster.iter().cloned().chain(of_groups).collect();
    if !all.iter().any(|gpu| gpu.enabled == Some(true)) {
        return None;
    }
    // kops asks the cluster alone, and cannot be applied where only a group names GPUs.
    let image = all.iter().filter_map(|gpu| gpu.image.as_deref()).find(|image| !image.is_empty());
    let gpu = cluster.unwrap_or_default();
    let mut objects = vec![device_plugin(context, image.unwrap_or(NVIDIA_DEVICE_PLUGIN)), runtime_class()];
    if gpu.dcgm_exporter.as_ref().is_some_and(|exporter| exporter.enabled == Some(true)) {
        objects.extend(exporter(context));
    }
    let addon = Addon::new("nvidia.addons.k8s.io", "k8s-1.16", objects);
    Some(addon.because_of(context.path("spec.containerd.nvidiaGPU")))
}

fn on_gpu_nodes() -> Value {
    json!({"kops.k8s.io/gpu": "1"})
}

fn toleration() -> Value {
    json!({"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"})
}

fn device_plugin(context: &Context<'_>, image: &str) -> Object {
    let container = json!({
        "name": "nvidia-device-plugin-ctr",
        "image": image,
        "args": ["--fail-on-init-error=false"],
        "securityContext": without_nulls(json!({
            "allowPrivilegeEscalation": false,
            "capabilities": {"drop": ["ALL"]},
            "seLinuxOptions": pod::selinux_options(context),
        })),
        "volumeMounts": [mount("device-plugin", PLUGIN_FOLDER)],
    });
    let spec = json!({
        "containers": [container],
        "nodeSelector": on_gpu_nodes(),
        "priorityClassName": "system-node-critical",
        "runtimeClassName": "nvidia",
        "tolerations": [toleration()],
        "volumes": [host_path("device-plugin", PLUGIN_FOLDER)],
    });
    daemon_set("nvidia-device-plugin-daemonset", Pods::new([("name", PLUGIN)], spec))
        .set("spec.updateStrategy.type", "RollingUpdate")
}

fn runtime_class() -> Object {
    Object::cluster_wide("node.k8s.io/v1", "RuntimeClass", "nvidia").with(json!({
        "handler": "nvidia",
        "scheduling": {"nodeSelector": on_gpu_nodes(), "tolerations": [toleration()]},
    }))
}

/// The exporter of metrics.
fn exporter(context: &Context<'_>) -> Vec<Object> {
    const NAME: (&str, &str) = ("app.kubernetes.io/name", EXPORTER);
    const COMPONENT: (&str, &str) = ("app.kubernetes.io/component", EXPORTER);
    let container = json!({
        "name": "exporter",
        "image": version::DCGM_EXPORTER,
        "imagePullPolicy": "IfNotPresent",
        "securityContext": without_nulls(json!({
            "capabilities": {"add": ["SYS_ADMIN"]},
            "runAsNonRoot": false,
            "runAsUser": 0,
            "seLinuxOptions": pod::selinux_options(context),
        })),
        "args": ["-f", "/etc/dcgm-exporter/dcp-metrics-included.csv"],
        "env": [env("DCGM_EXPORTER_KUBERNETES", "true"), env("DCGM_EXPORTER_LISTEN", ":9400")],
        "ports": [{"name": "metrics", "containerPort": 9400}],
        "volumeMounts": [mount_read_only("pod-gpu-resources", "/var/lib/kubelet/pod-resources")],
        "livenessProbe": {"httpGet": {"path": "/health", "port": 9400}, "initialDelaySeconds": 45, "periodSeconds": 5},
        "readinessProbe": {"httpGet": {"path": "/health", "port": 9400}, "initialDelaySeconds": 45},
    });
    let spec = json!({
        "serviceAccountName": EXPORTER,
        "volumes": [host_path("pod-gpu-resources", "/var/lib/kubelet/pod-resources")],
        "nodeSelector": on_gpu_nodes(),
        "runtimeClassName": "nvidia",
        "tolerations": [toleration()],
        "containers": [container],
    });
    let metrics = json!({
        "type": "ClusterIP",
        "selector": {(NAME.0): EXPORTER},
        "ports": [{"name": "metrics", "port": 9400, "targetPort": 9400, "protocol": "TCP"}],
    });
    let labels = [NAME, COMPONENT, ("app.kubernetes.io/version", version::DCGM_EXPORTER_LABEL)];
    let read = named_rule(&[""], &["configmaps"], &[METRICS], &["get"]);
    vec![
        service_account(EXPORTER).labels(labels),
        config_map(METRICS, json!({"metrics": fields()})),
        role("dcgm-exporter-read-cm", [read]).labels(labels),
        role_binding(EXPORTER, "dcgm-exporter-read-cm", account(EXPORTER)).labels(labels),
        service(EXPORTER, metrics).labels(labels),
        daemon_set(EXPORTER, Pods::new([NAME, COMPONENT], spec))
            .labels(labels)
            .set("spec.updateStrategy.type", "RollingUpdate"),
    ]
}

/// The fields that are exported: each with the type that Prometheus gives it and what it is.
fn fields() -> String {
    const FIELDS: [(&str, &str, &str); 22] = [
        ("DEV_SM_CLOCK", "gauge", "SM clock in MHz."),
        ("DEV_MEM_CLOCK", "gauge", "Memory clock in MHz."),
        ("DEV_MEMORY_TEMP", "gauge", "Memory temperature in degrees Celsius."),
        ("DEV_GPU_TEMP", "gauge", "GPU temperature in degrees Celsius."),
        ("DEV_POWER_USAGE", "gauge", "Power in W."),
        ("DEV_TOTAL_ENERGY_CONSUMPTION", "counter", "Energy since boot in mJ."),
        ("DEV_PCIE_REPLAY_COUNTER", "counter", "Retries on PCIe."),
        ("DEV_GPU_UTIL", "gauge", "Use of the GPU in percent."),
        ("DEV_MEM_COPY_UTIL", "gauge", "Use of the memory's bandwidth in percent."),
        ("DEV_ENC_UTIL", "gauge", "Use of the encoder in percent."),
        ("DEV_DEC_UTIL", "gauge", "Use of the decoder in percent."),
        ("DEV_XID_ERRORS", "gauge", "The last XID error."),
        ("DEV_FB_FREE", "gauge", "Free framebuffer memory in MiB."),
        ("DEV_FB_USED", "gauge", "Used framebuffer memory in MiB."),
        ("DEV_NVLINK_BANDWIDTH_TOTAL", "counter", "Traffic on all lanes of NVLink."),
        ("DEV_VGPU_LICENSE_STATUS", "gauge", "Whether the vGPU is licensed."),
        ("DEV_UNCORRECTABLE_REMAPPED_ROWS", "counter", "Rows remapped for uncorrectable errors."),
        ("DEV_CORRECTABLE_REMAPPED_ROWS", "counter", "Rows remapped for correctable errors."),
        ("DEV_ROW_REMAP_FAILURE", "gauge", "Whether remapping failed."),
        ("PROF_GR_ENGINE_ACTIVE", "gauge", "Share of time that the graphics engine is active."),
        ("PROF_PIPE_TENSOR_ACTIVE", "gauge", "Share of cycles that the tensor pipe is active."),
        ("PROF_DRAM_ACTIVE", "gauge", "Share of cycles that the memory interface is active."),
    ];
    let traffic = [("PROF_PCIE_TX_BYTES", "Bytes sent on PCIe."), ("PROF_PCIE_RX_BYTES", "Bytes received on PCIe.")];
    let counters = traffic.map(|(field, help)| (field, "counter", help));
    let lines = FIELDS.iter().chain(&counters).map(|(field, kind, help)| format!("DCGM_FI_{field}, {kind}, {help}\n"));
    lines.collect()
}
