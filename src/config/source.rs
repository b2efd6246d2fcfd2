use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::problem::{Lines, Place, Problem, Problems};

/// The longest configuration file that is read, in bytes: a file that is larger is not one that a
/// person keeps.
pub const MAX_BYTES: u64 = 1 << 20;

/// The text of the file at `path`.
pub(super) fn read(path: &Path) -> Result<String, Problems> {
    let problem = |place, message: String, help: &str| {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Problems::from(Problem { file: path.to_owned(), place, key: String::new(), message, help })
    };
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => problem(
            None,
            "there is no such file".to_owned(),
            "write one with `clippings init`, or name another with `--config FILE`",
        ),
        ErrorKind::PermissionDenied => problem(
            None,
            "may not be read by this user".to_owned(),
            "give the user that runs Clippings leave to read it, or run as another user",
        ),
        ErrorKind::IsADirectory => directory(&problem),
        _ => problem(None, format!("cannot be read: {error}"), ""),
    };
    // Opening a directory succeeds on Linux, and elsewhere fails with other words.
    if path.is_dir() {
        return Err(directory(&problem));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("is longer than {MAX_BYTES} bytes (1 MiB)");
        return Err(problem(None, message, "is this the configuration? Split the outlets over two archives"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let text = String::from_utf8_lossy(&bytes[..at]);
        let help = match bytes.as_slice() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file is UTF-16: save it as UTF-8",
            _ => "save the file as UTF-8",
        };
        let place = Some(Lines::of(&text).place(text.len()));
        problem(place, format!("byte 0x{:02X} is not UTF-8", bytes[at]), help)
    })
}

fn directory(problem: &dyn Fn(Option<Place>, String, &str) -> Problems) -> Problems {
    problem(None, "is a directory".to_owned(), "name the file in it: `--config DIR/clippings.toml`")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{MAX_BYTES, read};

    fn refusal(path: &Path) -> String {
        read(path).expect_err("refused").to_string()
    }

    #[test]
    fn files_that_cannot_be_read_say_why() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("clippings.toml");
        assert!(refusal(&file).contains("there is no such file"));
        assert!(refusal(dir.path()).contains("is a directory"));

        std::fs::write(&file, b"[http]\ncontact = \"caf\xe9\"\n").unwrap();
        assert_eq!(
            refusal(&file),
            format!("{}:2:15: byte 0xE9 is not UTF-8\n    help: save the file as UTF-8", file.display())
        );
        std::fs::write(&file, b"\xff\xfe[\0h\0").unwrap();
        assert!(refusal(&file).contains("UTF-16"));
    }

    #[test]
    fn the_limit_of_length_is_exact() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("clippings.toml");
        let longest = "#".repeat(MAX_BYTES as usize);
        std::fs::write(&file, &longest).unwrap();
        assert_eq!(read(&file).unwrap(), longest);
        std::fs::write(&file, longest + "#").unwrap();
        assert!(refusal(&file).contains("longer than 1048576 bytes"));
    }
}
