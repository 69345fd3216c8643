//! One file for each kind, or for kinds that belong together: how it is read, created, changed and deleted, and how it is
//! converted from AWS's types and to them.
//!
//! What is written takes the resource apart field by field, and what is read puts it together field by field, so that a field
//! that either forgets does not compile.

pub(crate) mod autoscaling_group;
pub(crate) mod classic_load_balancer;
pub(crate) mod dhcp_options;
pub(crate) mod dns;
pub(crate) mod event_rule;
pub(crate) mod instance_profile;
pub(crate) mod internet_gateway;
pub(crate) mod key_pair;
pub(crate) mod launch_template;
pub(crate) mod lifecycle_hook;
pub(crate) mod listener;
pub(crate) mod load_balancing;
pub(crate) mod nat_gateway;
pub(crate) mod network_interface;
pub(crate) mod network_load_balancer;
pub(crate) mod oidc_provider;
pub(crate) mod queue;
pub(crate) mod role;
pub(crate) mod route;
pub(crate) mod route_table;
pub(crate) mod security_group;
pub(crate) mod standalone_instance;
pub(crate) mod subnet;
pub(crate) mod target_group;
pub(crate) mod volume;
pub(crate) mod volume_snapshot;
pub(crate) mod vpc;
pub(crate) mod warm_pool;

#[cfg(test)]
pub(crate) mod testing {
    //! The samples of kops-core, for tests that convert a kind to AWS's types and back.

    use kops_core::resource::Resource;
    use kops_core::testkit::samples;
    use serde::de::DeserializeOwned;

    /// Calls `check` with every bound sample of a kind.
    pub(crate) fn each_sample<R: DeserializeOwned + Into<Resource> + Default>(check: impl Fn(&R)) {
        let kind = R::default().into().kind();
        let samples = samples::complete().into_iter().filter(|sample| sample.kind() == kind);
        let samples: Vec<R> = samples
            .map(|sample| serde_json::from_value(sample.to_value().into()).expect("a sample of its kind"))
            .collect();
        assert!(!samples.is_empty(), "there is no sample of a {}", kind.title());
        samples.iter().for_each(check);
    }
}
