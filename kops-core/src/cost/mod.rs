//! What a cluster costs a month, from a table of list prices, without an account.
//!
//! In: resources and [`Prices`]. Out: an [`Estimate`] with a range where autoscaling groups have one. What the table has no price
//! for, the volumes of warm pools and instances that Karpenter starts are named and left out of the sum; what depends on use, such as
//! traffic, is never in it.

mod amount;
mod estimate;
mod prices;
#[cfg(test)]
mod tests;

pub use amount::Monthly;
pub(crate) use estimate::Priced;
pub use estimate::{Estimate, Line, estimate};
pub use prices::{ParsePricesError, Prices, VolumePrice};
