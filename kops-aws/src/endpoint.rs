//! The server that calls are sent to in place of AWS.

use std::fmt;
use std::str::FromStr;

use http::Uri;
use http::uri::Authority;
use kops_core::diag::printable;

/// The URL of a server that calls are sent to in place of AWS.
///
/// ```
/// use kops_aws::Endpoint;
///
/// assert!("http://localhost:5000".parse::<Endpoint>().is_ok());
/// assert!("localhost:5000".parse::<Endpoint>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows the URL without a user and a password.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(&printable(&self.0)).finish()
    }
}

/// A text that is no URL of a server. The message does not show it, as it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the URL of a server, such as `http://localhost:5000` or `https://aws.example.com`")]
#[non_exhaustive]
pub struct ParseEndpointError;

impl FromStr for Endpoint {
    type Err = ParseEndpointError;

    fn from_str(url: &str) -> Result<Self, ParseEndpointError> {
        let parsed: Uri = url.parse().map_err(|_| ParseEndpointError)?;
        let is_http = matches!(parsed.scheme_str(), Some("http" | "https"));
        if is_http && parsed.authority().is_some_and(is_server) && parsed.query().is_none() {
            Ok(Self(url.to_owned()))
        } else {
            Err(ParseEndpointError)
        }
    }
}

/// True for a host, perhaps with a user before it and a port after it.
fn is_server(authority: &Authority) -> bool {
    let text = authority.as_str();
    let server = text.rsplit_once('@').map_or(text, |(_, server)| server);
    let host = authority.host();
    !host.is_empty() && (server == host || authority.port_u16().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_the_url_of_a_server() {
        for url in
            ["http://127.0.0.1:5000", "https://aws.example.com", "http://[::1]:4566/", "http://a:b@localhost/moto"]
        {
            assert_eq!(url.parse::<Endpoint>().expect(url).as_str(), url);
        }
        for url in [
            "",
            "localhost",
            "localhost:5000",
            "/moto",
            "ftp://localhost",
            "http://",
            "http://:5000",
            "http://localhost:99999",
            "http://local host",
            "http://localhost/?a=b",
        ] {
            assert_eq!(url.parse::<Endpoint>(), Err(ParseEndpointError), "{url}");
        }
        let endpoint: Endpoint = "http://me:secret@localhost/moto".parse().expect("a URL");
        assert_eq!(format!("{endpoint:?}"), "Endpoint(\"http://…@localhost/moto\")");
    }
}
