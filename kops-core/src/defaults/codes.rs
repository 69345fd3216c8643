//! The codes of what is found while defaults are filled in.

use crate::diag::Example::Cluster;
use crate::diag::codes;

codes! {
    IGNORED_FIELD = "spec/ignored-field", "A field has no effect any more.",
        "The field was meaningful in earlier releases of kops. It is read and dropped, as kops does. Remove it to get rid of the \
         warning; `kops toolbox migrate` does so.",
        Cluster(["topology:\n  masters: private\n  nodes: private", "topology:\n  dns:\n    type: Public"]);
}
