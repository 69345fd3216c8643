//! A server between the library and moto, or in place of it: it delays, counts, loses and invents answers.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    head: String,
    body: Vec<u8>,
}

impl Request {
    /// AWS's word for what is asked: `CreateVpc`, or the method where the service has no word on the wire.
    pub(crate) fn operation(&self) -> String {
        let target = self.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("x-amz-target").then(|| value.rsplit('.').next().unwrap_or_default().trim())
        });
        let body = String::from_utf8_lossy(&self.body);
        let action = body.split('&').find_map(|pair| pair.strip_prefix("Action="));
        let method = self.head.split(' ').next().unwrap_or_default();
        target.or(action).unwrap_or(method).to_owned()
    }

    /// The service that the request is signed for: `ec2`.
    pub(crate) fn service(&self) -> String {
        let signed = self.head.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization:"));
        let scope = signed.and_then(|line| line.split("Credential=").nth(1)).unwrap_or_default();
        scope.split('/').nth(3).unwrap_or_default().to_owned()
    }

    /// True where the path or the query has a text.
    pub(crate) fn asks_for(&self, text: &str) -> bool {
        self.head.lines().next().unwrap_or_default().contains(text)
    }

    /// True where the body has a text.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.body).contains(text)
    }

    /// A value of a form in the body; empty where it has none.
    pub(crate) fn form(&self, name: &str) -> String {
        let body = String::from_utf8_lossy(&self.body);
        let value = body.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name));
        let value = value.map(|(_, value)| value).unwrap_or_default();
        percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()
    }

    /// How many values the filters of a call to EC2 have together.
    pub(crate) fn filter_values(&self) -> usize {
        let body = String::from_utf8_lossy(&self.body);
        body.split('&').filter(|pair| pair.starts_with("Filter.") && pair.contains(".Value.")).count()
    }

    /// True where the request changes something.
    pub(crate) fn writes(&self) -> bool {
        let operation = self.operation();
        !["Describe", "Get", "List", "Simulate", "GET", "HEAD"].iter().any(|reading| operation.starts_with(reading))
    }

    /// What tells one request from another: all but its signature and date.
    fn essence(&self) -> (String, Vec<u8>) {
        (self.head.lines().next().unwrap_or_default().to_owned(), self.body.clone())
    }
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is passed on, and so is its answer.
    Pass,
    /// As `Pass`, while no other one of these is on its way.
    PassAlone,
    /// It never arrives.
    LostBefore,
    /// It arrives, and its answer does not come back.
    LostAfter,
    /// It is answered with this status and body.
    Answered(u16, String),
    /// The answer breaks off in its middle.
    BrokenOff,
}

type Judge = dyn Fn(&Request) -> Fate + Send + Sync;

/// A server on loopback.
#[derive(Clone)]
pub(crate) struct Wire {
    url: String,
    /// The bytes of all answers that were passed on.
    passed: Arc<AtomicUsize>,
    /// How many requests are on their way.
    under_way: Arc<AtomicUsize>,
    /// Held by the one that is passed alone.
    alone: Arc<Mutex<()>>,
}

