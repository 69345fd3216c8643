//! Texts that users name by their location: the path of a file, or a URL.

use std::path::Path;

use crate::failure::Failure;
use crate::{aws, input};

/// Reads the text of a file or at a URL of `file`, `http` or `https`; nothing for another URL.
pub(crate) async fn text(location: &str) -> Option<Result<String, Failure>> {
    match location.split_once("://") {
        None => Some(in_file(location)),
        Some(("file", path)) => Some(in_file(path)),
        Some(("http" | "https", _)) => Some(published(location).await),
        Some(_) => None,
    }
}

fn in_file(path: &str) -> Result<String, Failure> {
    Ok(input::read(Path::new(path))?.text.to_string())
}

async fn published(url: &str) -> Result<String, Failure> {
    let text = aws::read_text(url).await?;
    text.ok_or_else(|| Failure::message(format!("there is nothing at `{url}`")))
}
