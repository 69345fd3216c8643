//! What a context of a kubeconfig says. The client has a reader of its own, which takes proxies from the environment.

use std::path::{MAIN_SEPARATOR, Path};

use http::Uri;
use kube::Config;
use kube::config::{AuthInfo, Cluster, ExecAuthCluster, Kubeconfig, KubeconfigError, NamedAuthInfo};

/// Why a context cannot be used.
#[derive(Debug)]
pub(crate) enum ContextError {
    /// The client cannot use what the kubeconfig says.
    Kubeconfig(KubeconfigError),
    /// The context names a cluster or a user that the kubeconfig does not have.
    Missing { context: String, what: &'static str, name: String, known: Vec<String> },
    /// The context names no user, so that there are no credentials for an API server that asks for some.
    NoUser { context: String, known: Vec<String> },
}

impl From<KubeconfigError> for ContextError {
    fn from(error: KubeconfigError) -> Self {
        Self::Kubeconfig(error)
    }
}

/// The configuration of the client for a context, by default the current one, and for a server, by default that of the context's cluster.
/// Files that it names are read.
pub(crate) fn config(
    kubeconfig: Kubeconfig,
    context: Option<&str>,
    server: Option<Uri>,
) -> Result<Config, ContextError> {
    let current = || kubeconfig.current_context.filter(|name| !name.is_empty());
    let name = context.map(str::to_owned).or_else(current).ok_or(KubeconfigError::CurrentContextNotSet)?;
    let context = kubeconfig.contexts.into_iter().find(|found| found.name == name).and_then(|found| found.context);
    let context = context.ok_or_else(|| KubeconfigError::LoadContext(name.clone()))?;
    let clusters = kubeconfig.clusters.into_iter().map(|known| (known.name, known.cluster));
    let cluster = named(&name, "cluster", &context.cluster, clusters)?.ok_or(KubeconfigError::MissingClusterUrl)?;
    // What a command for credentials is told of the cluster has its authorities, read from their file.
    let told = ExecAuthCluster::try_from(&cluster)?;
    let mut config = of_cluster(cluster, told.certificate_authority_data.as_deref())?;
    if let Some(server) = server {
        config.cluster_url = server;
    }
    let is_encrypted = config.cluster_url.scheme_str() == Some("https");
    config.auth_info = user(&name, context.user.as_deref(), kubeconfig.auth_infos, is_encrypted)?;
    if let Some(command) = config.auth_info.exec.as_mut().filter(|command| command.provide_cluster_info) {
        command.cluster = Some(told);
    }
    Ok(config)
}

/// Lets the relative paths of a kubeconfig begin in its folder, as `kubectl` reads them.
pub(crate) fn begin_paths_in(folder: &Path, kubeconfig: &mut Kubeconfig) {
    let clusters = kubeconfig.clusters.iter_mut().filter_map(|named| named.cluster.as_mut());
    let authorities = clusters.map(|cluster| &mut cluster.certificate_authority);
    let users = kubeconfig.auth_infos.iter_mut().filter_map(|named| named.auth_info.as_mut());
    let of_users = users.flat_map(|user| [&mut user.client_certificate, &mut user.client_key, &mut user.token_file]);
    for path in authorities.chain(of_users).flatten().filter(|path| !path.is_empty()) {
        *path = folder.join(&*path).to_string_lossy().into_owned();
    }
    let users = kubeconfig.auth_infos.iter_mut().filter_map(|named| named.auth_info.as_mut());
    let commands = users.filter_map(|user| user.exec.as_mut()?.command.as_mut());
    // A name alone is looked up in PATH.
    for command in commands.filter(|command| command.contains(MAIN_SEPARATOR)) {
        *command = folder.join(&*command).to_string_lossy().into_owned();
    }
}

/// The credentials of a context. One that names no user has none, which only a server without encryption takes, such as `kubectl proxy`.
///
/// client-go loads a context whose user is missing, or that names none, without credentials, though its validation refuses both. `kubectl`
/// then asks for a name and a password where the connection is encrypted, which a library cannot do.
fn user(
    context: &str,
    name: Option<&str>,
    users: Vec<NamedAuthInfo>,
    is_encrypted: bool,
) -> Result<AuthInfo, ContextError> {
    let users = users.into_iter().map(|known| (known.name, known.auth_info));
    match name.filter(|name| !name.is_empty()) {
        Some(name) => Ok(named(context, "user", name, users)?.unwrap_or_default()),
        None if is_encrypted => {
            Err(ContextError::NoUser { context: context.to_owned(), known: users.map(|(name, _)| name).collect() })
        }
        None => Ok(AuthInfo::default()),
    }
}

/// The cluster or the user that a context names.
fn named<T>(
    context: &str,
    what: &'static str,
    name: &str,
    items: impl Iterator<Item = (String, T)>,
) -> Result<T, ContextError> {
    let mut known = Vec::new();
    for (item, value) in items {
        if item == name {
            return Ok(value);
        }
        known.push(item);
    }
    Err(ContextError::Missing { context: context.to_owned(), what, name: name.to_owned(), known })
}

fn of_cluster(cluster: Cluster, authorities: Option<&[u8]>) -> Result<Config, KubeconfigError> {
    let server = cluster.server.ok_or(KubeconfigError::MissingClusterUrl)?;
    let proxy = cluster.proxy_url.filter(|url| !url.is_empty()).map(|url| url.parse());
    let mut config = Config::new(server.parse().map_err(KubeconfigError::ParseClusterUrl)?);
    config.accept_invalid_certs = cluster.insecure_skip_tls_verify.unwrap_or_default();
    config.disable_compression = cluster.disable_compression.unwrap_or_default();
    config.tls_server_name = cluster.tls_server_name;
    config.proxy_url = proxy.transpose().map_err(KubeconfigError::ParseProxyUrl)?;
    config.root_cert = authorities.map(certificates).transpose().map_err(KubeconfigError::ParseCertificates)?;
    Ok(config)
}

/// The certificates of a text as DER.
fn certificates(text: &[u8]) -> Result<Vec<Vec<u8>>, pem::PemError> {
    let blocks = pem::parse_many(text)?.into_iter();
    Ok(blocks.filter(|block| block.tag() == "CERTIFICATE").map(pem::Pem::into_contents).collect())
}

#[cfg(test)]
mod tests {
    use kops_core::cluster_api::ClusterApiErrorKind;

