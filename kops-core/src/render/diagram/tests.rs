//! No text of a picture overlaps another, whatever the cluster; and what a plan changes is marked.

use std::collections::BTreeSet;

use super::layout::arrange;
use super::picture::draw;
use super::scene::{Area, Label, Scene, Shape};
use super::{Format, render};
use crate::engine::{diff, graph_offline};
use crate::spec::Spec;
use crate::testkit::clusters;

const FAIRWINDS: &str = include_str!("../../../../examples/fairwinds/cluster_spec.yml");

/// Clusters of every shape: public, private with utility subnets, shared, without DNS, many zones, many groups, long names, IPv6.
fn specs() -> Vec<(String, Spec)> {
    let scenario = |name: &str, text: &str| (name.to_owned(), spec(text));
    let mut specs = vec![
        scenario("fairwinds", FAIRWINDS),
        scenario("public", include_str!("../../../tests/scenarios/public/cluster.yml")),
        scenario("private-ha-bastion", include_str!("../../../tests/scenarios/private-ha-bastion/cluster.yml")),
        scenario("private-shared", include_str!("../../../tests/scenarios/private-shared/cluster.yml")),
        scenario("dns-none", include_str!("../../../tests/scenarios/dns-none/cluster.yml")),
        scenario("gossip", include_str!("../../../tests/scenarios/gossip/cluster.yml")),
        scenario("classic", include_str!("../../../tests/scenarios/classic-changed/cluster.yml")),
    ];
    let ipv6 = clusters::Shape { ipv6: true, dns: "None", ..clusters::cluster_of(2) };
    specs.push(("IPv6".to_owned(), spec(&ipv6.spec())));
    specs.push(("no load balancer".to_owned(), spec(&no_load_balancer())));
    specs.push(("subnets of others".to_owned(), spec(&with_subnets_of_others())));
    specs.push(("apart".to_owned(), spec(&apart())));
    for number in [1, 7, 31, 32, 40, 200] {
        specs.push((format!("{number} groups"), spec(&with_groups(number))));
    }
    specs
}

fn spec(text: &str) -> Spec {
    Spec::from_yaml("cluster.yml", text).unwrap_or_else(|error| panic!("{error}"))
}

/// A public cluster whose clients reach the instances of its three control planes.
fn no_load_balancer() -> String {
    clusters::Shape { private: false, load_balancer: None, ..clusters::cluster_of(2) }.spec()
}

/// The Fairwinds cluster with further groups, each in one, two or three zones and with a longer name than the one before.
fn with_groups(number: usize) -> String {
    let mut text = FAIRWINDS.to_owned();
    for i in 0..number {
        let zones = ["us-east-2a", "us-east-2b", "us-east-2c"].iter().skip(i % 3).map(|zone| format!("  - {zone}\n"));
        text.push_str(&format!(
            "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  labels:\n    \
             kops.k8s.io/cluster: demo.kube.example.com\n  name: {}{i}\nspec:\n  machineType: m5.large\n  maxSize: 9\n  \
             minSize: 1\n  role: Node\n  subnets:\n{}",
            "w".repeat(i % 40 + 1),
            zones.collect::<String>()
        ));
    }
    text
}

/// The Fairwinds cluster in subnets that others made, of which the spec says or does not say what leads out.
fn with_subnets_of_others() -> String {
    let mut number = 0;
    let lines = FAIRWINDS.lines().map(|line| {
        let Some(cidr) = line.strip_prefix("  - cidr: ") else { return format!("{line}\n") };
        number += 1;
        format!("  - id: subnet-0000000000000000{number}\n    cidr: {cidr}\n")
    });
    let text: String = lines.collect();
    text.replace("nat-0bb00000000000002", "tgw-0bb00000000000002").replace("nat-0cc00000000000003", "External")
}

