//! The errors of the client by their kinds.

use std::error::Error as StdError;
use std::path::Path;

use kops_core::cluster_api::{ClusterApiError, ClusterApiErrorKind as Kind};
use kops_core::diag::suggest;
use kube::client::AuthError;
use kube::config::KubeconfigError;
use kube::core::Status;

use crate::context::ContextError;

const NO_CREDENTIALS: &str = "the kubeconfig's way to get credentials does not work";
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

/// A client that cannot be made of a kubeconfig: a certificate or key in it is none, its command fails, or its proxy is of another kind.
pub(crate) fn client(error: kube::Error) -> ClusterApiError {
    let message = match &error {
        kube::Error::Auth(_) => NO_CREDENTIALS,
        kube::Error::ProxyProtocolUnsupported { .. } | kube::Error::ProxyProtocolDisabled { .. } => {
            "the `proxy-url` of the kubeconfig begins neither with `http://` nor with `https://`"
        }
        _ => "the certificates or the key of the kubeconfig cannot be used",
    };
    caused_by(ClusterApiError::new(Kind::Kubeconfig, "read kubeconfig", message), error)
}

/// A call that failed.
pub(crate) fn of(operation: &str, error: kube::Error) -> ClusterApiError {
    let (kind, message) = match (&error, credentials(&error)) {
        (kube::Error::Api(status), _) => return answered(operation, status),
        (_, Some(AuthError::InvalidBearerToken(_) | AuthError::InvalidBasicAuth(_))) => {
            let message = "the token of the kubeconfig has characters that cannot be sent, such as the end of a line";
            (Kind::Kubeconfig, message)
        }
        // The command or the file that gives a token may work the next time.
        (_, Some(_)) => (Kind::Network, NO_CREDENTIALS),
        (kube::Error::SerdeError(_) | kube::Error::FromUtf8(_), _) => {
            (Kind::Internal, "the API server's answer cannot be read")
        }
        (kube::Error::BuildRequest(_) | kube::Error::HttpError(_), _) => {
            (Kind::Invalid, "there is no URL for what it is about, as a name has characters that names cannot have")
        }
        _ => connection(&error),
    };
    caused_by(ClusterApiError::new(kind, operation, message), error)
}

/// Adds what lies underneath, unless it is an excerpt of what a command wrote, which would show a token or a key.
fn caused_by(said: ClusterApiError, error: kube::Error) -> ClusterApiError {
    match credentials(&error) {
        Some(AuthError::AuthExecParse(_)) => said,
        _ => said.caused_by(error),
    }
}

/// Why there are no credentials for a call. Those that are renewed fail below the client, as a part of the connection.
fn credentials(error: &kube::Error) -> Option<&AuthError> {
    causes(error).find_map(|cause| cause.downcast_ref::<AuthError>())
}

fn causes(error: &kube::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(Some(error as &(dyn StdError + 'static)), |&error| error.source())
}

/// What an API server that refuses says. An answer without a status in it is one of a server in between, such as a proxy.
pub(crate) fn answered(operation: &str, status: &Status) -> ClusterApiError {
    let kind = match status.code {
        401 | 403 => Kind::Denied,
        404 => Kind::NotFound,
        409 => Kind::Conflict,
        429 => Kind::Throttled,
        0 | 500.. => Kind::Internal,
        _ => Kind::Invalid,
    };
    let message = match status.code {
        0 => format!("the answer is none of an API server: {}", status.message),
        401 => "the API server does not accept the credentials, which may have expired".to_owned(),
        _ if status.message.is_empty() => format!("the API server answered {}", status.code),
        _ => status.message.clone(),
    };
    let answer = ClusterApiError::new(kind, operation, message);
    if status.code == 0 { answer } else { answer.status(status.code) }
}

/// Why there is no connection. The libraries below tell kinds of certificate and DNS errors only by the types that they wrap.
fn connection(error: &kube::Error) -> (Kind, &'static str) {
    for cause in causes(error) {
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
            (0, Kind::Internal, true),
        ] {
            let status = Status { code, ..Status::default() };
            let error = answered("list nodes", &status);
            let answer = Some(code).filter(|code| *code > 0);
            assert_eq!((error.kind, error.retryable(), error.status), (kind, retryable, answer), "{error}");
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
    fn credentials_that_there_are_not_are_no_server_that_cannot_be_reached() {
        let unsendable = http::HeaderValue::from_str("token\n").expect_err("has the end of a line");
        for (cause, kind, message) in [
            (AuthError::ExecPluginFailed, Kind::Network, NO_CREDENTIALS),
            (AuthError::InvalidBearerToken(unsendable), Kind::Kubeconfig, "such as the end of a line"),
        ] {
            let error = of("list nodes", kube::Error::Service(Box::new(cause)));
            assert!(error.kind == kind && error.message.contains(message), "{error}");
        }
        let error = client(kube::Error::Auth(AuthError::MissingCommand));
        assert_eq!((error.kind, error.message.as_str()), (Kind::Kubeconfig, NO_CREDENTIALS));
    }

    #[test]
    fn a_name_that_fits_into_no_url_is_not_asked_for_again() {
        let wrong = http::Request::get("/api/v1/namespaces/a b").body(()).expect_err("has a space");
        let error = of("write ConfigMap a b/c", kube::Error::HttpError(wrong));
        assert_eq!((error.kind, error.retryable()), (Kind::Invalid, false), "{error}");
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
