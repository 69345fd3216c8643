//! The SHA-256 of published files, as their publishers state them beside the files.

use std::collections::BTreeMap;
use std::convert::Infallible;

use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use futures::future::{BoxFuture, try_join_all};
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::diag::printable;
use kops_core::facts::PublishedFile;
use kops_core::facts::file_hashes::is_sha256;

use crate::authorities::https_client;
use crate::config::timeouts;

/// What publishers add to the URL of a file to state its hash, best first.
const SUFFIXES: [&str; 2] = [".sha256", ".sha256sum"];
/// How many times an answer may point elsewhere: downloads of releases do once or twice.
const REDIRECTS: usize = 5;

/// Reads the hashes of files. Files whose hash is at none of their places are left out.
pub(crate) async fn hashes(
    http: &SharedHttpClient,
    files: &[PublishedFile],
) -> Result<BTreeMap<String, String>, CloudError> {
    let found = try_join_all(files.iter().map(|file| hash(http, file))).await?;
    let urls = files.iter().map(|file| file.url.clone());
    Ok(urls.zip(found).filter_map(|(url, hash)| Some((url, hash?))).collect())
}

/// Asks one place after another. A place that cannot be reached matters only where no other one answers.
fn hash<'a>(http: &'a SharedHttpClient, file: &'a PublishedFile) -> BoxFuture<'a, Result<Option<String>, CloudError>> {
    Box::pin(async move {
        let mut failed = None;
        for suffix in SUFFIXES {
            for place in &file.places {
                match stated(http, format!("{place}{suffix}")).await {
                    Ok(Some(hash)) => return Ok(Some(hash)),
                    Ok(None) => {}
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
        }
        failed.map_or(Ok(None), Err)
    })
}

/// Reads a text that is published at a URL, such as a channel; `None` where nothing is there.
///
/// # Errors
/// Where the server cannot be reached, or answers with an error.
pub async fn read_text(url: &str) -> Result<Option<String>, CloudError> {
    text(&https_client(), url).await.map_err(|(kind, why)| CloudError::new(kind, get_of(url), why))
}

/// Reads the hash at a URL; `None` where nothing is there. What follows the hash, such as a file name, is ignored.
async fn stated(http: &SharedHttpClient, url: String) -> Result<Option<String>, CloudError> {
    let Some(text) = text(http, &url).await.map_err(|(kind, why)| unread(&url, kind, why))? else { return Ok(None) };
    let hash = text.split_whitespace().next().filter(|hash| is_sha256(hash));
    let wrong = || unread(&url, ErrorKind::Invalid, "the answer is not a SHA-256".to_owned());
    hash.map(|hash| Some(hash.to_ascii_lowercase())).ok_or_else(wrong)
}

/// Reads the text at a URL, or at the one that it points to.
async fn text(http: &SharedHttpClient, url: &str) -> Result<Option<String>, (ErrorKind, String)> {
    let mut place = url.to_owned();
    for _ in 0..=REDIRECTS {
        match get(http, &place).await.map_err(|error| (ErrorKind::Network, said(&place, &error)))? {
            Answer::Text(text) => return Ok(Some(text)),
            Answer::Moved(to) => place = to,
            Answer::Missing => return Ok(None),
            Answer::Failed(status) => {
                let kind = if status == 429 { ErrorKind::Throttled } else { ErrorKind::Internal };
                return Err((kind, format!("the server answered with status {status}")));
            }
        }
    }
    Err((ErrorKind::Invalid, format!("the answer points elsewhere more than {REDIRECTS} times")))
}

fn unread(url: &str, kind: ErrorKind, why: String) -> CloudError {
    let help = "where it cannot be reached, put the hash in a file and name that with `--file-hashes`";
    CloudError::new(kind, get_of(url), format!("{why}; {help}"))
}

/// What errors call the request for a URL.
fn get_of(url: &str) -> String {
    format!("GET {}", shown(url))
}

/// What an error says of the request for a URL.
fn said(url: &str, error: &dyn std::error::Error) -> String {
    chain(error).replace(origin(url), &shown(origin(url)))
}

/// A URL as errors show it: without the user and the password, whatever characters they have.
fn shown(url: &str) -> String {
    let (server, path) = url.split_at(origin(url).len());
    let server = match (server.split_once("://"), server.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => server.to_owned(),
    };
    printable(&format!("{server}{path}")).into_owned()
}

/// What a server says of a URL.
#[derive(Debug)]
enum Answer {
    Text(String),
    Moved(String),
    Missing,
    Failed(u16),
}

async fn get(http: &SharedHttpClient, url: &str) -> Result<Answer, impl std::error::Error + use<>> {
    let from = url.to_owned();
    Operation::builder()
        .service_name("publisher")
        .operation_name("GetHash")
        .http_client(http.clone())
        .endpoint_url(origin(url))
        .no_auth()
        .no_retry()
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
        .timeout_config(timeouts())
        .serializer(|path: String| Ok(HttpRequest::get(path)?))
        .deserializer::<_, Infallible>(move |response| Ok(answer(&from, response)))
        .build()
        .invoke(url[origin(url).len()..].to_owned())
        .await
}

fn answer(url: &str, response: &HttpResponse) -> Answer {
    let status = response.status().as_u16();
    match (status, response.headers().get("location")) {
        (200, _) => Answer::Text(String::from_utf8_lossy(response.body().bytes().unwrap_or_default()).into_owned()),
        (301 | 302 | 303 | 307 | 308, Some(to)) if to.starts_with('/') => Answer::Moved(origin(url).to_owned() + to),
        // Without TLS anyone between could answer.
        (301 | 302 | 303 | 307 | 308, Some(to)) if to.starts_with("https://") || url.starts_with("http://") => {
            Answer::Moved(to.to_owned())
        }
        (400..=499, _) if status != 429 => Answer::Missing,
        _ => Answer::Failed(status),
    }
}

/// The scheme and the server of a URL.
fn origin(url: &str) -> &str {
    let server = url.find("://").map_or(0, |scheme| scheme + 3);
    url[server..].find('/').map_or(url, |path| &url[..server + path])
}

/// Everything that an error says of its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut said = Vec::<String>::new();
    for cause in causes.map(ToString::to_string) {
        if !said.contains(&cause) {
            said.push(cause);
        }
    }
    said.join(": ")
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};

    use super::*;

    const HASH: &str = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

    /// A publisher on loopback with an answer for each path: a status, and a body or a place. It notes what it is asked.
    struct Publisher {
        url: String,
        asked: Arc<Mutex<Vec<String>>>,
    }

    fn publisher(answers: &'static [(&str, u16, &str)]) -> Publisher {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let mut lines =
                    BufReader::new(stream.try_clone().expect("a second handle")).lines().map_while(Result::ok);
                let path = lines.next().unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
                lines.find(String::is_empty);
                let (_, status, body) = answers.iter().find(|answer| answer.0 == path).unwrap_or(&("", 404, ""));
                seen.lock().expect("no panic").push(path);
                let location = if *status == 302 { format!("Location: {body}\r\n") } else { String::new() };
                let length = body.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\n{location}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
                );
            }
        });
        Publisher { url, asked }
    }

    async fn read(publisher: &Publisher, places: &[&str]) -> Result<Option<String>, CloudError> {
        let places = places.iter().map(|path| format!("{}{path}", publisher.url)).collect();
        let file = PublishedFile { url: "nodeup".to_owned(), places };
        Ok(hashes(&https_client(), &[file]).await?.remove("nodeup"))
    }

    #[tokio::test]
    async fn a_hash_is_read_beside_its_file() {
        let publisher = publisher(&[
            ("/plain.sha256", 200, HASH),
            ("/upper.sha256", 200, "0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A  nodeup\n"),
            ("/sum.sha256sum", 200, HASH),
            ("/moved.sha256", 302, "/plain.sha256"),
        ]);
        for places in [&["/plain"][..], &["/upper"], &["/sum"], &["/moved"], &["/none", "/plain"]] {
            assert_eq!(read(&publisher, places).await.expect("is read").as_deref(), Some(HASH), "{places:?}");
        }
        assert_eq!(read(&publisher, &["/none"]).await.expect("is no error"), None);
    }

    #[tokio::test]
    async fn the_first_place_is_asked_first_and_once() {
        let publisher = publisher(&[("/a.sha256", 200, HASH), ("/b.sha256", 200, HASH)]);
        read(&publisher, &["/a", "/b"]).await.expect("is read");
        assert_eq!(*publisher.asked.lock().expect("no panic"), ["/a.sha256"]);
    }

    #[tokio::test]
    async fn an_error_names_the_url_says_whether_to_try_again_and_what_to_do_offline() {
        let publisher = publisher(&[
            ("/page.sha256", 200, "<html>"),
            ("/busy.sha256", 503, ""),
            ("/many.sha256", 429, ""),
            ("/round.sha256", 302, "/round.sha256"),
        ]);
        for (path, kind, words) in [
            ("/page", ErrorKind::Invalid, "not a SHA-256"),
            ("/busy", ErrorKind::Internal, "status 503"),
            ("/many", ErrorKind::Throttled, "status 429"),
            ("/round", ErrorKind::Invalid, "more than 5 times"),
        ] {
            let error = read(&publisher, &[path]).await.expect_err("is no hash");
            assert_eq!(error.kind, kind, "{error}");
            let text = error.to_string();
            let url = format!("GET {}{path}.sha256", publisher.url);
            assert!(text.contains(&url) && text.contains(words) && text.contains("--file-hashes"), "{text}");
        }
        // A port that was free a moment ago and has no listener.
        let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let nobody = Publisher { url: format!("http://{nobody}"), asked: Arc::default() };
        let error = read(&nobody, &["/nodeup"]).await.expect_err("cannot be reached");
        assert_eq!(error.kind, ErrorKind::Network, "{error}");
        assert!(error.to_string().contains("/nodeup.sha256") && error.to_string().contains("--file-hashes"), "{error}");
    }

    #[tokio::test]
    async fn errors_do_not_show_the_password_of_a_url() {
        let error = unread("https://me:secret@files.example.com/nodeup.sha256", ErrorKind::Network, "no".to_owned());
        assert!(error.to_string().starts_with("GET https://…@files.example.com/nodeup.sha256 failed: no"), "{error}");
        // A space cannot be in a URL, so that no request is made.
        let error = read_text("https://me:my secret@files.example.com/stable").await.expect_err("is no URL");
        let text = error.to_string();
        assert!(
            text.starts_with("GET https://…@files.example.com/stable failed: ") && !text.contains("secret"),
            "{text}"
        );
    }

    #[test]
    fn a_redirect_leads_to_no_place_that_is_less_safe() {
        let response = |to: &str| {
            let mut response = HttpResponse::new(302.try_into().expect("a status"), "".into());
            response.headers_mut().insert("location", to.to_owned());
            response
        };
        let to = |from: &str, to: &str| match answer(from, &response(to)) {
            Answer::Moved(to) => Some(to),
            _ => None,
        };
        assert_eq!(to("https://a/x", "https://b/y").as_deref(), Some("https://b/y"));
        assert_eq!(to("https://a/x", "/y").as_deref(), Some("https://a/y"));
        assert_eq!(to("https://a/x", "http://b/y"), None);
        assert_eq!(to("https://a/x", "file:///etc/passwd"), None);
    }
}