/// The Fairwinds cluster without a utility subnet in its second zone and with a long name.
fn apart() -> String {
    let utility = "  - cidr: 172.20.21.0/24\n    name: utility-us-east-2b\n    type: Utility\n    zone: us-east-2b\n";
    let name = "platform-of-the-data-engineers-and-analysts.production.kube.example.com";
    assert!(FAIRWINDS.contains(utility));
    FAIRWINDS.replace(utility, "").replace("demo.kube.example.com", name)
}

fn scene(spec: &Spec) -> Scene {
    let built = graph_offline(spec).unwrap_or_else(|error| panic!("{error}"));
    arrange(&draw(&built.graph, spec, None))
}

fn labels(scene: &Scene) -> Vec<&Label> {
    scene.shapes.iter().filter_map(|shape| if let Shape::Text(label) = shape { Some(label) } else { None }).collect()
}

fn boxes(scene: &Scene) -> Vec<(Area, &str)> {
    let boxes = scene.shapes.iter();
    boxes
        .filter_map(
            |shape| if let Shape::Box { area, class, .. } = shape { Some((*area, class.as_str())) } else { None },
        )
        .collect()
}

fn overlap(a: &Area, b: &Area) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

fn holds(outer: &Area, inner: &Area) -> bool {
    outer.x <= inner.x && inner.right() <= outer.right() && outer.y <= inner.y && inner.bottom() <= outer.bottom()
}

#[test]
fn no_text_overlaps_another() {
    for (name, spec) in specs() {
        let scene = scene(&spec);
        let labels = labels(&scene);
        for (i, one) in labels.iter().enumerate() {
            for other in &labels[i + 1..] {
                assert!(!overlap(&one.area(), &other.area()), "{name}: `{}` and `{}`", one.text, other.text);
            }
        }
    }
}

#[test]
fn every_text_is_inside_of_the_box_in_front_and_of_the_page() {
    for (name, spec) in specs() {
        let scene = scene(&spec);
        let page = Area { x: 0.0, y: 0.0, width: scene.width, height: scene.height };
        let boxes = boxes(&scene);
        for label in labels(&scene) {
            let area = label.area();
            assert!(holds(&page, &area), "{name}: `{}` leaves the page", label.text);
            if let Some((front, class)) = boxes.iter().rev().find(|(outer, _)| overlap(outer, &area)) {
                assert!(holds(front, &area), "{name}: `{}` leaves its {class}", label.text);
            }
        }
    }
}

#[test]
fn boxes_are_inside_of_each_other_or_apart_but_for_what_reaches_over_zones() {
    for (name, spec) in specs() {
        let scene = scene(&spec);
        let boxes = boxes(&scene);
        for (i, (one, class)) in boxes.iter().enumerate() {
            for (other, beside) in &boxes[i + 1..] {
                let spans = ["zone", "public", "private"].iter().any(|zone| class.starts_with(zone));
                let nested = holds(one, other) || holds(other, one);
                assert!(!overlap(one, other) || nested || spans, "{name}: {class} and {beside}");
            }
        }
    }
}

#[test]
fn a_picture_fits_a_page() {
    for (name, spec) in specs() {
        let scene = scene(&spec);
        assert!((600.0..1800.0).contains(&scene.width), "{name}: {} wide", scene.width);
        assert!(scene.height < scene.width * 1.6, "{name}: {} by {}", scene.width, scene.height);
    }
}

#[test]
fn no_way_of_clients_runs_through_a_text() {
    for (name, spec) in specs() {
        let scene = scene(&spec);
        let ways = scene
            .shapes
            .iter()
            .filter_map(|shape| if let Shape::Line { corners, .. } = shape { Some(corners) } else { None });
        for corners in ways {
            for pair in corners.windows(2) {
                let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
                let line =
                    Area { x: x1.min(x2), y: y1.min(y2), width: (x1 - x2).abs() + 0.1, height: (y1 - y2).abs() + 0.1 };
                for label in labels(&scene) {
                    assert!(!overlap(&line, &label.area()), "{name}: through `{}`", label.text);
                }
            }
        }
    }
}

