/// The text of a first configuration, as `clippings init` writes it.
pub fn starter() -> &'static str {
    include_str!("starter.toml")
}
