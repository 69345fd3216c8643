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
    KEY_ALIAS = "terraform/key-alias", "The KMS key of an etcd volume is given by an alias in Terraform files.",
        "AWS returns the ARN of the key, which the AWS provider takes for another key than the alias: in every run it would replace the \
         volume, and the data of etcd would be lost. Write the ARN of the key.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    kmsKeyId: alias/etcd",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    kmsKeyId: arn:aws:kms:us-east-2:111122223333:key/12ab34cd",
        ]);
}
