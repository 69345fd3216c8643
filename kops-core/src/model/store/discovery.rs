//! The documents by which others verify tokens of service accounts: where the issuer's keys are, and the keys.

use serde_json::json;

use crate::defaults::public_url;
use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::model::{Context, codes};
use crate::naming::keysets::SERVICE_ACCOUNT;
use crate::naming::s3;
use crate::resource::{Kind, ManagedFile, Output, ResourceId, Text};

/// Where OpenID Connect looks below the issuer's URL.
const CONFIGURATION: &str = ".well-known/openid-configuration";
/// Where Kubernetes publishes keys.
const KEYS: &str = "openid/v1/jwks";

/// Adds the documents, where the spec names a place for them.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let discovery = context.spec().service_account_issuer_discovery.as_ref();
    let store = discovery.and_then(|discovery| discovery.discovery_store.as_deref());
    let Some(store) = store.map(|store| store.trim_end_matches('/')).filter(|store| !store.is_empty()) else { return };
    let path = context.path("spec.serviceAccountIssuerDiscovery.discoveryStore");
    let bucket = s3::folder(store).map(|(bucket, _)| bucket);
    if bucket.is_none() && !store.starts_with("memfs://") {
        let message = format!("the keys of service accounts cannot be published at `{store}`");
        let problem = Diagnostic::error(codes::DISCOVERY_STORE.id, message);
        return graph.problem(problem.at(path).help("write `s3://BUCKET/PATH`"));
    }
    let server = context.spec().kube_api_server.as_ref();
    let issuer = server.and_then(|server| server.service_account_issuer.as_deref()).unwrap_or_default();
    // An issuer of another URL is served by the user, who reads the bucket in their own way.
    let is_read_by_aws = bucket.is_some() && issuer == public_url(store, context.ipv6_only(), context.facts);
    let has_public_policy = bucket.and_then(|bucket| context.facts.public_buckets.get(bucket)).copied();
    let public = is_read_by_aws && has_public_policy == Some(false);
    if public {
        let acl = "the discovery documents get the ACL `public-read`, which the bucket must allow";
        graph.note(format!("AWS reads {store}, and no policy lets everyone read the bucket: {acl}"));
    } else if is_read_by_aws && has_public_policy.is_none() {
        graph.note(format!("AWS reads {store}: a policy of the bucket must let everyone read what is below"));
    }
    let keys = Text::default().then_output(ResourceId::new(Kind::Keyset, SERVICE_ACCOUNT), Output::Jwks);
    for (name, key, content, reason) in [
        ("discovery.json", CONFIGURATION, configuration(issuer).into(), "OpenID Connect configuration of the issuer"),
        ("keys.json", KEYS, keys, "public keys of service account tokens"),
    ] {
        let file = ManagedFile { key: format!("{store}/{key}"), content, public };
        graph.own(name, file, Origin::new(reason, path.clone()));
    }
}

/// The document of the issuer, in the bytes of kops: indented by nothing.
fn configuration(issuer: &str) -> String {
    let fields = [
        ("issuer", json!(issuer)),
        ("jwks_uri", json!(format!("{issuer}/{KEYS}"))),
        ("authorization_endpoint", json!("urn:kubernetes:programmatic_authorization")),
        ("response_types_supported", json!(["id_token"])),
        ("subject_types_supported", json!(["public"])),
        ("id_token_signing_alg_values_supported", json!(["RS256"])),
        ("claims_supported", json!(["sub", "iss"])),
    ];
    let written = fields.map(|(name, value)| {
        let value = match value.as_array() {
            Some(items) => format!("[\n{}\n]", items.iter().map(ToString::to_string).collect::<Vec<_>>().join(",\n")),
            None => value.to_string(),
        };
        format!("\"{name}\": {value}")
    });
    format!("{{\n{}\n}}", written.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{Demo, get, managed_file, public};
    use crate::resource::Resource;

    #[test]
    fn the_documents_are_published_where_the_issuer_is() {
        let demo = |store: &str, issuer: &str| {
            public(json!({
                "serviceAccountIssuerDiscovery": {"discoveryStore": store},
                "kubeAPIServer": {"serviceAccountIssuer": issuer},
            }))
        };
        for (issuer, notes) in [("https://keys.s3.us-east-2.amazonaws.com/demo", 1), ("https://issuer.example.com", 0)]
        {
            let graph = demo("s3://keys/demo", issuer).build();
            let (key, content) = managed_file(&graph, "discovery.json");
            assert_eq!(key, "s3://keys/demo/.well-known/openid-configuration");
            let content: serde_json::Value = serde_json::from_str(&content).expect("is JSON");
            assert_eq!(content["jwks_uri"], format!("{issuer}/openid/v1/jwks"));
            assert_eq!(managed_file(&graph, "keys.json").1, "${keyset/service-account.jwks}");
            assert_eq!(graph.notes.iter().filter(|note| note.contains("a policy of the bucket")).count(), notes);
        }
        assert_eq!(demo("gs://keys", "https://issuer.example.com").problems(), ["iam/discovery-store"]);
    }

    #[test]
    fn the_documents_have_a_public_acl_where_no_policy_publishes_the_bucket() {
        for (policy, issuer, public, note) in [
            (Some(false), "https://keys.s3.us-east-2.amazonaws.com/demo", true, Some("ACL `public-read`")),
            (Some(true), "https://keys.s3.us-east-2.amazonaws.com/demo", false, None),
            (None, "https://keys.s3.us-east-2.amazonaws.com/demo", false, Some("a policy of the bucket must")),
            (Some(false), "https://issuer.example.com", false, None),
        ] {
            let mut demo = public_demo(issuer);
            demo.facts.public_buckets.extend(policy.map(|policy| ("keys".to_owned(), policy)));
            let graph = demo.build();
            for name in ["discovery.json", "keys.json"] {
                let Resource::ManagedFile(file) = get(&graph, Kind::ManagedFile, name) else { unreachable!() };
                assert_eq!(file.public, public, "{policy:?} {issuer}");
            }
            let notes: Vec<_> = graph.notes.iter().filter(|note| note.contains("AWS reads s3://")).collect();
            assert_eq!(notes.len(), usize::from(note.is_some()), "{notes:?}");
            assert!(note.is_none_or(|note| notes[0].contains(note)), "{notes:?}");
        }
    }

    fn public_demo(issuer: &str) -> Demo {
        public(json!({
            "serviceAccountIssuerDiscovery": {"discoveryStore": "s3://keys/demo"},
            "kubeAPIServer": {"serviceAccountIssuer": issuer},
        }))
    }

    #[test]
    fn the_configuration_has_the_bytes_of_kops() {
        let text = configuration("https://issuer");
        assert!(text.starts_with("{\n\"issuer\": \"https://issuer\",\n\"jwks_uri\": "), "{text}");
        assert!(text.ends_with("\n\"claims_supported\": [\n\"sub\",\n\"iss\"\n]\n}"), "{text}");
    }
}
