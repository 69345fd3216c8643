//! Fields that may hold a secret: no message quotes their values, and no report shows their lines.

use super::path::{Segment, SpecPath, segments};

/// The fields, by the last names of their paths, whose case does not matter: files of kops write some with a capital letter.
/// What stands below them is as secret.
const FIELDS: &[&[&str]] = &[
    // A private key may stand where the public one belongs.
    &["spec", "publicKey"],
    &["additionalUserData", "content"],
    &["fileAssets", "content"],
    &["hooks", "manifest"],
    &["execContainer", "environment"],
    &["containerd", "configAdditions"],
    &["containerd", "configOverride"],
    // The node configuration has the section by another name.
    &["containerdConfig", "configAdditions"],
    &["containerdConfig", "configOverride"],
    &["dockerConfig"],
    &["encryptionConfig"],
    &["nodeTerminationHandler", "webhookTemplate"],
    &["nodeTerminationHandler", "webhookURL"],
    &["gossipConfig", "secret"],
    &["gossipConfig", "secondary", "secret"],
    &["dnsControllerGossipConfig", "secret"],
    &["dnsControllerGossipConfig", "secondary", "secret"],
    &["cloudConfig", "vSpherePassword"],
    // Arguments of a provider of Terraform may be its keys.
    &["terraform", "providerExtraConfig"],
    &["terraform", "filesProviderExtraConfig"],
    // `kubectl apply` keeps the whole object here, with every other field of this list.
    &["annotations", "kubectl.kubernetes.io/last-applied-configuration"],
];

/// What the name of an environment variable contains whose value is a credential.
const VARIABLES: &[&str] =
    &["ACCESS_KEY", "API_KEY", "CREDENTIAL", "PASSWORD", "PRIVATE_KEY", "SECRET", "TOKEN", "WEBHOOK"];

/// Fields with addresses: proxies and repositories are often given with a user and a password.
const ADDRESSES: &[&[&str]] = &[
    &["egressProxy", "httpProxy"],
    &["assets", "containerProxy"],
    &["assets", "containerRegistry"],
    &["assets", "fileRepository"],
];

/// True for a field that may hold a secret.
pub(crate) fn is_secret(path: &SpecPath) -> bool {
    is_secret_field(&path.field)
}

/// As [`is_secret`], for the text of a field.
pub(crate) fn is_secret_field(field: &str) -> bool {
    is_secret_text(field) || is_one_of(field, ADDRESSES)
}

/// As [`is_secret_field`], but for addresses, of which only the user and the password are secret.
pub(crate) fn is_secret_text(field: &str) -> bool {
    is_one_of(field, FIELDS)
}

/// True for an environment variable whose name says that its value is a credential, and not the path of one.
pub(crate) fn is_secret_variable(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    !name.ends_with("_FILE") && VARIABLES.iter().any(|part| name.contains(part))
}

/// True for one of some fields, or for what stands below it. They are given by the last names of their paths.
pub(crate) fn is_one_of(field: &str, fields: &[&[&str]]) -> bool {
    let names: Vec<String> = segments(field)
        .into_iter()
        .filter_map(|segment| match segment {
            Segment::Key(name) => Some(name),
            Segment::Index(_) => None,
        })
        .collect();
    fields.iter().any(|field| {
        names.windows(field.len()).any(|names| names.iter().zip(*field).all(|(a, b)| a.eq_ignore_ascii_case(b)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_may_hold_a_secret_are_known_wherever_they_stand() {
        for (field, expected) in [
            ("spec.publicKey", true),
            ("spec.fileAssets[3].content", true),
            ("spec.fileAssets[3].name", false),
            ("FileAssets[0].content", true),
            ("spec.egressProxy.httpProxy.host", true),
            ("spec.egressProxy.excludes", false),
            ("spec.hooks[0].execContainer.environment.TOKEN", true),
            ("spec.containerd.configAdditions[\"plugins.x\"]", true),
            ("containerdConfig.configAdditions[\"plugins.x\"]", true),
            ("containerdConfig.configOverride", true),
            ("containerdConfig.logLevel", false),
            ("spec.subnets[0].cidr", false),
            ("spec.nodeTerminationHandler.webhookURL", true),
            ("spec.nodeTerminationHandler.managedASGTag", false),
            ("spec.gossipConfig.secondary.secret", true),
            ("spec.gossipConfig.listen", false),
            ("spec.target.terraform.providerExtraConfig.secret_key", true),
            ("metadata.annotations[\"kubectl.kubernetes.io/last-applied-configuration\"]", true),
            ("metadata.annotations.owner", false),
        ] {
            assert_eq!(is_secret_field(field), expected, "{field}");
        }
    }

    #[test]
    fn variables_with_credentials_are_known_by_their_names() {
        for (name, expected) in [
            ("WEBHOOK_URL", true),
            ("AWS_SECRET_ACCESS_KEY", true),
            ("github_token", true),
            ("AWS_WEB_IDENTITY_TOKEN_FILE", false),
            ("ETCD_QUOTA_BACKEND_BYTES", false),
        ] {
            assert_eq!(is_secret_variable(name), expected, "{name}");
        }
    }
}