impl Wire {
    /// Serves for as long as the test runs.
    pub(crate) fn start(upstream: &str, judge: impl Fn(&Request) -> Fate + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let upstream = upstream.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let judge: Arc<Judge> = Arc::new(judge);
        let wire = Self { url, passed: Arc::default(), under_way: Arc::default(), alone: Arc::default() };
        let served = wire.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (upstream, judge, wire) = (upstream.clone(), judge.clone(), served.clone());
                std::thread::spawn(move || wire.serve(stream, &upstream, judge.as_ref()));
            }
        });
        wire
    }

    /// Answers everything with this status and body.
    pub(crate) fn answering(status: u16, body: &str) -> Self {
        let fate = Fate::Answered(status, body.to_owned());
        Self::start("", move |_| fate.clone())
    }

    /// An address without a listener.
    pub(crate) fn nobody(address: std::net::SocketAddr) -> Self {
        let url = format!("http://{address}");
        Self { url, passed: Arc::default(), under_way: Arc::default(), alone: Arc::default() }
    }

    /// Passes everything on, so much later, and notes what it was.
    pub(crate) fn counting(upstream: &str, delay: Duration) -> (Self, Arc<Mutex<Vec<String>>>) {
        let counts = Arc::new(Mutex::new(Vec::new()));
        let seen = counts.clone();
        let wire = Self::start(upstream, move |request| {
            seen.lock().expect("no panic").push(request.operation());
            std::thread::sleep(delay);
            Fate::Pass
        });
        (wire, counts)
    }

    /// Passes everything on, but holds requests for a path back until so many are there at once. Tells how many that were at most.
    pub(crate) fn gathering(upstream: &str, path: &'static str, enough: usize) -> (Self, Arc<AtomicUsize>) {
        let (most, crowd) = (Arc::new(AtomicUsize::new(0)), Arc::new((Mutex::new(0), Condvar::new())));
        let seen = most.clone();
        let wire = Self::start(upstream, move |request| {
            if request.head.contains(path) {
                let (here, arrived) = &*crowd;
                let mut count = here.lock().expect("no panic");
                *count += 1;
                seen.fetch_max(*count, Ordering::SeqCst);
                arrived.notify_all();
                let is_alone = |_: &mut usize| seen.load(Ordering::SeqCst) < enough;
                let (mut count, _) =
                    arrived.wait_timeout_while(count, Duration::from_secs(10), is_alone).expect("no panic");
                *count -= 1;
            }
            Fate::Pass
        });
        (wire, most)
    }

    /// Loses every write the first time that it is sent: before it arrives, or its answer.
    pub(crate) fn losing_first(upstream: &str, fate: Fate) -> Self {
        let seen = Mutex::new(BTreeSet::new());
        Self::start(upstream, move |request| {
            let new = request.writes() && seen.lock().expect("no panic").insert(request.essence());
            if new { fate.clone() } else { Fate::Pass }
        })
    }

    /// The bytes of all answers that were passed on.
    pub(crate) fn passed(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn serve(&self, mut stream: TcpStream, upstream: &str, judge: &Judge) {
        let Ok(mut reader) = stream.try_clone().map(BufReader::new) else { return };
        while let Ok(Some(request)) = receive(&mut reader) {
            self.under_way.fetch_add(1, Ordering::SeqCst);
            let goes_on = self.exchange(&request, &mut stream, upstream, judge);
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            // A client that goes away in the middle is no failure of the test.
            if !goes_on.unwrap_or_default() {
                return;
            }
        }
    }

    /// Serves one request, and returns whether the connection goes on.
    fn exchange(
        &self,
        request: &Request,
        stream: &mut TcpStream,
        upstream: &str,
        judge: &Judge,
    ) -> std::io::Result<bool> {
        let fate = judge(request);
        let _alone = (fate == Fate::PassAlone).then(|| self.alone.lock());
        match fate {
            Fate::Pass | Fate::PassAlone => {
                let answer = pass(upstream, request)?;
                self.passed.fetch_add(answer.len(), Ordering::SeqCst);
                stream.write_all(&answer)?;
                Ok(true)
            }
            Fate::LostBefore => Ok(false),
            Fate::LostAfter => pass(upstream, request).map(|_| false),
            Fate::Answered(status, body) => stream.write_all(answer(status, &body).as_bytes()).map(|()| true),
            Fate::BrokenOff => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<Broken").map(|()| false)
            }
        }
    }
}

/// The end of a process: from a certain write on nothing comes through.
pub(crate) struct Cut {
    pub(crate) wire: Wire,
    cut: Arc<AtomicBool>,
}

impl Cut {
    /// Cuts at the `k`-th write, which is lost before it arrives or after.
    pub(crate) fn at(upstream: &str, k: usize, fate: Fate) -> Self {
        let cut = Arc::new(AtomicBool::new(false));
        let (writes, is_cut) = (AtomicUsize::new(0), cut.clone());
        let wire = Wire::start(upstream, move |request| {
            if is_cut.load(Ordering::SeqCst) {
                return Fate::LostBefore;
            }
            if request.writes() && writes.fetch_add(1, Ordering::SeqCst) + 1 == k {
                is_cut.store(true, Ordering::SeqCst);
                return fate.clone();
            }
            Fate::Pass
        });
        Self { wire, cut }
    }

