use std::time::Duration;

/// What a path does instead of serving its articles.
#[derive(Debug, Clone)]
pub enum Behaviour {
    /// Serves them.
    Serves,
    /// Answers with a status and nothing useful.
    Status { code: u16, headers: Vec<(&'static str, String)> },
    /// Serves this web page, with validators.
    Page(String),
    /// Serves this text.
    Text(String),
    /// Closes the connection with RST, the request half read.
    Resets,
    /// Sends what is not a feed, or not all of one.
    Garbage(Garbage),
    /// Takes the request and falls silent.
    Stalls(Stall),
}

/// What outlets send when they do not send a feed.
#[derive(Debug, Clone, Copy)]
pub enum Garbage {
    /// Bytes of no format, zeros among them.
    Binary,
    /// A login page, as 200 and `text/html`.
    LoginPage,
    /// Nothing, as 200.
    Empty,
    /// A feed that ends in the middle of an element, its length honest.
    CutOff,
    /// Gzip that ends early.
    TruncatedGzip,
    /// Says gzip and is plain text.
    FalseGzip,
    /// A content-length greater than what comes before the connection is closed.
    ShortOfLength,
    /// Megabytes of blanks in a few kilobytes of gzip.
    GzipBomb,
    /// The same, and the header says nothing of it.
    PackedBomb,
    /// The same packed twice, as the header says.
    TwicePackedBomb,
    /// The same in zstd.
    ZstdBomb,
    /// The same in brotli.
    BrotliBomb,
    /// Chunks without end.
    Endless,
    /// An element in an element in an element …
    DeepXml,
    /// An item whose text does the same.
    DeepHtml,
    /// Items without number.
    ManyItems,
    /// Entities that grow when they are resolved, and one that names a file of the reader's.
    Entities,
    /// A byte at a time, without end.
    Drip,
    /// Hundreds of header fields.
    HeaderFlood,
    /// One header field of a megabyte.
    LongHeader,
    /// An HTML page that sells the domain, as 200.
    ParkedPage,
    /// Closes the connection in the middle of the chunks.
    ShortOfChunks,
}

/// Where a server falls silent.
#[derive(Debug, Clone, Copy)]
pub enum Stall {
    /// After the request, before a byte of the answer.
    BeforeHead,
    /// After so many bytes of the body.
    AfterBytes(usize),
}

/// The validators a path gives and honours.
#[derive(Debug, Clone)]
pub enum Keeps {
    /// An ETag and a date that follow the content.
    Both,
    /// Only the ETag.
    Etag,
    /// Only the date.
    Date,
    /// None: every answer is a 200.
    Nothing,
    /// These bytes whatever the content is, and 304 to whoever brings them back unchanged.
    Fixed { etag: Option<Vec<u8>>, last_modified: Option<Vec<u8>> },
}

/// `Content-Encoding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Plain,
    Gzip,
    /// A file that is gzip, and no word of it.
    GzipInside,
    Zstd,
}

/// What the connection does, step by step.
#[derive(Debug)]
pub(super) enum Step {
    Pause(Duration),
    Send(Vec<u8>),
    /// Sends this again and again until the other side has had enough.
    Forever(Vec<u8>),
    /// Sends one byte of it at a time, with a pause after each, again and again.
    Drip(Vec<u8>, Duration),
    /// Silent until the other side goes, the path comes back, or the test ends.
    Hold,
    Close,
    Reset,
}
