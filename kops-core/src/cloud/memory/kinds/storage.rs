//! EBS volumes and state-store objects.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, operations};
use crate::resource::{CloudId, Field, Keyset, ManagedFile, Secret, Volume};

impl Rules for Volume {
    const OPERATIONS: Operations = operations("CreateVolume", "ModifyVolume", "DeleteVolume");
    const MISSING: &'static str = "InvalidVolume.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("vol").into()
    }

    fn check(&self, _: Option<&CloudId>, account: &State) -> ApiResult {
        if !account.zone_names().contains(&self.zone) {
            let message = format!("`{}` is not an availability zone", self.zone);
            return Err(ApiError::invalid("InvalidZone.NotFound", message));
        }
        Ok(())
    }

    fn normalize_update(&mut self, old: &Self, names: &dyn Fn(&Field) -> bool) {
        if self.volume_type != old.volume_type {
            self.iops = self.iops.filter(|_| names(Self::IOPS));
            self.throughput = self.throughput.filter(|_| names(Self::THROUGHPUT));
        }
    }

    fn check_change(&self, old: &Self) -> ApiResult {
        if self.size_gib < old.size_gib {
            let message = format!("a volume of {} GiB cannot shrink to {}", old.size_gib, self.size_gib);
            return Err(ApiError::value(message));
        }
        Ok(())
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        if self.volume_type == "gp3" {
            self.iops.get_or_insert(3000);
            self.throughput.get_or_insert(125);
        }
    }
}

/// What is kept in the state store is not in the account: every call is refused.
macro_rules! in_the_state_store {
    ($($name:ident by $field:ident),*) => { $(
        impl Rules for $name {
            const OPERATIONS: Operations = operations("PutObject", "PutObject", "DeleteObject");
            const MISSING: &'static str = "NoSuchKey";

            fn id(&self, _: &IdGenerator) -> CloudId {
                self.$field.as_str().into()
            }

            fn check(&self, _: Option<&CloudId>, _: &State) -> ApiResult {
                Err(ApiError::value("an object of the state store is written to the state store, not to the cloud"))
            }
        }
    )* };
}

in_the_state_store!(ManagedFile by key, Keyset by name, Secret by name);
