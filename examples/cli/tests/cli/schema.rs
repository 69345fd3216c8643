//! `kops toolbox schema`.

use serde_json::{Value, json};

use crate::support::Place;

fn schema(what: &[&str]) -> Value {
    let answer = Place::new().run(&[&["toolbox", "schema"], what].concat()).succeeds();
    serde_json::from_str(&answer.out).expect("JSON")
}

#[test]
fn a_schema_of_specs_tells_objects_apart_by_their_kind() {
    let spec = schema(&[]);
    let kinds: Vec<_> = spec["oneOf"].as_array().expect("a choice").iter().map(|object| &object["$ref"]).collect();
    assert_eq!(kinds, ["#/$defs/Cluster", "#/$defs/InstanceGroup", "#/$defs/SSHCredential"]);
    assert_eq!(spec["$defs"]["InstanceGroup"]["properties"]["kind"]["const"], "InstanceGroup");
}

#[test]
fn a_schema_holds_what_it_refers_to_and_nothing_else() {
    let group = schema(&["ig"]);
    assert_eq!((&group["$ref"], &group["required"]), (&json!("#/$defs/InstanceGroup"), &json!(["apiVersion", "kind"])));
    let definitions = group["$defs"].as_object().expect("definitions");
    assert!(
        definitions.contains_key("InstanceGroupRole")
            && !definitions.contains_key("ClusterSpec")
            && !definitions.contains_key("Plan")
    );
    for what in ["cluster", "instancegroup", "sshcredential", "plan"] {
        let text = schema(&[what]).to_string();
        let document: Value = serde_json::from_str(&text).expect("JSON");
        for reference in text.split("\"$ref\":\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(document.pointer(&reference[1..]).is_some(), "{what}: {reference}");
        }
    }
}