#[test]
fn clients_have_a_way_to_each_group_of_the_control_plane() {
    for (name, text) in [
        ("no load balancer", no_load_balancer()),
        ("a load balancer", include_str!("../../../tests/scenarios/private-ha-bastion/cluster.yml").to_owned()),
    ] {
        let scene = scene(&spec(&text));
        let ends = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Line { corners, arrow: true, .. } => corners.last().copied(),
            _ => None,
        });
        let ends: Vec<(f64, f64)> = ends.collect();
        // The legend has a small one.
        let groups = boxes(&scene).into_iter().filter(|(area, class)| *class == "control" && area.width > 20.0);
        let groups: Vec<Area> = groups.map(|(area, _)| area).collect();
        assert_eq!(groups.len(), 3, "{name}");
        for group in groups {
            assert!(ends.contains(&(group.x, group.y + group.height / 2.0)), "{name}: {group:?} of {ends:?}");
        }
    }
}

#[test]
fn what_leads_out_of_a_subnet_is_said_where_it_is_known() {
    let ipv6 = clusters::Shape { ipv6: true, dns: "None", ..clusters::cluster_of(2) };
    for (name, text, expected) in [
        (
            "an own network",
            FAIRWINDS.to_owned(),
            vec![
                "egress: NAT gateway nat-0aa00000000000001",
                "egress: NAT gateway nat-0bb00000000000002",
                "egress: NAT gateway nat-0cc00000000000003",
                "egress: internet gateway",
            ],
        ),
        (
            "subnets of others",
            with_subnets_of_others(),
            vec![
                "egress: NAT gateway nat-0aa00000000000001",
                "egress: internet gateway",
                "egress: transit gateway tgw-0bb00000000000002",
            ],
        ),
        (
            "IPv6",
            ipv6.spec(),
            vec![
                "IPv6 egress: egress-only internet gateway",
                "egress: NAT gateway us-east-2a",
                "egress: NAT gateway us-east-2b",
                "egress: NAT gateway us-east-2c",
                "egress: internet gateway",
            ],
        ),
    ] {
        let scene = scene(&spec(&text));
        let texts = labels(&scene).into_iter().map(|label| label.whole.as_ref().unwrap_or(&label.text).as_str());
        let egress: BTreeSet<&str> = texts.filter(|text| text.contains("egress: ")).collect();
        assert_eq!(egress.into_iter().collect::<Vec<_>>(), expected, "{name}");
    }
    let ipv6 = spec(&ipv6.spec());
    let mermaid = render(&graph_offline(&ipv6).expect("is valid").graph, &ipv6, None, Format::Mermaid);
    assert!(mermaid.contains(" -. IPv6 egress .-> "), "{mermaid}");
}

#[test]
fn a_bar_in_zones_that_do_not_follow_each_other_is_joined() {
    let scene = scene(&spec(&apart()));
    let is_joint = |shape: &&Shape| matches!(shape, Shape::Line { class, arrow: false, .. } if class == "joint");
    assert_eq!(scene.shapes.iter().filter(is_joint).count(), 1, "the load balancer is in two zones of three");
}

#[test]
fn the_name_of_the_api_is_whole() {
    let scene = scene(&spec(&apart()));
    let name = "api.platform-of-the-data-engineers-and-analysts.production.kube.example.com";
    assert!(labels(&scene).iter().any(|label| label.text == name));
}

#[test]
fn what_a_group_runs_is_whole_however_many_groups_there_are() {
    for groups in [1, 7, 31] {
        let scene = scene(&spec(&with_groups(groups)));
        let whole = labels(&scene).into_iter().filter(|label| label.text == "m5.large, 1 to 9 instances");
        assert_eq!(whole.count(), groups);
    }
}

