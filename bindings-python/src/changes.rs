//! Changes of specs: instance groups that are added and deleted, fields that are set, upgrades, and what two specs differ in.

use kops_core::create::GroupOptions;
use kops_core::spec::encode;
use kops_core::upgrade::{UpgradeData, UpgradeOptions};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::engine::{Engine, described};
use crate::errors::{failure, python};
use crate::plan::Plan;
use crate::spec::{FullSpec, Spec};

#[pymethods]
impl Engine {
    /// Make an instance group for a cluster, as Python values, with its size, subnets, image and instance type written out.
    /// `role` is `Node` unless set; `subnets` are names of the spec, `zones` add the subnets in them. Nothing is written:
    /// `create` takes it as text.
    ///
    /// Raises InvalidSpec with everything that is wrong, and CloudError.
    #[pyo3(signature = (spec, name, *, role = None, subnets = None, zones = None))]
    fn new_instance_group<'py>(
        &self,
        py: Python<'py>,
        spec: &Spec,
        name: String,
        role: Option<&str>,
        subnets: Option<Vec<String>>,
        zones: Option<Vec<String>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let role = role.map(|role| serde_json::from_value(role.into())).transpose();
        let role = role.map_err(|error| PyValueError::new_err(error.to_string()))?;
        let (subnets, zones) = (subnets.unwrap_or_default(), zones.unwrap_or_default());
        let options = GroupOptions { role, subnets, zones, ..GroupOptions::named(name) };
        let group = self.call(py, |engine| async move { engine.new_instance_group(&spec.0, &options).await })?;
        python(py, &encode::to_value(&group))
    }

    /// Unset and set fields of a stored cluster, or of one of its instance groups, by their paths: `spec.kubelet.maxPods=200`.
    ///
    /// Raises InvalidSpec with everything that is wrong, NoCluster, WriteError, CloudError or StateError; then nothing is written.
    #[pyo3(signature = (cluster, *, instance_group = None, set = None, unset = None))]
    fn edit<'py>(
        &self,
        py: Python<'py>,
        cluster: &str,
        instance_group: Option<&str>,
        set: Option<Vec<String>>,
        unset: Option<Vec<String>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (set, unset) = (set.unwrap_or_default(), unset.unwrap_or_default());
        let edited = self.call(py, |engine| async move { engine.edit(cluster, instance_group, &set, &unset).await })?;
        described(py, "objects", serde_json::to_string(&[edited]))?.get_item(0)
    }

    /// Plan the deletion of an instance group in the account, and of nothing else. Nothing is written anywhere; once the plan was
    /// applied, `forget_instance_group` deletes the group from the state store.
    ///
    /// Raises InvalidSpec where the cluster has no such group or needs it, PlanningFailed, CloudError or StateError.
    fn plan_instance_group_deletion(&self, py: Python<'_>, spec: &Spec, instance_group: &str) -> PyResult<Plan> {
        let plan =
            self.call(py, |engine| async move { engine.plan_instance_group_deletion(&spec.0, instance_group).await });
        plan.map(Plan::from)
    }

    /// Delete an instance group from the state store.
    ///
    /// Raises WriteError where it is not there, and StateError.
    fn forget_instance_group(&self, py: Python<'_>, cluster: &str, instance_group: &str) -> PyResult<()> {
        self.call(py, |engine| async move { engine.forget_instance_group(cluster, instance_group).await })
    }

    /// Plan the upgrade of a spec to what its channel recommends: the changes, notes on what stays, and the upgraded spec as YAML,
    /// which `replace` takes. Nothing is written.
    ///
    /// Raises InvalidSpec where the version is none, and CloudError.
    #[pyo3(signature = (spec, *, channel = None, kubernetes_version = None))]
    fn plan_upgrade<'py>(
        &self,
        py: Python<'py>,
        spec: &Spec,
        channel: Option<String>,
        kubernetes_version: Option<String>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = UpgradeOptions { channel, kubernetes_version };
        let upgrade = self.call(py, |engine| async move { engine.plan_upgrade(&spec.0, &options).await })?;
        python(py, &py.detach(|| UpgradeData::from(&upgrade)))
    }
}

#[pymethods]
impl Spec {
    /// Return the spec with fields of its cluster, or of one of its instance groups, unset and then set by their paths.
    ///
    /// Raises InvalidSpec with everything that is wrong.
    #[pyo3(signature = (*, instance_group = None, set = None, unset = None))]
    fn edited(
        &self,
        instance_group: Option<&str>,
        set: Option<Vec<String>>,
        unset: Option<Vec<String>>,
    ) -> PyResult<Self> {
        let (set, unset) = (set.unwrap_or_default(), unset.unwrap_or_default());
        let edited = self.0.edited(instance_group, &set, &unset);
        edited
            .map(Self)
            .map_err(|findings| failure(&kops_core::Error::Invalid { findings, texts: self.0.sources.texts() }))
    }
}

#[pymethods]
impl FullSpec {
    /// Return every value with where it came from: what the user wrote, or the rule that filled it in.
    fn explained<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        python(py, &py.detach(|| self.0.spec.explained()))
    }
}

/// Plan what would change in the account of a cluster whose spec is changed, with no account and no state store. Such a plan is for
/// reading; what only an account knows is assumed to be as both specs say.
///
/// Raises InvalidSpec with everything that is wrong with the new spec, and PlanningFailed.
#[pyfunction]
pub(crate) fn diff(py: Python<'_>, old: &Spec, new: &Spec) -> PyResult<Plan> {
    let plan = py.detach(|| kops_core::diff(&old.0, &new.0));
    plan.map(Plan::from).map_err(|error| failure(&error))
}
