//! Sections of the spec as nodeup reads them: by the names of kops's own types, which are not everywhere those of v1alpha2.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::spec::{Authentication, Containerd, FileAsset, Hook, KubeApiServer, KubeScheduler, Role};

/// How the fields of a section are written for nodeup.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    /// Fields with another name, which follows.
    renamed: &'static [(&'static str, &'static str)],
    /// Fields that nodeup has no use for, or that stand elsewhere.
    left_out: &'static [&'static str],
    /// Fields that cannot be `false` or 0: such a value is that of an unset field.
    never_zero: &'static [&'static str],
    /// Fields for which nodeup tells an empty text from an unset one. Without `resolvConf` it names a file of its own.
    empty: &'static [&'static str],
}

pub(super) const KUBELET: Form = Form {
    renamed: &[
        ("clientCaFile", "clientCAFile"),
        ("authenticationTokenWebhookCacheTtl", "authenticationTokenWebhookCacheTTL"),
    ],
    left_out: &["dockerDisableSharedPID"],
    never_zero: &["nvidiaGPUs", "evictionMaxPodGracePeriod"],
    empty: &["evictionHard", "networkPluginName", "nonMasqueradeCIDR", "resolvConf", "seccompProfileRoot"],
};
pub(super) const KUBE_PROXY: Form = Form {
    renamed: &[("ipvsExcludeCidrs", "ipvsExcludeCIDRs")],
    left_out: &[],
    never_zero: &["logLevel"],
    empty: &["clusterCIDR", "ipvsScheduler", "metricsBindAddress"],
};
pub(super) const KUBE_CONTROLLER_MANAGER: Form = Form {
    renamed: &[("concurrentRcSyncs", "concurrentRCSyncs")],
    left_out: &[],
    never_zero: &["logLevel"],
    empty: &["cidrAllocatorType", "tlsCertFile"],
};
const KUBE_API_SERVER: Form = Form {
    renamed: &[
        ("etcdCaFile", "etcdCAFile"),
        ("authorizationWebhookCacheAuthorizedTtl", "authorizationWebhookCacheAuthorizedTTL"),
        ("authorizationWebhookCacheUnauthorizedTtl", "authorizationWebhookCacheUnauthorizedTTL"),
        ("authorizationRbacSuperUser", "authorizationRBACSuperUser"),
    ],
    left_out: &[
        "oidcUsernameClaim",
        "oidcUsernamePrefix",
        "oidcGroupsClaim",
        "oidcGroupsPrefix",
        "oidcIssuerURL",
        "oidcClientID",
        "oidcRequiredClaim",
    ],
    never_zero: &[
        "logLevel",
        "securePort",
        "maxRequestsInflight",
        "maxMutatingRequestsInflight",
        "deleteCollectionWorkers",
    ],
    empty: &[
        "auditLogFormat",
        "auditLogPath",
        "authenticationTokenWebhookConfigFile",
        "authorizationMode",
        "authorizationRbacSuperUser",
        "authorizationWebhookConfigFile",
        "encryptionProviderConfig",
        "experimentalEncryptionProviderConfig",
        "oidcCAFile",
        "proxyClientCertFile",
        "proxyClientKeyFile",
        "serviceAccountIssuer",
        "serviceAccountJWKSURI",
        "serviceAccountSigningKeyFile",
        "storageBackend",
    ],
};
/// What the scheduler's configuration file holds is left out here.
const KUBE_SCHEDULER: Form =
    Form { renamed: &[], left_out: &["qps", "burst"], never_zero: &["logLevel"], empty: &["tlsCertFile"] };
const CONTAINERD: Form = Form {
    renamed: &[],
    left_out: &[],
    never_zero: &["skipInstall", "selinuxEnabled", "useECRCredentialsForMirrors", "installCriCtl", "installNerdCtl"],
    empty: &["address", "configOverride", "logLevel", "root", "sandboxImage", "state", "version"],
};
const HOOK: Form = Form { renamed: &[], left_out: &["roles", "disabled"], never_zero: &["useRawManifest"], empty: &[] };
const FILE_ASSET: Form = Form { renamed: &[], left_out: &["roles"], never_zero: &["isBase64"], empty: &[] };

/// Writes a section. Other texts that are empty are left out, as unset ones are.
pub(super) fn section<T: Serialize>(section: &T, form: Form) -> Value {
    // The model holds nothing that JSON cannot: no maps with other keys than text, no errors of its own.
    written(serde_json::to_value(section).expect("spec types serialise"), form)
}

fn written(value: Value, form: Form) -> Value {
    let Value::Object(fields) = value else { return value };
    let kept = fields.into_iter().filter(|(name, value)| {
        let name = name.as_str();
        let is_zero = matches!(value, Value::Bool(false)) || value.as_i64() == Some(0);
        let is_unset = value == "" && !form.empty.contains(&name) || is_zero && form.never_zero.contains(&name);
        !(is_unset || form.left_out.contains(&name))
    });
    let renamed = kept.map(|(name, value)| {
        let other = form.renamed.iter().find(|(from, _)| *from == name);
        (other.map_or(name, |(_, to)| (*to).to_owned()), value)
    });
    Value::Object(renamed.collect())
}

pub(super) fn kube_api_server(server: &KubeApiServer) -> Value {
    section(server, KUBE_API_SERVER)
}

