//! The codes of what is wrong with a text before its meaning is looked at.

use crate::diag::Example::{Command, Text};
use crate::diag::codes;

codes! {
    ENCODING = "text/encoding", "A file is not UTF-8; nothing of it is read.",
        "Specs are UTF-8 text, with or without a byte order mark. Convert the file, for example with `iconv -t UTF-8`.",
        Command(["get cluster -f latin1.yml", "get cluster -f utf8.yml"]);
    SYNTAX = "text/syntax", "The text is neither YAML nor JSON; reading stops there.",
        "The place is where the text stops making sense, which may be after the cause: an unclosed quote or bracket, a missing \
         space after `:`, or a line that is indented too far.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: demo.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: demo.example.com}",
        ]);
    TAB = "text/tab", "A tab stands where YAML requires spaces; reading stops there.",
        "YAML indents with spaces only.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n\tname: demo.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    DUPLICATE_KEY = "text/duplicate-key", "A key stands twice in one map.",
        "YAML readers disagree on which of the two values counts, so neither is taken. Merge the two or remove one.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nkind: Cluster\nmetadata:\n  name: demo.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    COMPLEX_KEY = "text/complex-key", "A key is a list or a map; keys are text.",
        "Most often a template was not rendered: without quotes, YAML reads `{{ name }}` as a map within a map.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: {{ name }}",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    UNKNOWN_TAG = "text/unknown-tag", "A value has a tag that has no meaning in a spec.",
        "Tags such as `!Ref` and `!Sub` belong to CloudFormation and other formats. Write the value itself.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: !Ref ClusterName",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    MERGE = "text/merge", "The value of a merge key `<<` is neither a map nor a list of maps.",
        "A merge key copies the entries of a map that has an anchor.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  <<: demo.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  <<: {name: demo.example.com}",
        ]);
    TOO_LARGE = "text/too-large", "The text is nested too deeply, or too large once its aliases are expanded.",
        "The limits, 128 levels and 200,000 values from aliases, are far beyond any spec. They protect against texts that expand \
         without bound.",
        Text(["spec: <129 brackets>", "spec: []"]);
}
