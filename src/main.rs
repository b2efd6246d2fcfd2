//! The `clippings` program.

fn main() -> std::process::ExitCode {
    clippings::cli::main()
}
