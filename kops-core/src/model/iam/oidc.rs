//! The OIDC provider by which AWS believes what the cluster says of its service accounts.

use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::resource::OidcProvider;

/// The audience that tokens for AWS carry.
const AUDIENCE: &str = "amazonaws.com";

/// SHA-1 of the root certificates that S3 is served with, where the discovery documents stand. IAM wants them and, for S3,
/// no longer looks at them.
const THUMBPRINTS: [&str; 2] = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280", "a9d53002e97e00e043244f3d170d6f4c414104fd"];

/// Adds the provider, where `serviceAccountIssuerDiscovery.enableAWSOIDCProvider` asks for it.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let cluster = context.cluster;
    let Some(discovery) = &cluster.spec.service_account_issuer_discovery else { return };
    let Some(issuer) = issuer(context) else { return };
    if discovery.enable_aws_oidc_provider != Some(true) {
        return;
    }
    let path = |field: &str| cluster.reference().field(field);
    let provider = OidcProvider {
        url: issuer.to_owned(),
        client_ids: std::iter::once(AUDIENCE.to_owned()).chain(discovery.additional_audiences.clone()).collect(),
        thumbprints: THUMBPRINTS.map(str::to_owned).to_vec(),
        tags: context.tags(cluster.name()),
    };
    let origin = Origin::new(
        "OIDC provider for IAM roles of service accounts",
        path("spec.serviceAccountIssuerDiscovery.enableAWSOIDCProvider"),
    )
    .field(OidcProvider::URL, path("spec.kubeAPIServer.serviceAccountIssuer"))
    .field(OidcProvider::CLIENT_IDS, path("spec.serviceAccountIssuerDiscovery.additionalAudiences"));
    graph.own(cluster.name(), provider, origin);
}

/// The issuer of the cluster's service accounts: `https://…`.
pub(super) fn issuer<'a>(context: &Context<'a>) -> Option<&'a str> {
    context.spec().kube_api_server.as_ref()?.service_account_issuer.as_deref().filter(|issuer| !issuer.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::testing::{get, public};
    use crate::resource::{Kind, Resource};

    #[test]
    fn aws_trusts_the_issuer_where_that_is_asked_for() {
        let off = public(json!({"serviceAccountIssuerDiscovery": {"discoveryStore": "s3://public"}})).build();
        assert_eq!(off.of_kind(Kind::OidcProvider).count(), 0);

        let discovery = json!({"enableAWSOIDCProvider": true, "additionalAudiences": ["vault"]});
        let graph = public(json!({"serviceAccountIssuerDiscovery": discovery})).build();
        let provider = get(&graph, Kind::OidcProvider, "demo.example.com");
        let Resource::OidcProvider(provider) = provider else { panic!("{provider:?}") };
        assert_eq!(provider.url, "https://issuer.example.com");
        assert_eq!(provider.client_ids, ["amazonaws.com", "vault"]);
    }
}
