//! Why a cluster cannot be added to a kubeconfig.

/// Why a cluster cannot be added to a kubeconfig. Nothing of the kubeconfig but names of users is ever part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KubeconfigError {
    /// What is there is not a kubeconfig.
    #[error("this is not a kubeconfig: {problem}")]
    Format {
        /// What is wrong, with its place.
        problem: String,
    },
    /// The user is not in the kubeconfig.
    #[error("the kubeconfig has no user `{user}`; it has {}", list(.known))]
    NoUser {
        /// The user.
        user: String,
        /// Those that it has.
        known: Vec<String>,
    },
}

fn list(users: &[String]) -> String {
    if users.is_empty() {
        return "none".to_owned();
    }
    users.iter().map(|user| format!("`{user}`")).collect::<Vec<_>>().join(", ")
}
