//! From a request and the state of its path to the steps of the answer.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};

use super::behaviour::{Behaviour, Coding, Garbage, Keeps, Stall, Step};
use super::render::{Format, document};
use super::{Channel, Piece, Request};

/// Status and steps.
pub(super) type Answer = (u16, Vec<Step>);

pub(super) fn not_found() -> Answer {
    (404, vec![Step::Send(whole(404, &[], b"no such page\n"))])
}

/// `pieces` are the channel's, in its order.
pub(super) fn answer(channel: &mut Channel, pieces: &[Piece], request: &Request) -> Answer {
    let (status, mut steps) = match channel.behaviour.clone() {
        Behaviour::Serves => {
            let (body, media_type) = (body(channel, pieces), channel.format.media_type());
            serve(channel, body, media_type, request)
        }
        Behaviour::Page(html) => serve(channel, html.into_bytes(), "text/html; charset=utf-8", request),
        Behaviour::Status { code, headers } => {
            let headers: Vec<(&str, Vec<u8>)> =
                headers.into_iter().map(|(n, v)| (n, v.into_bytes())).collect();
            let headers: Vec<(&str, &[u8])> = headers.iter().map(|(n, v)| (*n, v.as_slice())).collect();
            (code, vec![Step::Send(whole(code, &headers, b"not today\n"))])
        }
        Behaviour::Text(text) => {
            (200, vec![Step::Send(whole(200, &[("Content-Type", b"text/plain")], text.as_bytes()))])
        }
        Behaviour::Resets => (0, vec![Step::Reset]),
        Behaviour::Garbage(kind) => (200, garbage(kind, channel.format, &body(channel, pieces))),
        Behaviour::Stalls(Stall::BeforeHead) => (0, vec![Step::Hold]),
        Behaviour::Stalls(Stall::AfterBytes(n)) => {
            let body = body(channel, pieces);
            let mut out = head(200, &[("Content-Type", channel.format.media_type().as_bytes())], body.len());
            out.extend_from_slice(&body[..n.min(body.len())]);
            (200, vec![Step::Send(out), Step::Hold])
        }
    };
    if !channel.delay.is_zero() {
        steps.insert(0, Step::Pause(channel.delay));
    }
    (status, steps)
}

fn body(channel: &mut Channel, pieces: &[Piece]) -> Vec<u8> {
    if let Some(n) = &mut channel.masthead.fidget {
        *n += 1;
    }
    document(channel.format, &channel.masthead, pieces)
}

fn serve(channel: &mut Channel, body: Vec<u8>, media_type: &str, request: &Request) -> Answer {
    let (etag, date) = validators(&channel.keeps, channel.changed, &body);
    let said = channel.says.clone();
    let mut headers: Vec<(&str, &[u8])> = said.iter().map(|(n, v)| (n.as_str(), v.as_bytes())).collect();
    headers.extend(etag.as_deref().map(|v| ("ETag", v)));
    headers.extend(date.as_deref().map(|v| ("Last-Modified", v)));
    // RFC 9110 §13.2.2: If-None-Match decides where it is present.
    let unchanged = match (request.header("if-none-match"), request.header("if-modified-since")) {
        (Some(theirs), _) => etag.as_deref() == Some(theirs),
        (None, Some(theirs)) => date.as_deref() == Some(theirs),
        (None, None) => false,
    };
    if unchanged {
        return (304, vec![Step::Send(head(304, &headers, 0))]);
    }
    headers.push(("Content-Type", media_type.as_bytes()));
    let body = match channel.coding {
        Coding::Plain => body,
        Coding::Gzip => {
            headers.push(("Content-Encoding", b"gzip"));
            gzip(&body)
        }
        Coding::GzipInside => gzip(&body),
        Coding::Zstd => {
            headers.push(("Content-Encoding", b"zstd"));
            zstd::encode_all(body.as_slice(), 3).expect("zstd into memory")
        }
    };
    (200, vec![Step::Send(whole(200, &headers, &body))])
}

