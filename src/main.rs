//! The binary: see the library's [`clippings::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    clippings::cli::main()
}
