//! The errors of the client by their kinds.

use std::error::Error as StdError;
use std::path::Path;

use kops_core::cluster_api::{ClusterApiError, ClusterApiErrorKind as Kind};
use kops_core::diag::suggest;
use kube::config::KubeconfigError;
use kube::core::Status;

use crate::context::ContextError;

/// The most names that an error lists.
const LISTED: usize = 8;

/// A context that cannot be used. Of clusters and users only the names are said.
pub(crate) fn context(error: ContextError) -> ClusterApiError {
    match error {
        ContextError::Kubeconfig(error) => kubeconfig(error),
        ContextError::Missing { context, what, name, known } => {
            let near = suggest(&name, known.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let names = names(&known);
            failed(format!(
                "the context `{context}` names the {what} `{name}`, which is not in the kubeconfig; it has {names}{near}"
            ))
        }
        ContextError::NoUser { context, known } => {
            let names = names(&known);
            failed(format!(
                "the context `{context}` names no user, so that there are no credentials; the kubeconfig has {names}, and \
                 `kops export kubeconfig --admin` adds one"
            ))
        }
    }
}

fn failed(message: String) -> ClusterApiError {
    ClusterApiError::new(Kind::Kubeconfig, "read kubeconfig", message)
}

fn names(known: &[String]) -> String {
    let shown: Vec<String> = known.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match known.len().saturating_sub(LISTED) {
        _ if known.is_empty() => "none".to_owned(),
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A kubeconfig that cannot be used. Of what cannot be parsed only the place is said, as an excerpt would show tokens and keys.
pub(crate) fn kubeconfig(error: KubeconfigError) -> ClusterApiError {
    match error {
        KubeconfigError::LoadContext(name) => {
            failed(format!("the kubeconfig has no context `{name}`; `kops export kubeconfig` writes it"))
        }
        KubeconfigError::Parse(wrong) => {
            let place = wrong.location().map(|at| format!(": see line {}, column {}", at.line(), at.column()));
            failed(format!("the text is not a kubeconfig{}", place.unwrap_or_default()))
        }
        error => failed("the kubeconfig cannot be used".to_owned()).caused_by(error),
    }
}

/// As [`kubeconfig`], of one file among several.
pub(crate) fn in_file(path: &Path, error: KubeconfigError) -> ClusterApiError {
    let mut error = kubeconfig(error);
    error.message = format!("in `{}`: {}", path.display(), error.message);
    error
}

/// A URL that is none.
pub(crate) fn server(url: &str, error: http::uri::InvalidUri) -> ClusterApiError {
    let message = format!("`{url}` is not the URL of an API server");
    ClusterApiError::new(Kind::Kubeconfig, "connect", message).caused_by(error)
}

/// A client that cannot be made of a kubeconfig: a certificate or key in it is none.
pub(crate) fn client(error: kube::Error) -> ClusterApiError {
    let message = "the certificates or the key of the kubeconfig cannot be used";
    ClusterApiError::new(Kind::Kubeconfig, "read kubeconfig", message).caused_by(error)
}

/// A call that failed.
pub(crate) fn of(operation: &str, error: kube::Error) -> ClusterApiError {
    match error {
        kube::Error::Api(status) => answered(operation, &status),
        kube::Error::Auth(_) => {
            let message = "the kubeconfig's way to get credentials does not work";
            ClusterApiError::new(Kind::Kubeconfig, operation, message).caused_by(error)
        }
        kube::Error::SerdeError(_) | kube::Error::FromUtf8(_) => {
            ClusterApiError::new(Kind::Internal, operation, "the API server's answer cannot be read").caused_by(error)
        }
        error => {
            let (kind, message) = connection(&error);
            ClusterApiError::new(kind, operation, message).caused_by(error)
        }
    }
}

/// What an API server that refuses says.
pub(crate) fn answered(operation: &str, status: &Status) -> ClusterApiError {
    let kind = match status.code {
        401 | 403 => Kind::Denied,
        404 => Kind::NotFound,
        409 => Kind::Conflict,
        429 => Kind::Throttled,
        500.. => Kind::Internal,
        _ => Kind::Invalid,
    };
    let message = match status.code {
        401 => "the API server does not accept the credentials, which may have expired".to_owned(),
        _ if status.message.is_empty() => format!("the API server answered {}", status.code),
        _ => status.message.clone(),
    };
    ClusterApiError::new(kind, operation, message).status(status.code)
}

/// Why there is no connection. The libraries below tell kinds of certificate and DNS errors only by the types that they wrap.
fn connection(error: &kube::Error) -> (Kind, &'static str) {
    let causes = std::iter::successors(Some(error as &dyn StdError), |&error| error.source());
    for cause in causes {
        let text = cause.to_string();
        if text.contains("invalid peer certificate") && text.to_lowercase().contains("expired") {
            return (Kind::Untrusted, "the certificate of the API server has expired");
        }
        if text.contains("invalid peer certificate") {
            let message = "the certificate of the API server is not one of this cluster, so another server may answer at that address";
            return (Kind::Untrusted, message);
        }
        if text.contains("dns error") || text.contains("failed to lookup address") {
            return (Kind::Unresolved, "the host of the API server does not resolve");
        }
    }
    (Kind::Network, "the API server cannot be reached")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_by_their_status() {
        for (code, kind, retryable) in [
            (401, Kind::Denied, false),
            (403, Kind::Denied, false),
            (404, Kind::NotFound, false),
            (409, Kind::Conflict, true),
            (422, Kind::Invalid, false),
            (429, Kind::Throttled, true),
            (500, Kind::Internal, true),
            (503, Kind::Internal, true),
        ] {
            let status = Status { code, ..Status::default() };
            let error = answered("list nodes", &status);
            assert_eq!((error.kind, error.retryable(), error.status), (kind, retryable, Some(code)), "{error}");
        }
    }

    #[test]
    fn names_are_listed_as_far_as_they_can_be_read() {
        let users = |count: usize| (1..=count).map(|number| format!("u{number}")).collect::<Vec<_>>();
        for (count, expected) in [
            (0, "none"),
            (1, "`u1`"),
            (2, "`u1`, `u2`"),
            (8, "`u1`, `u2`, `u3`, `u4`, `u5`, `u6`, `u7`, `u8`"),
            (10, "`u1`, `u2`, `u3`, `u4`, `u5`, `u6`, `u7`, `u8` and 2 more"),
        ] {
            assert_eq!(names(&users(count)), expected);
        }
    }

    #[test]
    fn what_is_no_kubeconfig_is_not_quoted() {
        for wrong in [
            "users:\n- name: a\n  user:\n    token: \"S3CR3T\nclusters: 5\n",
            "users:\n- name: a\n  user: {token: !!binary S3CR3T-}\n",
            "users: {client-key-data: [S3CR3T]}\n",
            "users:\n- name: a\n  user:\n    token: @S3CR3T\n",
        ] {
            let error = kubeconfig(kube::config::Kubeconfig::from_yaml(wrong).expect_err("is none"));
            let said = format!("{error}{error:?}{:?}", error.source());
            assert!(said.contains("not a kubeconfig") && !said.contains("S3CR3T"), "{said}");
        }
    }

    #[test]
    fn a_server_that_cannot_be_talked_to_is_told_by_its_reason() {
        for (cause, kind, message) in [
            ("invalid peer certificate: UnknownIssuer", Kind::Untrusted, "not one of this cluster"),
            ("invalid peer certificate: certificate expired: verification time 1", Kind::Untrusted, "has expired"),
            ("dns error: failed to lookup address information", Kind::Unresolved, "does not resolve"),
            ("tcp connect error: Connection refused", Kind::Network, "cannot be reached"),
        ] {
            let (found, said) = connection(&kube::Error::Service(cause.into()));
            assert!(found == kind && said.contains(message), "{cause}: {said}");
        }
    }
}