fn validators(keeps: &Keeps, changed: u64, body: &[u8]) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let etag = || {
        let mut hash = DefaultHasher::new();
        body.hash(&mut hash);
        format!("\"{:016x}\"", hash.finish()).into_bytes()
    };
    let date = || {
        let at = Timestamp::from_second(1_790_000_000 + i64::try_from(changed).expect("few changes"));
        DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&at.expect("a time in range"))
            .expect("a year with four digits")
            .into_bytes()
    };
    match keeps {
        Keeps::Both => (Some(etag()), Some(date())),
        Keeps::Etag => (Some(etag()), None),
        Keeps::Date => (None, Some(date())),
        Keeps::Nothing => (None, None),
        Keeps::Fixed { etag, last_modified } => (etag.clone(), last_modified.clone()),
    }
}

fn garbage(kind: Garbage, format: Format, feed: &[u8]) -> Vec<Step> {
    let media_type: (&str, &[u8]) = ("Content-Type", format.media_type().as_bytes());
    let gzipped: (&str, &[u8]) = ("Content-Encoding", b"gzip");
    match kind {
        Garbage::Binary => {
            let bytes: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
            vec![Step::Send(whole(200, &[media_type], &bytes))]
        }
        Garbage::LoginPage => {
            let page = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>\
                <form action=\"/login\"><input name=\"user\"></form><p>Please sign in.</p></body></html>";
            vec![Step::Send(whole(200, &[("Content-Type", b"text/html")], page))]
        }
        Garbage::Empty => vec![Step::Send(whole(200, &[media_type], b""))],
        Garbage::CutOff => {
            let cut = &feed[..feed.len() * 2 / 3];
            vec![Step::Send(whole(200, &[media_type], cut))]
        }
        Garbage::TruncatedGzip => {
            let packed = gzip(feed);
            vec![Step::Send(whole(200, &[media_type, gzipped], &packed[..packed.len() / 2]))]
        }
        Garbage::FalseGzip => vec![Step::Send(whole(200, &[media_type, gzipped], feed))],
        Garbage::ShortOfLength => {
            let mut out = head(200, &[media_type], feed.len() * 2);
            out.extend_from_slice(feed);
            vec![Step::Send(out), Step::Close]
        }
        Garbage::GzipBomb => vec![Step::Send(whole(200, &[media_type, gzipped], &gzip(&blanks(feed))))],
        Garbage::PackedBomb => {
            let packed = gzip(&blanks(feed));
            vec![Step::Send(whole(200, &[("Content-Type", b"application/gzip")], &packed))]
        }
        Garbage::TwicePackedBomb => {
            let twice: (&str, &[u8]) = ("Content-Encoding", b"gzip, gzip");
            vec![Step::Send(whole(200, &[media_type, twice], &gzip(&gzip(&blanks(feed)))))]
        }
        Garbage::ZstdBomb => {
            let packed = zstd::encode_all(blanks(feed).as_slice(), 3).expect("zstd into memory");
            vec![Step::Send(whole(200, &[media_type, ("Content-Encoding", b"zstd")], &packed))]
        }
        Garbage::DeepXml | Garbage::DeepHtml | Garbage::ManyItems | Garbage::Entities => {
            vec![Step::Send(whole(
                200,
                &[("Content-Type", b"application/rss+xml")],
                too_much(kind).as_bytes(),
            ))]
        }
        Garbage::BrotliBomb => {
            vec![Step::Send(whole(200, &[media_type, ("Content-Encoding", b"br")], &BROTLI_BOMB))]
        }
        Garbage::Drip => {
            let first = head(200, &[media_type], 1_000_000);
            vec![
                Step::Send(first),
                Step::Drip(b"<?xml version=\"1.0\"?>".to_vec(), Duration::from_millis(50)),
            ]
        }
        Garbage::HeaderFlood => {
            let names: Vec<String> = (0..1_000).map(|n| format!("X-Flood-{n}")).collect();
            let flood: Vec<(&str, &[u8])> =
                names.iter().map(|name| (name.as_str(), b"drip".as_slice())).collect();
            vec![Step::Send(whole(200, &flood, feed)), Step::Close]
        }
        Garbage::LongHeader => {
            vec![Step::Send(whole(200, &[("X-Flood", &[b'a'; 1_000_000])], feed)), Step::Close]
        }
        Garbage::ParkedPage => {
            let page = b"<!DOCTYPE html><html><head><title>courier.example is for sale</title></head>\
                <body><h1>Buy this domain</h1></body></html>";
            vec![Step::Send(whole(200, &[("Content-Type", b"text/html")], page))]
        }
        Garbage::ShortOfChunks => {
            let mut out = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            out.extend(chunk(&feed[..feed.len() / 2]));
            vec![Step::Send(out), Step::Close]
        }
        Garbage::Endless => {
            let mut first = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\
                Transfer-Encoding: chunked\r\n\r\n"
                .to_vec();
            first.extend(chunk(b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>"));
            vec![Step::Send(first), Step::Forever(chunk(&[b' '; 16 * 1024])), Step::Close]
        }
    }
}

/// RSS that is well-formed, and meant to be too much.
fn too_much(kind: Garbage) -> String {
    let (doctype, items) = match kind {
        Garbage::DeepXml => {
            let (open, close) = ("<media:group>".repeat(20_000), "</media:group>".repeat(20_000));
            (String::new(), format!("<item><title>Deep</title>{open}{close}</item>"))
        }
        Garbage::DeepHtml => {
            let html = format!("{}deep{}", "&lt;div&gt;".repeat(50_000), "&lt;/div&gt;".repeat(50_000));
            (String::new(), format!("<item><title>Deep</title><description>{html}</description></item>"))
        }
        Garbage::ManyItems => (String::new(), "<item/>".repeat(100_000)),
        _ => {
            let mut entities = String::from("<!ENTITY l0 \"lol\">");
            for n in 1..10 {
                entities.push_str(&format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)));
            }
            entities.push_str("<!ENTITY file SYSTEM \"file:///etc/hostname\">");
            let item =
                "<item><title>Bomb &l9; &file;</title><link>https://courier.example/bomb</link></item>";
            (format!("<!DOCTYPE rss [{entities}]>"), item.to_owned())
        }
    };
    format!(
        "<?xml version=\"1.0\"?>{doctype}<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\">\
         <channel><title>Too much</title>{items}</channel></rss>"
    )
}

