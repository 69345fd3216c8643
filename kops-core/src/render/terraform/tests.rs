//! Whole renderings of small graphs.

use super::*;
use crate::diag::ObjectRef;
use crate::graph::{Builder, Origin};
use crate::resource::{
    AutoscalingGroup, DnsRecord, InstanceRequirements, LaunchTemplate, LaunchTemplateOverride, ManagedFile,
    MixedInstancesPolicy, NatGateway, Range, Ref, Role, Route, RouteTable, RouteTarget, Subnet, Volume, Vpc,
    VpcCidrBlock, WarmPool,
};

fn tags(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn rendered(target: &Target, build: impl FnOnce(&mut Builder)) -> Files {
    let mut builder = Builder::new("demo.example.com", "us-east-2");
    build(&mut builder);
    let graph = builder.finish().expect("is built");
    assert_eq!(graph.check(), []);
    render(&graph, target).expect("renders")
}

fn main_file(files: &Files) -> &str {
    std::str::from_utf8(&files["kubernetes.tf"]).expect("is text")
}

/// Finds a block by its first line.
fn block<'a>(text: &'a str, head: &str) -> &'a str {
    let start = text.find(&format!("{head} {{\n")).unwrap_or_else(|| panic!("{head} in:\n{text}"));
    let end = text[start..].find("\n}\n").expect("ends");
    &text[start..start + end + 3]
}

#[test]
fn an_empty_graph_is_a_whole_configuration() {
    let expected = r#"locals {
  cluster_name = "demo.example.com"
  region       = "us-east-2"
}

output "cluster_name" {
  value = "demo.example.com"
}

output "region" {
  value = "us-east-2"
}

provider "aws" {
  profile = "a"
  region  = "us-east-2"
}

terraform {
  required_version = ">= 0.15.0"
  required_providers {
    aws = {
      "source"  = "hashicorp/aws"
      "version" = ">= 5.0.0"
    }
  }
}
"#;
    let target = Target { provider: tags(&[("profile", "a")]), ..Target::default() };
    let files = rendered(&target, |_| {});
    assert_eq!(main_file(&files), expected);
    assert_eq!(files.len(), 1);
}

#[test]
fn what_is_shared_is_only_referred_to() {
    let files = rendered(&Target::default(), |graph| {
        let vpc = graph.share("demo.example.com", "vpc-1", Vpc::default(), Origin::default()).reference();
        let subnet = Subnet { vpc: vpc.clone(), ..Subnet::default() };
        let shared = graph.share("a.demo.example.com", "subnet-1", subnet, Origin::default()).reference();
        let gateway = NatGateway { subnet: shared, tags: tags(&[("Name", "x")]), ..NatGateway::default() };
        graph.own("a.demo.example.com", gateway, Origin::default());
        let ipv6 = Subnet { vpc, ipv6_cidr: Some("/64#1f".into()), ..Subnet::default() };
        graph.own("b.demo.example.com", ipv6, Origin::default());
    });
    let text = main_file(&files);
    for (head, expected) in [
        ("data \"aws_vpc\" \"demo-example-com\"", "  id = \"vpc-1\"\n"),
        ("output \"vpc_cidr_block\"", "  value = data.aws_vpc.demo-example-com.cidr_block\n"),
        ("output \"subnet_ids\"", "  value = [\"subnet-1\"]\n"),
        ("output \"subnet_a_id\"", "  value = \"subnet-1\"\n"),
        (
            "output \"vpc_ipv6_cidr_length\"",
            "  value = local.vpc_ipv6_cidr_block == \"\" ? null : tonumber(regex(\".*/(\\\\d+)\", local.vpc_ipv6_cidr_block)[0])\n",
        ),
        (
            "resource \"aws_nat_gateway\" \"a-demo-example-com\"",
            "  subnet_id = \"subnet-1\"\n  tags = {\n    \"Name\" = \"x\"\n  }\n",
        ),
        (
            "resource \"aws_subnet\" \"b-demo-example-com\"",
            "  ipv6_cidr_block = cidrsubnet(local.vpc_ipv6_cidr_block, 64 - local.vpc_ipv6_cidr_length, 31)\n  \
             ipv6_native     = true\n  vpc_id          = \"vpc-1\"\n",
        ),
    ] {
        assert_eq!(block(text, head), format!("{head} {{\n{expected}}}\n"));
    }
    assert!(!text.contains("resource \"aws_vpc\""), "{text}");
    assert!(!text.contains("\"a-demo-example-com\" {\n  id"), "{text}");
}

#[test]
fn a_subnet_is_made_after_the_range_that_holds_it() {
    let files = rendered(&Target::default(), |graph| {
        let vpc = graph.own("demo.example.com", Vpc::default(), Origin::default()).reference();
        let range = VpcCidrBlock { vpc: vpc.clone(), cidr: "10.1.0.0/16".into() };
        let range = graph.own("10.1.0.0/16", range, Origin::default());
        let subnet = Subnet { vpc, cidr: Some("10.1.0.0/24".into()), ..Subnet::default() };
        let subnet = graph.own("a.demo.example.com", subnet, Origin::default());
        graph.after(&subnet, range);
    });
    let subnet = block(main_file(&files), "resource \"aws_subnet\" \"a-demo-example-com\"");
    let range = "aws_vpc_ipv4_cidr_block_association.cidr-10-1-0-0--16";
    assert!(subnet.contains(&format!("  depends_on = [{range}]\n")), "{subnet}");
    assert_eq!(crate::testkit::terraform::check(&files), Ok(()));
}

