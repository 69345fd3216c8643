//! What is in the cluster's networks, where networks may be deleted: AWS deletes none that something is in.

use futures::try_join;
use kops_core::cloud::{CloudError, Observed, Occupant};

use crate::inventory::Inventory;
use crate::reader::Reader;

mod interfaces;
mod others;

/// Reads the network interfaces that go with the cluster, and what else is in the networks among the resources.
pub(crate) async fn read(
    reader: Reader<'_>,
    inventory: &Inventory,
    resources: &[Observed],
) -> Result<(Vec<Observed>, Vec<Occupant>), CloudError> {
    if !reader.scope.occupants {
        return Ok((Vec::new(), Vec::new()));
    }
    let interfaces = interfaces::read(reader, inventory, resources);
    let ((own, mut occupants), others) = try_join!(interfaces, others::read(reader, inventory, resources))?;
    occupants.extend(others);
    occupants.sort();
    Ok((own, occupants))
}
