//! Several kubeconfig files as one.

use std::path::{Path, PathBuf};

use kops_core::cluster_api::ClusterApiError;
use kube::config::Kubeconfig;

use crate::{context, error};

/// Merges files, each a path and its text, as `kubectl` reads those in `KUBECONFIG`: of clusters, contexts and users of one name, and of current
/// contexts, the first counts. Relative paths begin in the folder of their file.
pub(crate) fn merged(files: &[(PathBuf, String)]) -> Result<Kubeconfig, ClusterApiError> {
    files.iter().try_fold(Kubeconfig::default(), |merged, (path, text)| {
        let mut next = Kubeconfig::from_yaml(text).map_err(|wrong| error::in_file(path, wrong))?;
        context::begin_paths_in(path.parent().unwrap_or(Path::new("")), &mut next);
        // The client would take a current context without a name for one.
        next.current_context = next.current_context.filter(|name| !name.is_empty());
        merged.merge(next).map_err(|wrong| error::in_file(path, wrong))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files<const N: usize>(texts: [(&str, &str); N]) -> Vec<(PathBuf, String)> {
        texts.map(|(path, text)| (PathBuf::from(path), text.to_owned())).into()
    }

    #[test]
    fn the_first_of_one_name_counts_and_paths_begin_in_the_folder_of_their_file() {
        let cluster = |name: &str, path: &str| format!("{{name: {name}, cluster: {{certificate-authority: {path}}}}}");
        let first = format!("current-context: ''\nclusters: [{}]\n", cluster("a", "ca.crt"));
        let second = format!(
            "current-context: b\nclusters: [{}, {}]\ncontexts: [{{name: b, context: {{cluster: b, user: u}}}}]\n",
            cluster("a", "other.crt"),
            cluster("b", "ca.crt")
        );
        let third = "current-context: c\nusers: [{name: u, user: {tokenFile: token}}]\n";
        let found =
            files([("/home/jane/config", first.as_str()), ("/etc/kube/config", second.as_str()), ("config", third)]);
        let found = merged(&found).expect("is one kubeconfig");
        assert_eq!(found.current_context.as_deref(), Some("b"));
        assert_eq!(found.contexts.len(), 1);
        let authorities = found.clusters.iter().map(|named| {
            let cluster = named.cluster.as_ref().expect("has a content");
            (named.name.as_str(), cluster.certificate_authority.as_deref().unwrap_or_default())
        });
        assert_eq!(authorities.collect::<Vec<_>>(), [("a", "/home/jane/ca.crt"), ("b", "/etc/kube/ca.crt")]);
        let user = found.auth_infos[0].auth_info.as_ref().expect("has a content");
        assert_eq!(user.token_file.as_deref(), Some("token"));
        assert!(merged(&[]).expect("is empty").contexts.is_empty());
    }

    #[test]
    fn a_file_that_is_no_kubeconfig_is_named() {
        let wrong = files([("good", "clusters: []"), ("/home/jane/wrong", "users: {token: S3CR3T}")]);
        let error = merged(&wrong).expect_err("is none");
        let start = "in `/home/jane/wrong`: the text is not a kubeconfig";
        assert!(error.message.starts_with(start) && !error.message.contains("S3CR3T"), "{error}");
    }
}
