//! The environment of kops's own components on nodes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::model::Context;
use crate::spec::EgressProxy;

/// Returns the URL of the cluster's proxy, where it has one.
pub(super) fn proxy_url(proxy: &EgressProxy) -> Option<String> {
    let http = proxy.http_proxy.as_ref()?;
    let host = http.host.as_deref().filter(|host| !host.is_empty())?;
    let scheme = if host.starts_with("http://") { "" } else { "http://" };
    let port = http.port.filter(|port| *port != 0).map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{scheme}{host}{port}"))
}

/// Returns the variables of a container that reaches AWS: its region and proxy, sorted by name.
pub(super) fn of_component(context: &Context<'_>) -> Vec<Value> {
    let mut variables = BTreeMap::from([("AWS_REGION", context.facts.region.clone())]);
    if let Some(proxy) = &context.spec().egress_proxy
        && let Some(url) = proxy_url(proxy)
    {
        let excludes = proxy.excludes.clone().unwrap_or_default();
        variables.extend(["http_proxy", "https_proxy"].map(|name| (name, url.clone())));
        variables.extend(["NO_PROXY", "no_proxy"].map(|name| (name, excludes.clone())));
    }
    variables.into_iter().map(|(name, value)| variable(name, &value)).collect()
}

/// A variable with a value. One that is empty is written without it.
pub(super) fn variable(name: &str, value: &str) -> Value {
    if value.is_empty() { json!({"name": name}) } else { json!({"name": name, "value": value}) }
}
