//! Bytes that must not be seen.

use std::fmt;

use zeroize::Zeroizing;

use super::CryptoRng;

/// Secret bytes: a private key, a token, a kubeconfig with a credential.
///
/// They are wiped when the value is dropped, and neither `Debug` nor an error shows any of them, not even how many there
/// are. [`Secret::expose`] is the only way to them.
///
/// ```
/// use kops_core::pki::Secret;
///
/// let secret = Secret::from("hunter2".to_owned());
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert_eq!(secret.expose(), b"hunter2");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Returns the bytes. The caller keeps them out of logs, messages and files that others can read.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Returns the bytes as text, for what is text; what is no UTF-8 is replaced. It is wiped when it is dropped.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(String::from_utf8_lossy(&self.0).into_owned())
    }
}

/// Makes a token of 32 letters and digits, as kops does.
pub fn token(entropy: &mut dyn CryptoRng) -> Secret {
    const LENGTH: usize = 32;
    let mut token = Zeroizing::new(Vec::with_capacity(LENGTH));
    while token.len() < LENGTH {
        // Six bits, as a digit of base 64; the two that are neither a letter nor a digit are passed over.
        let [byte] = {
            let mut byte = [0];
            entropy.fill_bytes(&mut byte);
            byte
        };
        match byte >> 2 {
            digit @ 0..26 => token.push(b'A' + digit),
            digit @ 26..52 => token.push(b'a' + digit - 26),
            digit @ 52..62 => token.push(b'0' + digit - 52),
            _ => {}
        }
    }
    Secret(token)
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}