/// The beginning of a feed and 32 MB of blanks, packed once by a tool that can.
const BROTLI_BOMB: [u8; 88] = [
    203, 255, 255, 63, 0, 196, 41, 71, 26, 112, 220, 10, 229, 151, 39, 135, 13, 56, 14, 84, 19, 152, 116,
    213, 197, 108, 152, 200, 129, 69, 89, 59, 191, 148, 223, 193, 246, 182, 142, 88, 215, 122, 24, 235, 166,
    113, 196, 251, 63, 3, 254, 255, 255, 1, 32, 1, 16, 135, 5, 160, 123, 255, 199, 255, 255, 63, 0, 36, 0,
    226, 176, 0, 116, 239, 255, 18, 6, 9, 13, 128, 4, 64, 28, 22, 192, 250, 15, 26,
];

/// A feed with 32 MB of blanks before its first item.
fn blanks(feed: &[u8]) -> Vec<u8> {
    let cut = feed.windows(6).position(|w| w == b"<item>" || w == b"<entry").unwrap_or(feed.len());
    let mut out = feed[..cut].to_vec();
    out.resize(cut + 32_000_000, b' ');
    out.extend_from_slice(&feed[cut..]);
    out
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("{:x}\r\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\r\n");
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).and_then(|()| packer.finish()).expect("gzip into memory")
}

fn whole(status: u16, headers: &[(&str, &[u8])], body: &[u8]) -> Vec<u8> {
    let mut out = head(status, headers, body.len());
    out.extend_from_slice(body);
    out
}

fn head(status: u16, headers: &[(&str, &[u8])], length: usize) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status} Whatever\r\n").into_bytes();
    for (name, value) in headers {
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value);
        out.extend_from_slice(b"\r\n");
    }
    if status != 304 {
        out.extend_from_slice(format!("Content-Length: {length}\r\n").as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out
}
