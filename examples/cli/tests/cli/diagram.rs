//! `kops toolbox diagram`: a picture without an account and a state store.

use crate::support::{Answer, Place, fairwinds, fairwinds_spec};

fn diagram(place: &Place, file: &str, further: &[&str]) -> Answer {
    let mut command = place.command(&[&["toolbox", "diagram", "-f", file], further].concat());
    Answer::of(&command.env_remove("KOPS_STATE_STORE").output().expect("runs"))
}

#[test]
fn a_spec_becomes_an_image_or_a_flowchart() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let svg = diagram(&place, &file, &[]).succeeds().out;
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    diagram(&place, &file, &["-o", "mermaid"])
        .succeeds()
        .prints("n0([\"api.demo.kube.example.com<br/>to load balancer api\"])");
    diagram(&place, &file, &["-o", "png"]).refuses(64, "[possible values: svg, mermaid]");
}

#[test]
fn changes_are_marked_against_an_old_spec_or_by_a_saved_plan() {
    let place = Place::new();
    let new = place.write("new.yml", &fairwinds_spec("machineType: t3.large", "machineType: t3.xlarge"));
    let old = fairwinds("cluster_spec.yml");
    diagram(&place, &new, &["--old", &old]).succeeds().prints(">~ nodes</text>");
    let cloud = format!("sim:{}", fairwinds("account.json"));
    let update = ["update", "cluster", "-f", &new, "--cloud", &cloud, "--out-plan", "plan.json"];
    place.run(&update).succeeds();
    diagram(&place, &new, &["--plan", "plan.json"]).succeeds().prints(">+ nodes</text>");
    let text = std::fs::read_to_string(&old).expect("reads").replace("demo.kube", "other.kube");
    let other = place.write("other.yml", &text);
    diagram(&place, &other, &["--plan", "plan.json"]).refuses(64, "the plan is for cluster `demo.kube.example.com`");
}
