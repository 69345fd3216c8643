//! Public keys as OpenID Connect publishes them, so that others can check the tokens of service accounts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::{Certificate, Keyset};

/// The keys of a discovery document, in the order and with the fields of kops.
#[derive(Serialize)]
struct Document {
    keys: Vec<Key>,
}

#[derive(Serialize)]
struct Key {
    #[serde(rename = "use")]
    usage: &'static str,
    kty: &'static str,
    kid: String,
    alg: &'static str,
    n: String,
    e: String,
}

impl Keyset {
    /// The public keys of all trusted keypairs as the document `openid/v1/jwks` of a service-account issuer, in the bytes of
    /// kops. Only RSA keys whose subject is `service-account` are in it: kops announces no other algorithm than RS256.
    pub fn jwks(&self) -> String {
        let mut keys: Vec<_> = self.trusted().filter_map(key).collect();
        keys.sort_by(|a, b| a.kid.cmp(&b.kid));
        let text = serde_json::to_string_pretty(&Document { keys }).expect("texts serialise");
        // kops breaks lines and indents nothing.
        text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n")
    }
}

fn key(certificate: &Certificate) -> Option<Key> {
    if certificate.common_name().as_deref() != Some("service-account") {
        return None;
    }
    let (n, e) = certificate.rsa_numbers()?;
    let [n, e] = [n, e].map(|number| URL_SAFE_NO_PAD.encode(number));
    Some(Key { usage: "sig", kty: "RSA", kid: certificate.key_id(), alg: "RS256", n, e })
}
