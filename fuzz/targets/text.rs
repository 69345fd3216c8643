//! Any bytes can be read as a spec, a plan and an account: what is wrong is a finding, never a panic, its place is in the text, and
//! it can be printed. What is read is written and read again.

#![no_main]

use kops_core::diag::{Diagnostics, Report};
use kops_core::spec::{self, UnknownFields};
use kops_core::yaml::{self, Source};
use kops_core::{Plan, migrate, sim::Account};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = match yaml::source_from_bytes("f", bytes.to_vec()) {
        Ok(source) => source,
        Err(found) => return check(&found, &[]),
    };
    let text = source.text.clone();
    let sources = [source];
    match spec::read(&sources, UnknownFields::Deny) {
        Ok(objects) => {
            if let Ok(read) = objects.into_spec() {
                let text = read.to_yaml();
                let again = spec::read(&[Source::new("f", text.as_str())], UnknownFields::Deny);
                let again = again.and_then(spec::Objects::into_spec).unwrap_or_else(|found| panic!("{found}\n{text}"));
                assert_eq!(again.to_yaml(), text);
            }
        }
        Err(found) => {
            check(&found, &sources);
            let _ = spec::read(&sources, UnknownFields::Warn);
        }
    }
    if let Err(found) = migrate(&sources) {
        check(&found, &sources);
    }
    if text.trim_start().starts_with('{') {
        let _ = Plan::from_json(&text);
        let _ = Account::from_json(&text);
    }
});

/// Findings have places in the text, and can be printed.
fn check(found: &Diagnostics, sources: &[Source]) {
    for location in found.iter().filter_map(|finding| finding.location.as_ref()) {
        let lines = sources.iter().map(|source| source.text.split(['\n', '\r']).count()).sum::<usize>();
        assert!(sources.is_empty() || location.line as usize <= lines + 1, "{location} of {lines} lines");
    }
    assert!(!Report::new(found, sources).to_string().is_empty());
}
