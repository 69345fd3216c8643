//! Drops the fields that nothing reads any more, as kops does when it writes a spec.

use super::codes;
use crate::diag::{Diagnostic, SpecPath};
use crate::spec::{ExternalDnsProvider, Spec};

/// Drops retired fields, with a warning for those that the user may still count on.
pub(super) fn drop(written: &mut Spec) {
    let reference = written.cluster.reference();
    let spec = &mut written.cluster.spec;
    let mut gone: Vec<(SpecPath, &'static str)> = Vec::new();
    if let Some(name) = spec.master_internal_name.take()
        && name != format!("api.internal.{}", written.cluster.metadata.name)
    {
        gone.push((
            reference.field("spec.masterInternalName"),
            "the API's inner name is always `api.internal.` and the cluster's name",
        ));
    }
    if let Some(topology) = &mut spec.topology {
        let written = [("masters", topology.masters.take()), ("nodes", topology.nodes.take())];
        for (field, _) in written.iter().filter(|(_, value)| value.is_some()) {
            gone.push((
                reference.field(format!("spec.topology.{field}")),
                "whether machines are private is decided by the `type` of the subnets of their group",
            ));
        }
    }
    if spec.container_runtime.as_deref() == Some("containerd") {
        spec.container_runtime = None;
    }
    if let Some(dns) = &mut spec.external_dns
        && dns.disable.take() == Some(true)
    {
        dns.provider = Some(ExternalDnsProvider::None);
    }
    if let Some(driver) = spec.cloud_config.as_mut().and_then(|config| config.aws_ebs_csi_driver.as_mut())
        && driver.enabled == Some(true)
    {
        driver.enabled = None;
    }
    for (path, help) in gone {
        let field = path.field.trim_start_matches("spec.").to_owned();
        let warning = Diagnostic::warning(codes::IGNORED_FIELD.id, format!("`{field}` has no effect any more"));
        written.warnings.push(warning.located(written.sources.locate(&path)).at(path).help(help));
    }
}
