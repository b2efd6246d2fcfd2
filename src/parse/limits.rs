//! Every limit of the parser, by name. Strangers' bytes can make a poll fail, not the process.

/// Bytes of a document after decompression. `http.max_body` is the user's limit; this one holds for
/// files and for what is compressed inside a body.
pub const MAX_BYTES: usize = 64 << 20;

/// Elements of a document; what follows is left out with a note. The largest honest documents, news
/// sitemaps and archives, stay below 300,000.
pub const MAX_ELEMENTS: usize = 1_000_000;

/// Depth of elements; deeper ones lose their tags. Feeds with inline markup reach about 40.
/// feed-rs recurses per nested `media:group` and overflows an 8 MiB stack at some 700.
pub const MAX_DEPTH: usize = 200;

/// Entries of a feed by default; the rest is left out with a note.
pub const MAX_ENTRIES: usize = 10_000;

/// Authors, categories, links or media of one entry.
pub const MAX_LIST: usize = 1_000;

/// Entities a document may declare for itself.
pub const MAX_ENTITIES: usize = 256;

/// Bytes all such entities may add to the document.
pub const MAX_ENTITY_BYTES: usize = 1 << 20;

/// Namespace declarations in force at once.
pub const MAX_NAMESPACES: usize = 256;