/// The cluster has a control plane and a group of nodes in rows of their own, and 33 rows are shown.
#[test]
fn groups_are_counted_only_where_that_takes_less_room() {
    for (groups, rest) in [(31, None), (32, Some("and 2 more instance groups"))] {
        let mut text = FAIRWINDS.to_owned();
        for i in 0..groups {
            let group =
                FAIRWINDS.split("---\n").last().expect("a group").replace("name: nodes", &format!("name: g{i}"));
            text.push_str(&format!("---\n{group}"));
        }
        let scene = scene(&spec(&text));
        let counted = labels(&scene).into_iter().find(|label| label.text.starts_with("and "));
        assert_eq!(counted.map(|label| label.text.as_str()), rest, "{groups} groups");
    }
}

#[test]
fn everything_of_a_cluster_is_named() {
    let (_, spec) = &specs()[2];
    for format in [Format::Svg, Format::Mermaid] {
        let text = render(&graph_offline(spec).expect("is valid").graph, spec, None, format);
        for expected in [
            "ha.example.com",
            "api.ha.example.com",
            "bastion.ha.example.com",
            "network load balancer, internet-facing",
            "internet gateway",
            "us-west-2c",
            "utility-us-west-2b",
            "bastions",
            "nodes",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        let egress = if format == Format::Svg { ">egress: NAT gateway us-west-2a<" } else { "s0_1 -. egress .-> n5" };
        assert!(text.contains(egress), "{egress} in {text}");
    }
}

#[test]
fn a_plan_marks_what_is_new_changed_and_deleted() {
    let old = spec(&with_groups(1));
    let new = FAIRWINDS.replace("machineType: t3.large", "machineType: t3.xlarge");
    let new = spec(&new);
    let plan = diff(&old, &new).expect("can be planned").plan;
    let back = diff(&new, &old).expect("can be planned").plan;
    let graph = |spec: &Spec| graph_offline(spec).expect("is valid").graph;
    let mermaid = render(&graph(&new), &new, Some(&plan), Format::Mermaid);
    assert!(mermaid.contains("\"− w0<br/>m5.large, 1 to 9 instances\""), "{mermaid}");
    assert!(mermaid.contains("\"~ nodes<br/>t3.xlarge, 3 instances\""), "{mermaid}");
    assert!(mermaid.contains("\"masters<br/>"), "{mermaid}");
    let svg = render(&graph(&old), &old, Some(&back), Format::Svg);
    assert!(svg.contains(">+ w0</text>"), "{svg}");
    let unmarked = render(&graph(&old), &old, None, Format::Svg);
    assert!(!unmarked.contains(">+ "), "{unmarked}");
}

#[test]
fn an_entrance_is_marked_by_its_record_and_not_by_its_load_balancer() {
    let old = spec(FAIRWINDS);
    let new = spec(&FAIRWINDS.replace("class: Network", "class: Classic"));
    let plan = diff(&old, &new).expect("can be planned").plan;
    let mermaid = render(&graph_offline(&new).expect("is valid").graph, &new, Some(&plan), Format::Mermaid);
    for marked in [
        "\"~ api.demo.kube.example.com<br/>to load balancer api\"",
        "\"− api<br/>network load balancer, internet-facing\"",
        "\"+ api<br/>classic load balancer, internet-facing\"",
    ] {
        assert!(mermaid.contains(marked), "{marked} in {mermaid}");
    }
    assert!(!mermaid.contains("DNS name of"), "{mermaid}");
}

#[test]
fn what_users_write_cannot_leave_its_text() {
    let mut spec = spec(FAIRWINDS);
    let graph = graph_offline(&spec).expect("is valid").graph;
    spec.cluster.spec.network_id = Some("<script>\"#&\u{7}".to_owned());
    let svg = render(&graph, &spec, None, Format::Svg);
    assert!(svg.contains("VPC &lt;script&gt;&quot;#&amp;\u{fffd}"), "{svg}");
    let mermaid = render(&graph, &spec, None, Format::Mermaid);
    assert!(mermaid.contains("VPC #lt;script#gt;#quot;#35;#amp; "), "{mermaid}");
}