#[test]
fn a_route_to_an_instance_leads_to_its_network_interface() {
    let files = rendered(&Target::default(), |graph| {
        let route = Route {
            route_table: Ref::from("rtb-1"),
            destination: "0.0.0.0/0".into(),
            target: RouteTarget::Instance(Ref::from("i-1")),
        };
        graph.own("private-a.demo.example.com", route, Origin::default());
    });
    let text = main_file(&files);
    let route = "resource \"aws_route\" \"route-private-a-demo-example-com\"";
    assert!(
        block(text, route).contains("network_interface_id   = data.aws_instance.i-1.network_interface_id\n"),
        "{text}"
    );
    let instance = "data \"aws_instance\" \"i-1\"";
    assert_eq!(block(text, instance), format!("{instance} {{\n  instance_id = \"i-1\"\n}}\n"));
    assert_eq!(crate::testkit::terraform::check(&files), Ok(()));
}

#[test]
fn a_group_says_its_warm_pool_and_ids_by_role() {
    let files = rendered(&Target::default(), |graph| {
        let name = "nodes.demo.example.com";
        let template = LaunchTemplate {
            name: name.into(),
            security_groups: vec![Ref::from("sg-2"), Ref::from("sg-1")],
            user_data: Some("#!/bin/bash\n".into()),
            ..LaunchTemplate::default()
        };
        let template = graph.own(name, template, Origin::default());
        let group = AutoscalingGroup {
            name: name.into(),
            launch_template: template.reference(),
            launch_template_version: "$Latest".into(),
            max_size: 2,
            subnets: vec![Ref::from("subnet-1")],
            tags: tags(&[("k8s.io/role/node", "1")]),
            ..AutoscalingGroup::default()
        };
        let group = graph.own(name, group, Origin::default());
        let pool = WarmPool { group: group.reference(), min_size: 1, max_prepared: Some(4) };
        graph.own(name, pool, Origin::default());
    });
    let text = main_file(&files);
    let group = block(text, "resource \"aws_autoscaling_group\" \"nodes-demo-example-com\"");
    assert!(
        group
            .contains("  warm_pool {\n    max_group_prepared_capacity = 4\n    min_size                    = 1\n  }\n"),
        "{group}"
    );
    assert!(group.contains("    version = aws_launch_template.nodes-demo-example-com.latest_version\n"), "{group}");
    for (output, value) in [
        ("node_autoscaling_group_ids", "aws_autoscaling_group.nodes-demo-example-com.id"),
        ("node_security_group_ids", "\"sg-1\", \"sg-2\""),
        ("node_subnet_ids", "\"subnet-1\""),
    ] {
        let head = format!("output \"{output}\"");
        assert_eq!(block(text, &head), format!("{head} {{\n  value = [{value}]\n}}\n"));
    }
    let file = "data/aws_launch_template_nodes.demo.example.com_user_data";
    assert_eq!(files[file], "#!/bin/bash\n");
    assert!(text.contains(&format!("  user_data = filebase64(\"${{path.module}}/{file}\")\n")), "{text}");
}

#[test]
fn instances_have_at_least_one_of_what_is_required() {
    let files = rendered(&Target::default(), |graph| {
        let requirements = InstanceRequirements {
            vcpus: Range { min: Some(0), max: Some(4) },
            memory_mib: Range { min: Some(2048), max: None },
            ..InstanceRequirements::default()
        };
        let choice = LaunchTemplateOverride { requirements: Some(requirements), ..LaunchTemplateOverride::default() };
        let policy = MixedInstancesPolicy { overrides: vec![choice], ..MixedInstancesPolicy::default() };
        let name = "nodes.demo.example.com";
        let template = graph.own(name, LaunchTemplate::default(), Origin::default());
        let group = AutoscalingGroup {
            launch_template: template.reference(),
            mixed_instances: Some(policy),
            ..AutoscalingGroup::default()
        };
        graph.own(name, group, Origin::default());
    });
    let words = main_file(&files).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("vcpu_count { max = 4 min = 1 }"), "{words}");
    assert!(words.contains("memory_mib { min = 2048 }"), "{words}");
}

