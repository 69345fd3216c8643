//! Data of running clusters as documents.

use kops_core::yaml;
use serde::Serialize;

use crate::args::RunningFormat;

/// Data as one whole document; nothing for a table.
pub(crate) fn whole(format: RunningFormat, data: &impl Serialize) -> Option<String> {
    let value = serde_json::to_value(data).expect("plans and reports serialise");
    match format {
        RunningFormat::Table => None,
        RunningFormat::Json => Some(format!("{value:#}")),
        RunningFormat::Yaml => Some(yaml::to_yaml(&value)),
    }
}

/// Data as one of several documents, JSON on a line of its own; nothing for a table.
pub(crate) fn one_of_several(format: RunningFormat, data: &impl Serialize) -> Option<String> {
    let value = serde_json::to_value(data).expect("events and reports serialise");
    match format {
        RunningFormat::Table => None,
        RunningFormat::Json => Some(value.to_string()),
        RunningFormat::Yaml => Some(format!("---\n{}", yaml::to_yaml(&value))),
    }
}