pub(super) fn kube_scheduler(scheduler: &KubeScheduler) -> Value {
    section(scheduler, KUBE_SCHEDULER)
}

pub(super) fn containerd(containerd: &Containerd) -> Value {
    section(containerd, CONTAINERD)
}

/// How users prove who they are: OIDC stands with the API server in v1alpha2. nodeup need not know the settings of the AWS
/// authenticator, which are in its manifest.
pub(super) fn authentication(authentication: Option<&Authentication>, server: &KubeApiServer) -> Option<Value> {
    let mut fields = Map::new();
    if authentication.is_some_and(|authentication| authentication.kopeio.is_some()) {
        fields.insert("kopeio".into(), json!({}));
    }
    if authentication.is_some_and(|authentication| authentication.aws.is_some()) {
        fields.insert("aws".into(), json!({}));
    }
    let groups = server.oidc_groups_claim.as_ref().map(|claims| claims.split(',').collect::<Vec<_>>());
    let required: BTreeMap<_, _> =
        server.oidc_required_claim.iter().filter_map(|claim| claim.split_once('=')).collect();
    let oidc: Map<String, Value> = [
        ("usernameClaim", json!(server.oidc_username_claim)),
        ("usernamePrefix", json!(server.oidc_username_prefix)),
        ("groupsClaims", json!(groups)),
        ("groupsPrefix", json!(server.oidc_groups_prefix)),
        ("issuerURL", json!(server.oidc_issuer_url)),
        ("clientID", json!(server.oidc_client_id)),
        ("requiredClaims", if required.is_empty() { Value::Null } else { json!(required) }),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_null())
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    if !oidc.is_empty() {
        fields.insert("oidc".into(), Value::Object(oidc));
    }
    (authentication.is_some() || !fields.is_empty()).then_some(Value::Object(fields))
}

/// The hooks that nodes of a role run; null where there are none.
///
/// kops writes a hook of an instance group that is turned off as one that is turned on. It is off here.
pub(super) fn hooks(hooks: &[Hook], role: Role) -> Value {
    let of_role = hooks.iter().filter(|hook| hook.roles.is_empty() || hook.roles.contains(&role));
    let written: Vec<Value> = of_role
        .map(|hook| {
            let mut fields = section(hook, HOOK);
            if let Some(disabled) = hook.disabled {
                fields["enabled"] = (!disabled).into();
            }
            fields
        })
        .collect();
    if written.is_empty() { Value::Null } else { written.into() }
}

/// The files that are written on nodes of a role.
pub(super) fn file_assets(files: &[FileAsset], role: Role) -> impl Iterator<Item = Value> {
    let of_role = files.iter().filter(move |file| file.roles.is_empty() || file.roles.contains(&role));
    of_role.map(|file| section(file, FILE_ASSET))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Kubelet;

    #[test]
    fn fields_have_the_names_that_nodeup_knows() {
        let server = json!({
            "etcdCaFile": "/ca", "authorizationRbacSuperUser": "root", "securePort": 0, "anonymousAuth": false,
            "oidcIssuerURL": "https://issuer", "oidcGroupsClaim": "a,b", "oidcRequiredClaim": ["team=core"], "image": "",
        });
        let server: KubeApiServer = serde_json::from_value(server).expect("a section");
        let expected = json!({"etcdCAFile": "/ca", "authorizationRBACSuperUser": "root", "anonymousAuth": false});
        assert_eq!(kube_api_server(&server), expected);
        let oidc =
            json!({"issuerURL": "https://issuer", "groupsClaims": ["a", "b"], "requiredClaims": {"team": "core"}});
        assert_eq!(authentication(None, &server), Some(json!({"oidc": oidc})));
        assert_eq!(authentication(None, &KubeApiServer::default()), None);
    }

    #[test]
    fn an_empty_text_is_kept_where_it_means_something() {
        let kubelet = json!({"resolvConf": "", "evictionHard": "", "rootDir": "", "clusterDomain": "cluster.local"});
        let kubelet: Kubelet = serde_json::from_value(kubelet).expect("a section");
        let expected = json!({"resolvConf": "", "evictionHard": "", "clusterDomain": "cluster.local"});
        assert_eq!(section(&kubelet, KUBELET), expected);
        let runtime: Containerd = serde_json::from_value(json!({"configOverride": ""})).expect("a section");
        assert_eq!(containerd(&runtime), json!({"configOverride": ""}));
    }

    #[test]
    fn hooks_and_files_reach_the_roles_that_they_name() {
        let all: Vec<Hook> = serde_json::from_value(json!([
            {"name": "a", "roles": ["Master"], "manifest": "Type=oneshot"},
            {"name": "b", "disabled": true},
        ]))
        .expect("hooks");
        let off = json!({"name": "b", "enabled": false});
        assert_eq!(hooks(&all, Role::Node), json!([off]));
        assert_eq!(hooks(&all, Role::Master), json!([{"name": "a", "manifest": "Type=oneshot"}, off]));
        assert_eq!(hooks(&all[..1], Role::Node), Value::Null);
        let files: Vec<FileAsset> =
            serde_json::from_value(json!([{"name": "f", "content": "x", "roles": ["Node"]}])).expect("files");
        assert_eq!(file_assets(&files, Role::Node).collect::<Vec<_>>(), [json!({"name": "f", "content": "x"})]);
        assert_eq!(file_assets(&files, Role::Master).count(), 0);
    }
}