    use super::*;
    use crate::error;

    const KUBECONFIG: &str = r#"{
        "current-context": "demo",
        "contexts": [
            {"name": "demo", "context": {"cluster": "demo", "user": "admin"}},
            {"name": "dev", "context": {"cluster": "dev", "user": "token"}},
            {"name": "proxy", "context": {"cluster": "proxy", "user": ""}},
            {"name": "no-user", "context": {"cluster": "demo"}},
            {"name": "empty-user", "context": {"cluster": "demo", "user": ""}},
            {"name": "misspelt-user", "context": {"cluster": "demo", "user": "admni"}},
            {"name": "other-user", "context": {"cluster": "proxy", "user": "jane"}},
            {"name": "other-cluster", "context": {"cluster": "gone", "user": "admin"}},
        ],
        "clusters": [
            {"name": "demo", "cluster": {
                "server": "https://api.demo.example.com",
                "proxy-url": "http://proxy.example.com:3128",
                "tls-server-name": "api.internal.demo.example.com",
                "certificate-authority-data": "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCllXSmoKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=",
            }},
            {"name": "dev", "cluster": {"server": "https://127.0.0.1:6443", "proxy-url": "", "insecure-skip-tls-verify": true}},
            {"name": "proxy", "cluster": {"server": "http://127.0.0.1:8001"}},
        ],
        "users": [
            {"name": "admin", "user": {"exec": {"command": "get-token", "provideClusterInfo": true, "apiVersion": "client.authentication.k8s.io/v1"}}},
            {"name": "token", "user": {"token": "S3CR3T"}},
        ],
    }"#;

    fn read(context: Option<&str>) -> Result<Config, ContextError> {
        read_for(context, None)
    }

    fn read_for(context: Option<&str>, server: Option<&str>) -> Result<Config, ContextError> {
        let server = server.map(|server| server.parse().expect("a URL"));
        config(Kubeconfig::from_yaml(KUBECONFIG)?, context, server)
    }

