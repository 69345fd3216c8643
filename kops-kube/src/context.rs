//! What a context of a kubeconfig says. The client has a reader of its own, which takes proxies from the environment.

use std::path::{MAIN_SEPARATOR, Path};

use kube::Config;
use kube::config::{Cluster, ExecAuthCluster, Kubeconfig, KubeconfigError};

/// The configuration of the client for a context, by default the current one. Files that it names are read.
pub(crate) fn config(kubeconfig: Kubeconfig, context: Option<&str>) -> Result<Config, KubeconfigError> {
    let current = || kubeconfig.current_context.filter(|name| !name.is_empty());
    let name = context.map(str::to_owned).or_else(current).ok_or(KubeconfigError::CurrentContextNotSet)?;
    let context = kubeconfig.contexts.into_iter().find(|found| found.name == name).and_then(|found| found.context);
    let context = context.ok_or(KubeconfigError::LoadContext(name))?;
    let cluster = kubeconfig.clusters.into_iter().find(|found| found.name == context.cluster);
    let cluster = cluster.and_then(|found| found.cluster);
    let cluster = cluster.ok_or(KubeconfigError::LoadClusterOfContext(context.cluster))?;
    let user = kubeconfig.auth_infos.into_iter().find(|found| Some(&found.name) == context.user.as_ref());
    // What a command for credentials is told of the cluster has its authorities, read from their file.
    let told = ExecAuthCluster::try_from(&cluster)?;
    let mut config = of_cluster(cluster, told.certificate_authority_data.as_deref())?;
    config.auth_info = user.and_then(|found| found.auth_info).unwrap_or_default();
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
    use super::*;

    const KUBECONFIG: &str = r#"{
        "current-context": "demo",
        "contexts": [
            {"name": "demo", "context": {"cluster": "demo", "user": "admin"}},
            {"name": "dev", "context": {"cluster": "dev", "user": "nobody"}},
            {"name": "gone", "context": {"cluster": "gone"}},
        ],
        "clusters": [
            {"name": "demo", "cluster": {
                "server": "https://api.demo.example.com",
                "proxy-url": "http://proxy.example.com:3128",
                "tls-server-name": "api.internal.demo.example.com",
                "certificate-authority-data": "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCllXSmoKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=",
            }},
            {"name": "dev", "cluster": {"server": "https://127.0.0.1:6443", "proxy-url": "", "insecure-skip-tls-verify": true}},
        ],
        "users": [
            {"name": "admin", "user": {"exec": {"command": "get-token", "provideClusterInfo": true, "apiVersion": "client.authentication.k8s.io/v1"}}},
        ],
    }"#;

    fn read(context: Option<&str>) -> Result<Config, KubeconfigError> {
        config(Kubeconfig::from_yaml(KUBECONFIG)?, context)
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
        for (context, expected) in [("other", "context: other"), ("gone", "cluster of context: gone")] {
            let error = read(Some(context)).expect_err("cannot be used").to_string();
            assert!(error.ends_with(expected), "{error}");
        }
    }
}
