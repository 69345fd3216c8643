//! Whom HTTPS trusts.

use std::str::FromStr;

use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// The HTTP client that [`Config::new`](crate::Config::new) takes: rustls on ring, which trusts the system's certificate authorities.
///
/// Where the variables `SSL_CERT_FILE` or `SSL_CERT_DIR` are set, only the authorities in that file or these folders are trusted, as with
/// OpenSSL. They are read once in a process, when the first client connects, and not for a [`Config`](crate::Config) with
/// [`ca_certificates`](crate::Config::ca_certificates) or an HTTP client of the caller's. Variables that name a proxy are not read.
///
/// Providers of credentials that ask a server, such as that of EC2 instances, want one too.
pub fn https_client() -> SharedHttpClient {
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}

/// The certificates of authorities that are trusted in place of the system's.
#[derive(Clone, Debug)]
pub struct CaCertificates(String);

/// A text that holds no certificates of authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the certificates of authorities as PEM, `-----BEGIN CERTIFICATE-----` and so on")]
#[non_exhaustive]
pub struct ParseCaCertificatesError;

impl FromStr for CaCertificates {
    type Err = ParseCaCertificatesError;

    fn from_str(pem: &str) -> Result<Self, ParseCaCertificatesError> {
        let mut authorities = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|_| ParseCaCertificatesError)?;
            authorities.add(certificate).map_err(|_| ParseCaCertificatesError)?;
        }
        if authorities.is_empty() { Err(ParseCaCertificatesError) } else { Ok(Self(pem.to_owned())) }
    }
}

impl CaCertificates {
    /// An HTTP client that trusts these authorities only.
    pub(crate) fn https_client(&self) -> SharedHttpClient {
        let trusted = TrustStore::empty().with_pem_certificate(self.0.as_bytes());
        // A context of no use must not become one that trusts the system's authorities.
        let context = TlsContext::builder().with_trust_store(trusted).build().expect("the certificates were read");
        Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).tls_context(context).build_https()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_certificates_is_refused() {
        let broken = "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n";
        for text in ["", "c4n4ry", broken] {
            assert_eq!(text.parse::<CaCertificates>().map(drop), Err(ParseCaCertificatesError), "{text}");
        }
    }
}
