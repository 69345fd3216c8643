//! URLs of S3: `s3://BUCKET`, and what is in the bucket.

/// Returns the bucket and the path of a folder. The path has no slashes at its ends, and is empty for the bucket itself. Nothing
/// for other URLs.
pub fn folder(url: &str) -> Option<(&str, &str)> {
    split(url).map(|(bucket, path)| (bucket, path.trim_matches('/')))
}

/// Returns the bucket and the key of an object, as they are written. Nothing for other URLs, and for a bucket itself.
pub fn object(url: &str) -> Option<(&str, &str)> {
    split(url).filter(|(_, key)| !key.is_empty())
}

fn split(url: &str) -> Option<(&str, &str)> {
    let path = url.strip_prefix("s3://")?;
    Some(path.split_once('/').unwrap_or((path, ""))).filter(|(bucket, _)| !bucket.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_a_bucket_and_what_is_in_it() {
        for (url, path, key) in [
            ("s3://b", Some(""), None),
            ("s3://b/", Some(""), None),
            ("s3://b/demo/pki", Some("demo/pki"), Some("demo/pki")),
            ("s3://b//demo/", Some("demo"), Some("/demo/")),
            ("s3://", None, None),
            ("s3:///demo", None, None),
            ("gs://b/demo", None, None),
            ("b/demo", None, None),
        ] {
            assert_eq!(folder(url), path.map(|path| ("b", path)), "{url}");
            assert_eq!(object(url), key.map(|key| ("b", key)), "{url}");
        }
    }
}
