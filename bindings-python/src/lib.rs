//! kops-core for Python: converts values, releases the GIL while work runs, and maps errors to exceptions with fields.
//!
//! No logic lives here. Every call blocks its own thread; `kops.AsyncEngine` runs them on threads of Python. Threads of the
//! module's own only move the bytes of AWS connections: none enters the interpreter, so that none can meet one that is shutting
//! down, and a forked child, where they are missing, starts its own.

mod account;
#[cfg(feature = "aws")]
mod aws;
mod changes;
mod engine;
mod errors;
mod keys;
mod plan;
mod port;
mod process;
mod run;
mod spec;
mod wait;

use pyo3::prelude::*;

/// The native part of the package `kops`.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<spec::Spec>()?;
    module.add_class::<spec::FullSpec>()?;
    module.add_class::<account::SimulatedAccount>()?;
    module.add_class::<account::MemoryStore>()?;
    module.add_class::<account::FileStore>()?;
    module.add_class::<account::Recorder>()?;
    module.add_class::<account::Replay>()?;
    #[cfg(feature = "aws")]
    module.add_class::<aws::Account>()?;
    #[cfg(feature = "aws")]
    module.add_class::<aws::S3Store>()?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<plan::Plan>()?;
    module.add_class::<run::Cancel>()?;
    module.add_function(wrap_pyfunction!(run::cancellable, module)?)?;
    module.add_function(wrap_pyfunction!(changes::diff, module)?)?;
    module.add_function(wrap_pyfunction!(spec::read, module)?)?;
    module.add_function(wrap_pyfunction!(spec::check_offline, module)?)?;
    module.add_function(wrap_pyfunction!(spec::list_assets, module)?)?;
    module.add_function(wrap_pyfunction!(spec::explain, module)?)?;
    module.add_function(wrap_pyfunction!(spec::migrate, module)?)?;
    module.add_function(wrap_pyfunction!(spec::new_cluster_offline, module)?)?;
    module.add_function(wrap_pyfunction!(spec::render_template, module)?)?;
    module.add_function(wrap_pyfunction!(port::call_port, module)?)?;
    module.add_function(wrap_pyfunction!(port::check_cloud, module)?)?;
    module.add_function(wrap_pyfunction!(port::check_store, module)?)?;
    module.add_function(wrap_pyfunction!(port::conformance_account, module)?)?;
    module.add_function(wrap_pyfunction!(errors::is_retryable, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    Ok(())
}
