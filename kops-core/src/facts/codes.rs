//! The codes of what is not known of an account.

use crate::diag::Example::{Cluster, Text};
use crate::diag::codes;

codes! {
    UNKNOWN = "facts/unknown", "A result depends on what only the account knows, and no account is asked.",
        "Without an account, what AWS assigned is known only where it is stated: the id and the root device of an image, the id of a hosted \
         zone, the number of the account, and whatever of an existing network the spec leaves out. State it in the spec where the \
         spec has a field for it, state it in a file for `--facts`, or ask the account with `--cloud aws`. `kops toolbox facts` prints such a \
         file.",
        Cluster(["networkCIDR: null", "networkCIDR: 172.20.0.0/16"]);
    FILE = "facts/file", "A text does not state facts, or states those of another region.",
        "A file for `--facts` is YAML or JSON, as `kops toolbox facts` prints it. It may hold only some of the facts.",
        Text([
            "imagez:\n  ami-0aaaaaaaaaaaaaaaa:\n    rootDeviceName: /dev/xvda",
            "images:\n  ami-0aaaaaaaaaaaaaaaa:\n    rootDeviceName: /dev/xvda",
        ]);
}
