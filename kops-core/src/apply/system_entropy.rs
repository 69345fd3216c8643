//! The entropy of the operating system.

use rand_core::UnwrapErr;

use super::Entropy;
use crate::pki::CryptoRng;

/// The random number generator of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn rng(&self) -> Box<dyn CryptoRng + Send> {
        // An operating system without randomness cannot make keys: going on would make guessable ones.
        Box::new(UnwrapErr(getrandom::SysRng))
    }
}
