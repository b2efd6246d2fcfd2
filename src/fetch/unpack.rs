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

/// A body on its way in.
pub(super) struct Unpacker {
    coding: Coding,
    limit: u64,
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
        Ok(Unpacker { coding, limit })
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

    fn why(&self, error: io::Error) -> UnpackError {
        if self.sink().full { UnpackError::Full } else { UnpackError::Broken(error) }
    }

    /// Bytes unpacked so far.
    pub(super) fn len(&self) -> u64 {
        self.sink().bytes.len() as u64
    }

    /// Takes in the next piece.
    pub(super) fn push(&mut self, mut piece: &[u8]) -> Result<(), UnpackError> {
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
    pub(super) fn finish(mut self) -> Result<Vec<u8>, UnpackError> {
        let ended = match &mut self.coding {
            Coding::Plain(_) => Ok(()),
            Coding::Gzip(gzip) => gzip.try_finish(),
            Coding::Brotli(brotli) => brotli.close(),
            Coding::Zstd(zstd) => zstd.do_finish(),
        };
        ended.map_err(|e| self.why(e))?;
        let early = || UnpackError::Broken(io::ErrorKind::UnexpectedEof.into());
        match self.coding {
            Coding::Plain(sink) => Ok(sink.bytes),
            Coding::Gzip(gzip) => gzip.finish().map(|sink| sink.bytes).map_err(UnpackError::Broken),
            Coding::Brotli(brotli) => brotli.into_inner().map(|sink| sink.bytes).map_err(|_| early()),
            Coding::Zstd(zstd) => Ok(zstd.into_inner().bytes),
        }
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
        }
        let mut trailed = packed("gzip", &text);
        trailed.extend_from_slice(b"\r\n\r\n");
        assert!(unpack("gzip", &trailed, 1 << 20, 4096).unwrap() == text);
    }
}
