//! The codes of what AWS does not accept.

use crate::diag::Example::{Cluster, Nodes, Objects};
use crate::diag::codes;

codes! {
    NAME = "limit/name", "A name or a description is too long or has characters that AWS refuses.",
        "Names of resources follow from the names of the cluster and its instance groups, and each AWS service has rules of its own.",
        Cluster(["masterPublicName: api_demo kube.example.com", "masterPublicName: api.demo.kube.example.com"]);
    NUMBER = "limit/number", "A number is outside of the range that AWS accepts.",
        "The finding states the range. It often depends on another field, as sizes depend on the type of a volume.",
        Nodes([
            "volumes:\n- device: /dev/xvdd\n  type: st1\n  size: 100",
            "volumes:\n- device: /dev/xvdd\n  type: st1\n  size: 125",
        ]);
    VALUE = "limit/value", "A value is not one that AWS accepts.",
        "The finding lists the values, or says what the service expects.",
        Nodes([
            "volumes:\n- device: /dev/xvdd\n  type: gp9\n  size: 100",
            "volumes:\n- device: /dev/xvdd\n  type: gp3\n  size: 100",
        ]);
    CIDR = "limit/cidr", "A CIDR is not one that AWS accepts.",
        "VPCs and subnets have IPv4 CIDRs of size /16 to /28, and IPv6 CIDRs of size /44 to /64 in steps of four.",
        Cluster(["networkID: null\nnetworkCIDR: 172.16.0.0/12", "networkID: null\nnetworkCIDR: 172.20.0.0/16"]);
    TAG = "limit/tag", "A tag has a key or a value that AWS refuses.",
        "Keys have at most 128 characters, values 256, and none may begin with `aws:`. IAM and load balancers accept fewer characters.",
        Cluster(["cloudLabels:\n  aws:team: web", "cloudLabels:\n  team: web"]);
    SIZE = "limit/size", "There is more of something than AWS accepts.",
        "Examples are tags of a resource, the size of a policy, and the number of subnets of a load balancer.",
        Nodes(["additionalSecurityGroups: [<17 security groups>]", "additionalSecurityGroups: [sg-00000001]"]);
    COMBINATION = "limit/combination", "Two values do not go together, or one is missing.",
        "A value that AWS accepts by itself may need another one, as volumes of type `io1` need `iops`.",
        Nodes([
            "volumes:\n- device: /dev/xvdd\n  type: gp2\n  size: 100\n  throughput: 250",
            "volumes:\n- device: /dev/xvdd\n  type: gp3\n  size: 100\n  throughput: 250",
        ]);
    CONFLICT = "limit/conflict", "Two resources need the same addresses.",
        "Subnets of a VPC cannot overlap, nor can the CIDRs of a VPC.",
        Cluster([
            "networkID: null\nadditionalNetworkCIDRs:\n- 172.20.128.0/17",
            "networkID: null\nadditionalNetworkCIDRs:\n- 172.21.0.0/16",
        ]);
    PLACEMENT = "limit/placement", "A resource does not fit the subnets that it is in.",
        "A load balancer has one subnet in each zone, and instances with IPv6 addresses need subnets with IPv6 CIDRs.",
        Objects([
            "kind: Cluster\nspec:\n  api:\n    loadBalancer:\n      subnets:\n      - name: utility-us-east-2a\n      - name: us-east-2a",
            "kind: Cluster\nspec:\n  api:\n    loadBalancer:\n      subnets:\n      - name: utility-us-east-2a\n      - name: utility-us-east-2b",
        ]);
}
