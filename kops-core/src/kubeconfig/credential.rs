//! What `kubectl` asks a command for: a certificate for one hour or so.

use serde_json::json;

use crate::pki::{Certificate, PrivateKey, Secret};

/// Writes the answer of a credential plugin, an `ExecCredential` of `client.authentication.k8s.io`.
///
/// `version` is `v1beta1` or `v1`, as `kubectl` asks for it.
pub fn exec_credential(version: &str, certificate: &Certificate, key: &PrivateKey) -> Secret {
    let credential = json!({
        "apiVersion": format!("client.authentication.k8s.io/{version}"),
        "kind": "ExecCredential",
        "status": {
            "clientCertificateData": certificate.to_pem(),
            "clientKeyData": String::from_utf8_lossy(key.to_pem().expose()),
            "expirationTimestamp": certificate.expires(),
        },
    });
    Secret::from(format!("{credential:#}\n"))
}
