//! Hooks, files, kernel parameters and user data.

use super::codes;
use super::rules::{self, Rules, given};
use crate::diag::SpecPath;
use crate::spec::{FileAsset, Hook, InstanceGroup, UserData};

const USER_DATA_TYPES: [&str; 8] = [
    "text/x-include-once-url",
    "text/x-include-url",
    "text/cloud-config-archive",
    "text/upstart-job",
    "text/cloud-config",
    "text/part-handler",
    "text/x-shellscript",
    "text/cloud-boothook",
];

/// How to have a hook not run that kops understands as well.
const WITHOUT_HOOK: &str = "remove it; a hook that not every group runs stands in `hooks` of those that do";

pub(super) fn check_cluster(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    let (hooks, files, sysctls) = (rules.at("hooks"), rules.at("fileAssets"), rules.at("sysctlParameters"));
    check_hooks(rules, &hooks, &spec.hooks);
    check_files(rules, &files, &spec.file_assets);
    check_sysctls(rules, &sysctls, &spec.sysctl_parameters);
}

pub(super) fn check_group(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let spec = &group.spec;
    check_hooks(rules, &rules::at(group, "hooks"), &spec.hooks);
    check_files(rules, &rules::at(group, "fileAssets"), &spec.file_assets);
    check_sysctls(rules, &rules::at(group, "sysctlParameters"), &spec.sysctl_parameters);
    for (i, part) in spec.additional_user_data.iter().enumerate() {
        check_user_data(rules, &rules::at(group, "additionalUserData").index(i), part);
    }
}

fn check_hooks(rules: &mut Rules<'_>, path: &SpecPath, hooks: &[Hook]) {
    for (i, hook) in hooks.iter().enumerate() {
        let path = path.index(i);
        let mut faults = faults(hook);
        if hook.disabled == Some(true) {
            if faults.next().is_some() {
                let wrong = "kops runs a hook with `disabled: true`, and plans none that is incomplete";
                rules.warn(path.key("disabled"), codes::HOOK, wrong, WITHOUT_HOOK);
            }
            continue;
        }
        for (wrong, right) in faults {
            rules.refuse(path.clone(), codes::HOOK, wrong, right);
        }
    }
}

/// What is wrong with a hook that runs, and what would be right.
fn faults(hook: &Hook) -> impl Iterator<Item = (&'static str, &'static str)> {
    let raw = hook.use_raw_manifest == Some(true);
    let manifest = given(&hook.manifest).is_some();
    let container = hook.exec_container.as_ref();
    // In kops that is what disables a hook.
    let empty = if hook.disabled == Some(false) { WITHOUT_HOOK } else { "add `manifest` or `execContainer`" };
    let all = [
        (container.is_none() && !manifest, "a hook does nothing", empty),
        (
            container.is_some() && raw,
            "a hook that runs a container has no manifest to use as it is",
            "remove `useRawManifest`",
        ),
        (
            raw && (!hook.before.is_empty() || !hook.requires.is_empty()),
            "a manifest that is used as it is says itself what it needs",
            "move `before` and `requires` into the manifest",
        ),
        (
            container.is_some_and(|container| given(&container.image).is_none()),
            "a hook runs a container without an image",
            "add `execContainer.image`",
        ),
    ];
    all.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, wrong, right)| (wrong, right))
}

fn check_files(rules: &mut Rules<'_>, path: &SpecPath, files: &[FileAsset]) {
    for (i, file) in files.iter().enumerate() {
        for (field, _) in
            [("name", &file.name), ("content", &file.content)].into_iter().filter(|(_, text)| given(text).is_none())
        {
            rules.refuse(
                path.index(i),
                codes::FILE_ASSET,
                format!("a file has no `{field}`"),
                format!("add `{field}`"),
            );
        }
    }
}

fn check_sysctls(rules: &mut Rules<'_>, path: &SpecPath, parameters: &[String]) {
    for (i, parameter) in parameters.iter().enumerate().filter(|(_, parameter)| !parameter.contains('=')) {
        let wrong = format!("`{parameter}` does not say what the parameter should be");
        rules.refuse(path.index(i), codes::SYSCTL, wrong, "write `name=value`");
    }
}

fn check_user_data(rules: &mut Rules<'_>, path: &SpecPath, part: &UserData) {
    for (field, _) in [("name", &part.name), ("content", &part.content), ("type", &part.r#type)]
        .into_iter()
        .filter(|(_, text)| given(text).is_none())
    {
        let wrong = format!("a part of the user data has no `{field}`");
        rules.refuse(path.clone(), codes::USER_DATA, wrong, format!("add `{field}`"));
    }
    rules.one_of(path.key("type"), given(&part.r#type), &USER_DATA_TYPES);
}