#[test]
fn objects_go_to_the_bucket_or_nowhere() {
    let build = |graph: &mut Builder| {
        let file = ManagedFile { key: "addons/a.yaml".into(), content: "a: 1\n".into(), public: true };
        graph.own("demo.example.com-addons-a", file, Origin::default());
        graph.own("api.internal.demo.example.com", DnsRecord::default(), Origin::default());
    };
    let files = rendered(&Target::default(), build);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["kubernetes.tf"]);
    assert!(!main_file(&files).contains("resource"), "records without a load balancer are those of dns-controller");

    let objects = ObjectStore {
        bucket: "store".into(),
        base: "x/demo.example.com".into(),
        region: "eu-west-1".into(),
        ..ObjectStore::default()
    };
    let files = rendered(&Target { objects: Some(objects), ..Target::default() }, build);
    let expected = r#"resource "aws_s3_object" "demo-example-com-addons-a" {
  acl                    = "public-read"
  bucket                 = "store"
  content                = file("${path.module}/data/aws_s3_object_demo.example.com-addons-a_content")
  key                    = "x/demo.example.com/addons/a.yaml"
  provider               = aws.files
  server_side_encryption = "AES256"
}
"#;
    let text = main_file(&files);
    assert_eq!(block(text, "resource \"aws_s3_object\" \"demo-example-com-addons-a\""), expected);
    assert!(text.contains("provider \"aws\" {\n  alias  = \"files\"\n  region = \"eu-west-1\"\n}\n"), "{text}");
    assert!(text.contains("      \"configuration_aliases\" = [aws.files]\n"), "{text}");
}

#[test]
fn an_object_outside_of_the_state_store_goes_to_its_own_bucket() {
    for (encrypted, is_encrypted) in [("backups", true), ("store", false)] {
        let objects = ObjectStore {
            bucket: "store".into(),
            base: "demo".into(),
            region: "eu-west-1".into(),
            encrypted_buckets: [encrypted.to_owned()].into(),
            ..ObjectStore::default()
        };
        let files = rendered(&Target { objects: Some(objects), ..Target::default() }, |graph| {
            let key = "s3://backups/demo/main/control/etcd-cluster-spec".into();
            graph.own("main", ManagedFile { key, content: "{}".into(), public: false }, Origin::default());
        });
        let object = block(main_file(&files), "resource \"aws_s3_object\" \"main\"");
        let words = object.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("bucket = \"backups\""), "{object}");
        assert!(words.contains("key = \"demo/main/control/etcd-cluster-spec\""), "{object}");
        assert_eq!(words.contains("server_side_encryption = \"AES256\""), !is_encrypted, "{object}");
    }
}

#[test]
fn names_that_terraform_cannot_tell_apart_are_refused() {
    let mut builder = Builder::new("demo", "us-east-2");
    builder.own("a.b.demo", RouteTable::default(), Origin::default());
    builder.own("a-b.demo", RouteTable::default(), Origin::default());
    for name in ["nodes.demo", "nodes.other"] {
        builder.own(name, Role { name: name.into(), ..Role::default() }, Origin::default());
    }
    let graph = builder.finish().expect("is built");
    let problems = render(&graph, &Target::default()).expect_err("names clash");
    let messages: Vec<&str> = problems.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the route table `a.b.demo` and another have one name in Terraform: `a-b-demo`",
            "two outputs have one name in Terraform: `nodes_role_arn`",
            "two outputs have one name in Terraform: `nodes_role_name`",
        ]
    );
}

#[test]
fn an_alias_for_the_key_of_a_volume_is_refused() {
    let rendered = |key: &str| {
        let mut builder = Builder::new("demo", "us-east-2").in_account("111122223333");
        let volume = Volume { encrypted: true, kms_key: Some(key.into()), ..Volume::default() };
        let path = ObjectRef::new("Cluster", "demo").field("spec.etcdClusters[0].etcdMembers[0].kmsKeyId");
        builder.own("a.etcd-main.demo", volume, Origin::default().field(Volume::KMS_KEY, path));
        render(&builder.finish().expect("is built"), &Target::default())
    };
    for key in ["alias/etcd", "arn:aws:kms:us-east-2:111122223333:alias/etcd"] {
        let problems = rendered(key).expect_err("is refused");
        let found: Vec<_> = problems.iter().map(|found| (found.code, found.path.is_some())).collect();
        assert_eq!(found, [("terraform/key-alias", true)], "{key}");
    }
    let files = rendered("12-ab").expect("renders");
    let volume = block(main_file(&files), "resource \"aws_ebs_volume\" \"a-etcd-main-demo\"");
    assert!(volume.contains("= \"arn:aws:kms:us-east-2:111122223333:key/12-ab\"\n"), "{volume}");
}

#[test]
fn what_the_user_wrote_is_text_and_never_code() {
    let odd = "\"${aws_vpc.x.id}\" %{ if true }\n\\";
    let files = rendered(&Target::default(), |graph| {
        graph.own("demo.example.com", Vpc { tags: tags(&[(odd, odd)]), ..Vpc::default() }, Origin::default());
    });
    let body = hcl::parse(main_file(&files)).expect("is HCL");
    let vpc = body.blocks().find(|block| block.identifier() == "resource").expect("the VPC");
    let tags = vpc.body().attributes().find(|attribute| attribute.key() == "tags").expect("its tags").expr();
    let tags: BTreeMap<String, String> = hcl::from_value(tags.clone().into()).expect("are text");
    assert_eq!(tags, [(odd.to_owned(), odd.to_owned())].into());
}
