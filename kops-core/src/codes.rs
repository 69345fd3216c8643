//! Every code that a finding can have.

use crate::diag::Code;
use crate::{create, defaults, model, resource, spec, state, validate, yaml};

/// Returns every code of the library, area by area.
pub fn all() -> Vec<Code> {
    [
        yaml::codes::ALL,
        spec::codes::ALL,
        defaults::codes::ALL,
        validate::codes::ALL,
        create::codes::ALL,
        resource::limits::codes::ALL,
        model::codes::ALL,
        state::codes::ALL,
    ]
    .concat()
}
