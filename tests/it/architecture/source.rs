//! A source file as the rules look at it: strings, comments and tests blanked, lines kept.

/// One file below `src/`.
pub struct Source {
    /// Relative to `src/`, with `/`.
    pub path: String,
    /// The program text, line by line.
    pub lines: Vec<String>,
    /// Lines before the first `#[cfg(test)]`, comments included.
    pub length: usize,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let length = text.lines().position(|l| l.trim() == "#[cfg(test)]").unwrap_or(text.lines().count());
        let program = without_tests(&without_words(text));
        Source { path: path.to_owned(), lines: program.lines().map(str::to_owned).collect(), length }
    }

    /// The module on the ground of `src/` that it belongs to; `lib` and `main` for these files.
    pub fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// How many `super` lead from the file's module to the root of the crate.
    pub fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        match self.path.rsplit('/').next() {
            Some("mod.rs") => parts - 1,
            Some("lib.rs" | "main.rs") if parts == 1 => 0,
            _ => parts,
        }
    }

    /// A file of tests only, by the house's convention.
    pub fn is_test(&self) -> bool {
        self.path.split('/').skip(1).any(|part| part == "tests" || part == "tests.rs")
    }

    /// `path:line` for a message.
    pub fn at(&self, line: usize) -> String {
        format!("src/{}:{}", self.path, line + 1)
    }

    /// The paths of other modules that the file names from the crate's root, with their lines:
    /// `crate::a`, `crate::{a, b::c}`, `clippings::a`, and `super::` often enough to reach the root.
    pub fn rooms_used(&self) -> Vec<(usize, String)> {
        let text = self.lines.join("\n");
        let line_of = |at: usize| text[..at].matches('\n').count();
        let mut found = Vec::new();
        for (at, rest) in path_starts(&text, "crate").chain(path_starts(&text, "clippings")) {
            found.extend(heads(rest).into_iter().map(|head| (line_of(at), head)));
        }
        for (at, mut rest) in path_starts(&text, "super") {
            let mut steps = 1;
            while let Some(further) = rest.trim_start().strip_prefix("super").map(str::trim_start)
                && let Some(further) = further.strip_prefix("::")
            {
                rest = further;
                steps += 1;
            }
            if steps >= self.depth() {
                found.extend(heads(rest).into_iter().map(|head| (line_of(at), head)));
            }
        }
        found.sort();
        found
    }

    /// Does the line name this foreign crate: `name::…`, `use name;`, `use name as …`?
    pub fn names_crate(line: &str, name: &str) -> bool {
        line.contains(name)
            && (path_starts(line, name).next().is_some()
                || words(line).any(|(at, word)| {
                    word == name
                        && line[..at].trim_end().ends_with("use")
                        && (line[at + name.len()..].trim_start().starts_with(';')
                            || line[at + name.len()..].trim_start().starts_with("as "))
                }))
    }
}

/// Where `name::` begins a path, with what follows it.
fn path_starts<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    words(text).filter(move |(_, word)| *word == name).filter_map(move |(at, word)| {
        let begins = !text[..at].trim_end().ends_with("::") || text[..at].trim_end().ends_with(" ::");
        let rest = text[at + word.len()..].trim_start().strip_prefix("::")?;
        begins.then_some((at, rest))
    })
}

/// The first words of what follows `crate::`: one, or those of a group in braces.
fn heads(rest: &str) -> Vec<String> {
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        return words(rest)
            .next()
            .filter(|(at, _)| *at == 0)
            .map(|(_, word)| word.to_owned())
            .into_iter()
            .collect();
    };
    let mut heads = Vec::new();
    let (mut depth, mut start) = (1, 0);
    for (at, c) in group.char_indices() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 || (depth == 1 && c == ',') {
            heads.extend(words(&group[start..at]).next().map(|(_, word)| word.to_owned()));
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

/// Identifiers and numbers, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(is_word)?;
        let start = at;
        at += text[at..].find(|c| !is_word(c)).unwrap_or(text.len() - at);
        Some((start, &text[start..at]))
    })
}

/// Blanks comments and the inside of strings and characters, so that words in them are no code.
fn without_words(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => skip(&chars, at, |i| chars[i] == '\n'),
            '/' if chars.get(at + 1) == Some(&'*') => block_comment(&chars, at),
            '"' => string(&chars, at),
            'r' if raw_hashes(&chars, at).is_some() => raw_string(&chars, at),
            '\'' => character(&chars, at),
            c => {
                out.push(c);
                at += 1;
                continue;
            }
        };
        out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    out
}

fn skip(chars: &[char], from: usize, until: impl Fn(usize) -> bool) -> usize {
    (from..chars.len()).find(|i| until(*i)).unwrap_or(chars.len())
}

fn block_comment(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(chars.len())
}

fn string(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// The number of `#` if a raw string begins here.
fn raw_hashes(chars: &[char], at: usize) -> Option<usize> {
    // Not the end of a name, but `br` and `cr` are prefixes.
    let is_name = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    if at > 0 && is_name(at - 1) && !(matches!(chars[at - 1], 'b' | 'c') && (at == 1 || !is_name(at - 2))) {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn raw_string(chars: &[char], start: usize) -> usize {
    let hashes = raw_hashes(chars, start).unwrap_or_default();
    let end = skip(chars, start + hashes + 2, |i| {
        chars[i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
    });
    (end + 1 + hashes).min(chars.len())
}

/// A character, or nothing but the quote of a lifetime.
fn character(chars: &[char], start: usize) -> usize {
    match chars.get(start + 1) {
        Some('\\') => (skip(chars, start + 3, |i| chars[i] == '\'') + 1).min(chars.len()),
        Some(_) if chars.get(start + 2) == Some(&'\'') => start + 3,
        _ => start + 1,
    }
}

/// Blanks every item behind `#[cfg(test)]`. Strings and comments must be blank already.
fn without_tests(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        let item = &rest[at..];
        let end = item_end(item);
        out.extend(item[..end].chars().filter(|c| *c == '\n'));
        rest = &item[end..];
    }
    out + rest
}

/// Where the item ends that begins here: after its `;`, or the brace that closes its first one.
fn item_end(item: &str) -> usize {
    let mut depth = 0;
    for (at, c) in item.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    item.len()
}
