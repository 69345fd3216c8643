//! kops-core for Python: passes calls through, releases the GIL while work runs, and maps errors to exceptions with fields.
//!
//! No logic lives here, and nothing of what can be called: that is in the tables of `kops_core::interop`, and the typed functions are
//! in Python. Every call blocks its own thread; `kops.AsyncEngine` runs them on threads of Python. Threads of the module's own only
//! move the bytes of connections: none enters the interpreter, so that none can meet one that is shutting down, and a forked child,
//! where they are missing, starts its own.

#[cfg(feature = "aws")]
mod aws;
mod call;
mod cloud;
mod cluster;
mod engine;
mod errors;
mod port;
mod process;
mod run;
mod store;
mod suites;
mod wait;
mod work;

use pyo3::prelude::*;

/// The native part of the package `kops`.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<call::Handle>()?;
    module.add_class::<cloud::Cloud>()?;
    module.add_class::<store::Store>()?;
    module.add_class::<cluster::Cluster>()?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<run::Cancel>()?;
    module.add_function(wrap_pyfunction!(call::call, module)?)?;
    module.add_function(wrap_pyfunction!(call::render_template, module)?)?;
    module.add_function(wrap_pyfunction!(call::tables, module)?)?;
    module.add_function(wrap_pyfunction!(run::cancellable, module)?)?;
    module.add_function(wrap_pyfunction!(suites::check_cloud, module)?)?;
    module.add_function(wrap_pyfunction!(suites::check_cluster, module)?)?;
    module.add_function(wrap_pyfunction!(suites::check_store, module)?)?;
    module.add_function(wrap_pyfunction!(work::before_fork, module)?)?;
    module.add_function(wrap_pyfunction!(work::after_fork, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    Ok(())
}
