//! `Content-Encoding`: gzip, brotli and zstd, unpacked as the bytes come in and no further than the limit.
//!
//! Not left to reqwest, which does not say whether a body came packed: a bomb is then not to be told from
//! a body that is merely large.

use std::io::{self, Write};

use brotli_decompressor::DecompressorWriter;
use flate2::write::GzDecoder;
use zstd::stream::write::Decoder as ZstdDecoder;

/// What we offer to unpack.
pub(super) const ACCEPT_ENCODING: &str = "gzip, br, zstd";
/// Of the decompressors' own buffers.
const BUFFER: usize = 16 * 1024;
/// Of a body that begins with white space, so much is looked at.
const UNDECIDED: usize = 256;

/// The unpacked bytes, up to a limit.
struct Sink {
    bytes: Vec<u8>,
    limit: u64,
    full: bool,
}

impl Write for Sink {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() as u64 + more.len() as u64 > self.limit {
            self.full = true;
            return Err(io::Error::other("over the limit"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why a body could not be unpacked.
#[derive(Debug)]
pub(super) enum UnpackError {
    /// It grows over the limit.
    Full,
    /// Broken data.
    Broken(io::Error),
}

/// Of a packed body, so many bytes are held as they came: for a person to look at, or because they turn out to
/// be no packed body at all.
pub(super) const RAW_KEPT: usize = 256 * 1024;

/// A body on its way in.
pub(super) struct Unpacker {
    coding: Coding,
    limit: u64,
    /// The packed bytes as they came, up to [`RAW_KEPT`].
    raw: Vec<u8>,
    /// There were no more.
    raw_is_whole: bool,
    mislabelled: bool,
    /// What went wrong before enough had come to tell whether it is packed at all.
    broken: Option<UnpackError>,
}

enum Coding {
    Plain(Sink),
    Gzip(Box<GzDecoder<Sink>>),
    Brotli(Box<DecompressorWriter<Sink>>),
    Zstd(Box<ZstdDecoder<'static, Sink>>),
}

impl Unpacker {
    /// For a body with this `Content-Encoding`, of `limit` bytes at most when it is unpacked. A coding
    /// that nobody knows is taken for none: servers write `UTF-8` here, and the reader will tell.
    pub(super) fn new(content_encoding: Option<&str>, limit: u64) -> Result<Unpacker, UnpackError> {
        let sink = Sink { bytes: Vec::new(), limit, full: false };
        let named = content_encoding.unwrap_or_default().trim().to_ascii_lowercase();
        let coding = match named.as_str() {
            "gzip" | "x-gzip" => Coding::Gzip(Box::new(GzDecoder::new(sink))),
            "br" => Coding::Brotli(Box::new(DecompressorWriter::new(sink, BUFFER))),
            "zstd" => Coding::Zstd(Box::new(ZstdDecoder::new(sink).map_err(UnpackError::Broken)?)),
            _ => Coding::Plain(sink),
        };
        Ok(Unpacker { coding, limit, raw: Vec::new(), raw_is_whole: true, mislabelled: false, broken: None })
    }

    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// Did the server pack it?
    pub(super) fn is_packed(&self) -> bool {
        !matches!(self.coding, Coding::Plain(_))
    }

    fn sink(&self) -> &Sink {
        match &self.coding {
            Coding::Plain(sink) => sink,
            Coding::Gzip(gzip) => gzip.get_ref(),
            Coding::Brotli(brotli) => brotli.get_ref(),
            Coding::Zstd(zstd) => zstd.get_ref(),
        }
    }

    fn sink_mut(&mut self) -> &mut Sink {
        match &mut self.coding {
            Coding::Plain(sink) => sink,
            Coding::Gzip(gzip) => gzip.get_mut(),
            Coding::Brotli(brotli) => brotli.get_mut(),
            Coding::Zstd(zstd) => zstd.get_mut(),
        }
    }

    fn why(&self, error: io::Error) -> UnpackError {
        if self.sink().full { UnpackError::Full } else { UnpackError::Broken(error) }
    }

    /// Bytes unpacked so far.
    pub(super) fn len(&self) -> u64 {
        self.sink().bytes.len() as u64
    }

    /// Was the body not packed at all, whatever its label says?
    pub(super) fn is_mislabelled(&self) -> bool {
        self.mislabelled
    }

    /// Takes in the next piece.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), UnpackError> {
        if self.is_packed() {
            let room = RAW_KEPT - self.raw.len();
            self.raw_is_whole &= piece.len() <= room;
            self.raw.extend_from_slice(&piece[..piece.len().min(room)]);
        }
        let done = self.broken.take().map_or_else(|| self.unpack(piece), Err);
        match done {
            Err(UnpackError::Broken(_)) if self.is_plain() => self.take_as_plain(),
            Err(error @ UnpackError::Broken(_))
                if self.document().is_empty() && self.raw.len() < UNDECIDED =>
            {
                self.broken = Some(error);
                Ok(())
            }
            done => done,
        }
    }

    fn unpack(&mut self, mut piece: &[u8]) -> Result<(), UnpackError> {
        while !piece.is_empty() {
            let taken = match &mut self.coding {
                Coding::Plain(sink) => sink.write(piece),
                Coding::Gzip(gzip) => gzip.write(piece),
                Coding::Brotli(brotli) => brotli.write(piece),
                Coding::Zstd(zstd) => zstd.write(piece),
            };
            match taken {
                // The packed data has ended: what stands behind it is nobody's.
                Ok(0) => return Ok(()),
                Ok(taken) => piece = piece.get(taken..).unwrap_or_default(),
                Err(e) => return Err(self.why(e)),
            }
        }
        Ok(())
    }

    /// The whole body; an error where the packed data ended early.
    pub(super) fn finish(&mut self) -> Result<Vec<u8>, UnpackError> {
        let closed = self.broken.take().map_or_else(|| self.close().map_err(|e| self.why(e)), Err);
        if let Err(error) = closed {
            if !matches!(error, UnpackError::Broken(_)) || !self.is_plain() {
                return Err(error);
            }
            self.take_as_plain()?;
        }
        Ok(std::mem::take(&mut self.sink_mut().bytes))
    }

    /// Unpacks what the decompressor still holds.
    fn close(&mut self) -> io::Result<()> {
        match &mut self.coding {
            Coding::Plain(_) => Ok(()),
            Coding::Gzip(gzip) => gzip.try_finish(),
            Coding::Brotli(brotli) => brotli.close(),
            Coding::Zstd(zstd) => zstd.do_finish(),
        }
    }

    /// What came out of a body before it broke.
    pub(super) fn salvage(&mut self) -> Vec<u8> {
        // It is broken: only what it held back is of interest.
        let _ = self.close();
        std::mem::take(&mut self.sink_mut().bytes)
    }

    /// The packed bytes as they came, up to [`RAW_KEPT`].
    pub(super) fn raw(self) -> Vec<u8> {
        self.raw
    }

    /// Are the bytes as they came plainly a document: text that begins as markup or JSON does? Nothing packed by gzip
    /// or zstd begins so, and what is packed by brotli has other bytes than text has.
    fn is_plain(&self) -> bool {
        let body = self.document();
        let is_text = |b: &u8| *b >= b' ' || b.is_ascii_whitespace();
        self.raw_is_whole && matches!(body.first(), Some(b'<' | b'{')) && body.iter().take(100).all(is_text)
    }

    /// What came, without a byte order mark, or the beginning of one, and white space.
    fn document(&self) -> &[u8] {
        let mark = b"\xef\xbb\xbf".iter().zip(&self.raw).take_while(|(mark, byte)| mark == byte).count();
        self.raw[mark..].trim_ascii_start()
    }

    /// As clients do that do not insist on the label.
    fn take_as_plain(&mut self) -> Result<(), UnpackError> {
        self.mislabelled = true;
        self.coding = Coding::Plain(Sink { bytes: Vec::new(), limit: self.limit, full: false });
        let raw = std::mem::take(&mut self.raw);
        self.unpack(&raw)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{UnpackError, Unpacker};

    /// The text below in brotli, which we can only read.
    const BROTLI: [u8; 54] = [
        27, 7, 82, 0, 4, 202, 113, 164, 7, 244, 70, 3, 90, 141, 87, 87, 131, 129, 67, 78, 0, 14, 55, 105, 30,
        70, 104, 193, 198, 216, 57, 34, 141, 157, 91, 165, 132, 97, 239, 9, 149, 43, 166, 48, 208, 13, 252,
        135, 153, 4, 48, 250, 193, 6,
    ];

    fn packed(coding: &str, text: &[u8]) -> Vec<u8> {
        match coding {
            "gzip" => {
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                packer.write_all(text).and_then(|()| packer.finish()).unwrap()
            }
            "zstd" => zstd::encode_all(text, 3).unwrap(),
            "br" => BROTLI.to_vec(),
            _ => text.to_vec(),
        }
    }

    fn unpack(coding: &str, bytes: &[u8], limit: u64, piece: usize) -> Result<Vec<u8>, UnpackError> {
        let mut unpacker = Unpacker::new(Some(coding), limit)?;
        for piece in bytes.chunks(piece) {
            unpacker.push(piece)?;
        }
        unpacker.finish()
    }

    #[test]
    fn whole_bodies_come_out_whole_in_pieces_of_any_size() {
        let text = b"The harbour master spoke about the ferry. ".repeat(500);
        for coding in ["gzip", "x-gzip", "br", "zstd", "identity", "UTF-8", ""] {
            let bytes = packed(coding.trim_start_matches("x-"), &text);
            for piece in [1, 7, 4096, usize::MAX] {
                let unpacked = unpack(coding, &bytes, text.len() as u64, piece).unwrap();
                assert!(unpacked == text, "{coding} in pieces of {piece}");
            }
            let over = unpack(coding, &bytes, text.len() as u64 - 1, 4096);
            assert!(matches!(over, Err(UnpackError::Full)), "{coding}");
        }
    }

    #[test]
    fn broken_and_cut_data_is_an_error_and_what_stands_behind_is_not() {
        let text = b"The harbour master spoke about the ferry. ".repeat(500);
        for coding in ["gzip", "br", "zstd"] {
            let bytes = packed(coding, &text);
            let cut = unpack(coding, &bytes[..bytes.len() / 2], 1 << 20, 4096);
            assert!(matches!(cut, Err(UnpackError::Broken(_))), "{coding}");
            let false_one = unpack(coding, &text, 1 << 20, 4096);
            assert!(matches!(false_one, Err(UnpackError::Broken(_))), "{coding}");
            let mut unpacker = Unpacker::new(Some(coding), 1 << 20).unwrap();
            let _ = unpacker.push(&bytes[..bytes.len() / 2]);
            assert!(text.starts_with(&unpacker.salvage()), "{coding}");
            assert_eq!(unpacker.raw(), &bytes[..bytes.len() / 2], "{coding}");
        }
        let mut trailed = packed("gzip", &text);
        trailed.extend_from_slice(b"\r\n\r\n");
        assert!(unpack("gzip", &trailed, 1 << 20, 4096).unwrap() == text);
    }

    #[test]
    fn a_document_that_is_only_labelled_packed_is_taken_as_it_is() {
        let texts =
            ["<rss>\u{e9}</rss>".repeat(300), "\u{feff} \n{\"items\": []}".to_owned(), "<rss/>".to_owned()];
        for (coding, text) in ["gzip", "br", "zstd"].iter().flat_map(|c| texts.iter().map(move |t| (c, t))) {
            for piece in [1, 7, 4096] {
                let mut unpacker = Unpacker::new(Some(coding), 1 << 20).unwrap();
                text.as_bytes().chunks(piece).for_each(|piece| unpacker.push(piece).unwrap());
                assert!(unpacker.finish().unwrap() == text.as_bytes(), "{coding}: {text}");
                assert!(unpacker.is_mislabelled());
            }
            let over = unpack(coding, text.as_bytes(), text.len() as u64 - 1, 4096);
            assert!(over.is_err(), "{coding}");
        }
        assert!(unpack("gzip", b"<\0\x01\x02", 1 << 20, 4).is_err(), "no text");
    }
}
