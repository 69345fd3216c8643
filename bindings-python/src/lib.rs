//! kops-core for Python: converts values, releases the GIL while work runs, and maps errors to exceptions with fields.
//!
//! No logic lives here. Every call blocks its own thread; `kops.AsyncEngine` runs them on asyncio's threads. The module has
//! no threads of its own, so that none of them can meet an interpreter that is shutting down, or be missing after a fork.

mod engine;
mod errors;
mod plan;
mod spec;

use pyo3::prelude::*;

/// The native part of the package `kops`.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<spec::Spec>()?;
    module.add_class::<engine::SimulatedAccount>()?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<plan::Plan>()?;
    module.add_class::<plan::Report>()?;
    module.add_function(wrap_pyfunction!(spec::load, module)?)?;
    module.add_function(wrap_pyfunction!(spec::check_offline, module)?)?;
    module.add_function(wrap_pyfunction!(spec::list_assets, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    Ok(())
}