    #[test]
    fn a_context_says_how_to_reach_its_cluster() {
        let demo = read(None).expect("is read");
        assert_eq!(demo.cluster_url, "https://api.demo.example.com/");
        assert_eq!(demo.proxy_url, Some("http://proxy.example.com:3128/".parse().expect("a URL")));
        assert_eq!(demo.tls_server_name.as_deref(), Some("api.internal.demo.example.com"));
        assert_eq!(demo.root_cert, Some(vec![b"abc".to_vec()]));
        let told = demo.auth_info.exec.and_then(|command| command.cluster).expect("the command asks for it");
        assert_eq!(told.server.as_deref(), Some("https://api.demo.example.com"));

        let dev = read(Some("dev")).expect("is read");
        assert_eq!((dev.proxy_url, dev.root_cert, dev.accept_invalid_certs), (None, None, true));
    }

    #[test]
    fn relative_paths_begin_in_the_folder_of_the_kubeconfig() {
        let text = r#"{
            "clusters": [
                {"name": "a", "cluster": {"certificate-authority": "ca.crt"}},
                {"name": "b", "cluster": {"certificate-authority": "/etc/ca.crt"}},
                {"name": "c", "cluster": {"certificate-authority": ""}},
            ],
            "users": [
                {"name": "a", "user": {"client-certificate": "keys/a.crt", "client-key": "keys/a.key", "exec": {"command": "get-token"}}},
                {"name": "b", "user": {"tokenFile": "token", "exec": {"command": "./bin/get-token"}}},
            ],
        }"#;
        let mut read = Kubeconfig::from_yaml(text).expect("is read");
        begin_paths_in(Path::new("/home/jane/.kube"), &mut read);
        let authorities = read.clusters.iter().map(|named| named.cluster.as_ref()?.certificate_authority.as_deref());
        let expected = [Some("/home/jane/.kube/ca.crt"), Some("/etc/ca.crt"), Some("")];
        assert_eq!(authorities.collect::<Vec<_>>(), expected);
        let users: Vec<_> = read.auth_infos.iter().filter_map(|named| named.auth_info.as_ref()).collect();
        assert_eq!(users[0].client_certificate.as_deref(), Some("/home/jane/.kube/keys/a.crt"));
        assert_eq!(users[0].client_key.as_deref(), Some("/home/jane/.kube/keys/a.key"));
        assert_eq!(users[1].token_file.as_deref(), Some("/home/jane/.kube/token"));
        let commands: Vec<_> = users.iter().map(|user| user.exec.as_ref()?.command.as_deref()).collect();
        assert_eq!(commands, [Some("get-token"), Some("/home/jane/.kube/./bin/get-token")]);
    }

    #[test]
    fn what_a_context_lacks_is_named() {
        for (context, expected) in [
            ("other", "the kubeconfig has no context `other`; `kops export kubeconfig` writes it"),
            (
                "other-cluster",
                "the context `other-cluster` names the cluster `gone`, which is not in the kubeconfig; it has `demo`, `dev`, `proxy`",
            ),
            (
                "other-user",
                "the context `other-user` names the user `jane`, which is not in the kubeconfig; it has `admin`, `token`",
            ),
            (
                "misspelt-user",
                "the context `misspelt-user` names the user `admni`, which is not in the kubeconfig; it has `admin`, `token`; \
                 did you mean `admin`?",
            ),
            (
                "no-user",
                "the context `no-user` names no user, so that there are no credentials; the kubeconfig has `admin`, `token`, \
                 and `kops export kubeconfig --admin` adds one",
            ),
            (
                "empty-user",
                "the context `empty-user` names no user, so that there are no credentials; the kubeconfig has `admin`, `token`, \
                 and `kops export kubeconfig --admin` adds one",
            ),
        ] {
            let error = error::context(read(Some(context)).expect_err("cannot be used"));
            assert_eq!((error.kind, error.message.as_str()), (ClusterApiErrorKind::Kubeconfig, expected));
            assert!(!format!("{error}{error:?}").contains("S3CR3T"), "{error:?}");
        }
    }

    #[test]
    fn a_server_without_encryption_needs_no_user() {
        let url = "http://127.0.0.1:8002";
        for (context, server, expected) in [
            ("proxy", None, Some("http://127.0.0.1:8001/")),
            ("proxy", Some("https://127.0.0.1:8443"), None),
            ("no-user", Some(url), Some("http://127.0.0.1:8002/")),
            ("other-user", Some(url), None),
        ] {
            let found = read_for(Some(context), server).map(|config| config.cluster_url.to_string());
            assert_eq!(found.ok().as_deref(), expected, "{context} {server:?}");
        }
    }
}
