//! Leases of the namespace `kube-system`.

use k8s_openapi::api::coordination::v1 as coordination;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, ObjectMeta};
use k8s_openapi::jiff::Timestamp;
use kops_core::cluster_api::{ClusterApiError, ClusterApiErrorKind, Lease};
use kube::api::{Api, Patch, PatchParams, PostParams};
use kube::{Client, Error};
use serde_json::{Value, json};

use crate::error;

const NAMESPACE: &str = "kube-system";

/// Reads a lease.
pub(crate) async fn read(client: &Client, name: &str) -> Result<Option<Lease>, ClusterApiError> {
    let found = leases(client).get_opt(name).await.map_err(|error| error::of("get lease", error))?;
    Ok(found.map(of_kubernetes))
}

/// Creates a lease, or replaces the version that it has, and returns the new version.
pub(crate) async fn write(client: &Client, lease: &Lease) -> Result<String, ClusterApiError> {
    const OPERATION: &str = "write lease";
    let api = leases(client);
    let written = match &lease.version {
        None => api.create(&PostParams::default(), &to_kubernetes(lease)).await,
        // The API server creates a lease that is replaced and not there; what is patched must be there.
        Some(_) => api.patch(&lease.name, &PatchParams::default(), &Patch::Merge(patch(lease))).await,
    };
    match written {
        Ok(written) => Ok(written.metadata.resource_version.unwrap_or_default()),
        Err(Error::Api(status)) if lease.version.is_some() && status.code == 404 => {
            let message = format!("the lease `{}` is gone", lease.name);
            Err(ClusterApiError::new(ClusterApiErrorKind::Conflict, OPERATION, message).status(404))
        }
        Err(error) => Err(error::of(OPERATION, error)),
    }
}

fn leases(client: &Client) -> Api<coordination::Lease> {
    Api::namespaced(client.clone(), NAMESPACE)
}

fn of_kubernetes(lease: coordination::Lease) -> Lease {
    let spec = lease.spec.unwrap_or_default();
    let seconds = |time: Option<MicroTime>| time.and_then(|time| u64::try_from(time.0.as_second()).ok());
    Lease {
        name: lease.metadata.name.unwrap_or_default(),
        holder: spec.holder_identity.filter(|holder| !holder.is_empty()),
        duration: spec.lease_duration_seconds.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or_default(),
        acquired: seconds(spec.acquire_time).unwrap_or_default(),
        renewed: seconds(spec.renew_time).unwrap_or_default(),
        version: lease.metadata.resource_version,
    }
}

fn to_kubernetes(lease: &Lease) -> coordination::Lease {
    let time = |seconds: u64| Some(MicroTime(Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?));
    coordination::Lease {
        metadata: ObjectMeta {
            name: Some(lease.name.clone()),
            namespace: Some(NAMESPACE.to_owned()),
            resource_version: lease.version.clone(),
            ..ObjectMeta::default()
        },
        spec: Some(coordination::LeaseSpec {
            holder_identity: lease.holder.clone(),
            lease_duration_seconds: i32::try_from(lease.duration).ok(),
            acquire_time: time(lease.acquired),
            renew_time: time(lease.renewed),
            ..coordination::LeaseSpec::default()
        }),
    }
}

/// The lease as a merge patch of its version, in which a lease without a holder says so.
fn patch(lease: &Lease) -> Value {
    let mut patch = json!(to_kubernetes(lease));
    if lease.holder.is_none() {
        patch["spec"]["holderIdentity"] = Value::Null;
    }
    patch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_is_read_as_it_is_written() {
        let lease = Lease {
            name: "a".into(),
            holder: Some("alice".into()),
            duration: 60,
            acquired: 1_700_000_000,
            renewed: 1_700_000_015,
            version: Some("7".into()),
        };
        assert_eq!(of_kubernetes(to_kubernetes(&lease)), lease);
        let given_back = Lease { holder: None, ..lease };
        assert_eq!(of_kubernetes(to_kubernetes(&given_back)), given_back);
        assert_eq!(patch(&given_back)["spec"]["holderIdentity"], Value::Null);
        assert_eq!(patch(&given_back)["metadata"]["resourceVersion"], "7");
    }
}
