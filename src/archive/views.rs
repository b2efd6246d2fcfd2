//! The public views with their documentation, read from the schema itself, so that the two cannot
//! differ.

use rusqlite::Connection;

use super::error::ArchiveError;
use super::migrate::migrate;

/// A public view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// What a row is.
    pub about: String,
    /// In order.
    pub columns: Vec<Column>,
}

/// A column of a public view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds; empty where the name says it all.
    pub about: String,
}

/// The views of this version of the program.
pub fn views() -> Result<Vec<View>, ArchiveError> {
    let mut db = Connection::open_in_memory()?;
    migrate(&mut db)?;
    let schema: Vec<(String, String)> = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut views = Vec::with_capacity(schema.len());
    for (name, sql) in schema {
        let stmt = db.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let names = stmt.column_names();
        let columns =
            names.into_iter().map(|c| Column { name: c.to_owned(), about: about(&sql, c) }).collect();
        views.push(View { about: heading(&sql), columns, name });
    }
    Ok(views)
}

/// The comment lines right after `CREATE VIEW … AS`.
fn heading(sql: &str) -> String {
    let lines = sql.lines().skip(1).map(str::trim);
    let lines =
        lines.take_while(|line| line.starts_with("--")).map(|line| line.trim_start_matches('-').trim());
    lines.collect::<Vec<_>>().join(" ")
}

/// The comment behind a column, with the comment lines under it.
fn about(sql: &str, column: &str) -> String {
    let mut found = false;
    let mut about: Vec<&str> = Vec::new();
    for line in sql.lines() {
        let (code, comment) = line.split_once("--").map_or((line, None), |(c, text)| (c, Some(text.trim())));
        if found && code.trim().is_empty() {
            about.extend(comment);
            continue;
        }
        if found {
            break;
        }
        let code = code.trim().trim_end_matches(',');
        let named = code.rsplit([' ', '.']).next().unwrap_or_default();
        if named == column && comment.is_some() {
            found = true;
            about.extend(comment);
        }
    }
    about.join(" ")
}

#[cfg(test)]
mod tests {
    use super::views;

    #[test]
    fn every_view_says_what_a_row_is() {
        let views = views().expect("the schema");
        for view in &views {
            assert!(view.about.starts_with("One row per"), "{}: {:?}", view.name, view.about);
        }
        let articles = views.iter().find(|v| v.name == "articles").expect("articles");
        let text = articles.columns.iter().find(|c| c.name == "text").expect("text");
        assert_eq!(text.about, "plain, readable text; paragraphs stand a blank line apart");
        let disclaimers = views.iter().find(|v| v.name == "disclaimers").expect("disclaimers");
        let kind = disclaimers.columns.iter().find(|c| c.name == "kind").expect("kind");
        assert!(kind.about.ends_with("contact or other"), "{}", kind.about);
    }
}