    /// Waits for the cut, and until what was under way then has arrived.
    pub(crate) async fn happened(&self) {
        while !self.cut.load(Ordering::SeqCst) || self.wire.under_way.load(Ordering::SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
    }
}

fn answer(status: u16, body: &str) -> String {
    let head = format!("HTTP/1.1 {status} Status\r\nx-amzn-requestid: request-1\r\nx-amz-request-id: request-1\r\n");
    let kind = if body.starts_with('{') { "application/x-amz-json-1.0" } else { "text/xml" };
    format!("{head}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn receive(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
    let head = read_head(reader)?;
    if head.is_empty() {
        return Ok(None);
    }
    if header(&head, "expect").is_some() {
        return Err(std::io::Error::other("this server does not negotiate"));
    }
    let body = read_body(reader, &head)?;
    Ok(Some(Request { head, body: longer_pages(body) }))
}

/// moto ends a list after a page without saying that there is more. The wire asks it for more at once.
fn longer_pages(body: Vec<u8>) -> Vec<u8> {
    match std::str::from_utf8(&body) {
        Ok(text) if text.contains("MaxResults=200&") || text.ends_with("MaxResults=200") => {
            text.replace("MaxResults=200", "MaxResults=999").into_bytes()
        }
        _ => body,
    }
}

/// Passes a request on. moto makes DHCP options without the tags that come along, which the wire then adds, so that they are
/// there from the beginning as they are at AWS.
fn pass(upstream: &str, request: &Request) -> std::io::Result<Vec<u8>> {
    let answer = ask(upstream, request)?;
    if request.operation() == "CreateDhcpOptions" {
        let text = String::from_utf8_lossy(&answer).into_owned();
        let id = text.split_once("<dhcpOptionsId>").and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default();
        let sent = String::from_utf8_lossy(&request.body).into_owned();
        let tags = sent.split('&').filter_map(|pair| pair.strip_prefix("TagSpecification.1.Tag."));
        let tags: String = tags.map(|tag| format!("&Tag.{tag}")).collect();
        let body = format!("Action=CreateTags&Version=2016-11-15&ResourceId.1={id}{tags}");
        let head: String = request
            .head
            .lines()
            .filter(|line| !line.to_ascii_lowercase().starts_with("content-length"))
            .map(|line| format!("{line}\r\n"))
            .collect();
        let head = format!("{head}Content-Length: {}\r\n", body.len());
        ask(upstream, &Request { head, body: body.into_bytes() })?;
    }
    Ok(answer)
}

fn read_head(reader: &mut impl BufRead) -> std::io::Result<String> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            return Ok(head);
        }
        head.push_str(&line);
    }
}

fn read_body(reader: &mut impl BufRead, head: &str) -> std::io::Result<Vec<u8>> {
    let length = header(head, "content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

fn header<'a>(head: &'a str, wanted: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find_map(|(name, value)| name.eq_ignore_ascii_case(wanted).then(|| value.trim()))
}

/// Asks moto, which says with `Content-Length` how long its answer is.
fn ask(upstream: &str, request: &Request) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(upstream)?;
    stream.write_all(request.head.as_bytes())?;
    stream.write_all(b"Connection: close\r\n\r\n")?;
    stream.write_all(&request.body)?;
    let mut reader = BufReader::new(stream);
    let head = read_head(&mut reader)?;
    let mut body = Vec::new();
    let bodyless = request.head.starts_with("HEAD") || head.starts_with("HTTP/1.1 304");
    match header(&head, "content-length") {
        _ if bodyless => {}
        Some(_) => body = read_body(&mut reader, &head)?,
        None => drop(reader.read_to_end(&mut body)?),
    }
    let kept = head.lines().filter(|line| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        !["connection", "transfer-encoding"].contains(&name.as_str()) && (bodyless || name != "content-length")
    });
    let mut answer = kept.collect::<Vec<_>>().join("\r\n");
    if !bodyless {
        answer.push_str(&format!("\r\nContent-Length: {}", body.len()));
    }
    answer.push_str("\r\n\r\n");
    Ok([answer.into_bytes(), body].concat())
}
