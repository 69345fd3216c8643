//! The codes of what Terraform cannot express.

use crate::diag::Example::Cluster;
use crate::diag::codes;

codes! {
    SAME_NAME = "terraform/same-name", "Two resources or outputs would have one name in the Terraform files.",
        "Terraform's names have no dots: `.` becomes `-`, as in the files of kops. Choose names that differ in more than these two.",
        Cluster([
            "subnets:\n- name: utility.us-east-2a\n  type: Public\n  zone: us-east-2a\n  cidr: 172.20.24.0/24",
            "subnets:\n- name: second-utility-us-east-2a\n  type: Public\n  zone: us-east-2a\n  cidr: 172.20.24.0/24",
        ]);
}
