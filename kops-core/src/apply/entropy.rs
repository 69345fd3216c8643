//! The port to entropy: random numbers and new private keys.

use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use crate::pki::{CryptoRng, KeyError, Keyset, KeysetError, PrivateKey, generate_with};

/// A source of random numbers and private keys.
///
/// [`super::SystemEntropy`] is the operating system's, and [`SimulatedEntropy`] is the same in every run.
pub trait Entropy: Debug + Send + Sync {
    /// Returns a generator of random numbers that is fit for cryptography.
    fn rng(&self) -> Box<dyn CryptoRng + Send>;

    /// Makes a private key: RSA of 2048 bits.
    ///
    /// # Errors
    /// [`KeyError::Failed`] where the cryptographic library cannot.
    fn private_key(&self) -> Result<PrivateKey, KeyError> {
        PrivateKey::generate(self.rng().as_mut())
    }
}

impl<E: Entropy + ?Sized> Entropy for Arc<E> {
    fn rng(&self) -> Box<dyn CryptoRng + Send> {
        (**self).rng()
    }

    fn private_key(&self) -> Result<PrivateKey, KeyError> {
        (**self).private_key()
    }
}

/// Makes a keyset with one new keypair.
pub(crate) fn new_keyset(entropy: &dyn Entropy, name: &str, now: u64) -> Result<Keyset, KeysetError> {
    let key = entropy.private_key().map_err(|problem| KeysetError::Key { keyset: name.to_owned(), problem })?;
    generate_with(name, key, entropy.rng().as_mut(), now)
}

/// No entropy at all: the same numbers in every run, and one private key for everything, since making one takes long. For
/// simulated accounts and tests: **these keys are public**.
#[derive(Clone, Copy, Debug, Default)]
pub struct SimulatedEntropy;

impl Entropy for SimulatedEntropy {
    fn rng(&self) -> Box<dyn CryptoRng + Send> {
        Box::new(ChaCha20Rng::seed_from_u64(0))
    }

    fn private_key(&self) -> Result<PrivateKey, KeyError> {
        static KEY: OnceLock<Result<PrivateKey, KeyError>> = OnceLock::new();
        KEY.get_or_init(|| PrivateKey::generate(self.rng().as_mut())).clone()
    }
}
