//! What a context of a kubeconfig says. The client has a reader of its own, which takes proxies from the environment.

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
    fn what_a_context_lacks_is_named() {
        for (context, expected) in [("other", "context: other"), ("gone", "cluster of context: gone")] {
            let error = read(Some(context)).expect_err("cannot be used").to_string();
            assert!(error.ends_with(expected), "{error}");
        }
    }
}
