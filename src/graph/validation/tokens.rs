//! The words of a document, where reading them once is not enough.

use apollo_compiler::ast;
use apollo_parser::{Error, Lexer, Token, TokenKind};

/// Why a document is not worth reading.
pub(super) enum Stop {
    /// This is no word.
    Error(Error),
    /// Braces and brackets nest too deep.
    Depth(usize),
    /// There are too many words.
    Words(usize),
}

/// Looks through a document's words, and stops where it need not be read any further. A parser that recovers from one
/// mistake to find the next would go on for long.
pub(super) fn scan(text: &str, deepest: usize, most: usize) -> Result<(), Stop> {
    use TokenKind::{LBracket, LCurly, RBracket, RCurly};
    let mut depth = 0_usize;
    for (count, token) in Lexer::new(text).enumerate() {
        let token = token.map_err(Stop::Error)?;
        match token.kind() {
            LCurly | LBracket => depth += 1,
            RCurly | RBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > deepest {
            return Err(Stop::Depth(token.index()));
        }
        if count > most {
            return Err(Stop::Words(token.index()));
        }
    }
    Ok(())
}

/// Where a document says something that its tree does not say again. `apollo-parser` forgives a field of an object without
/// a value, and the like, by leaving it out; what is executed has to be all that was written.
pub(super) fn lost(text: &str, tree: &ast::Document) -> Option<usize> {
    let again = tree.serialize().no_indent().to_string();
    let mut kept = meaningful(&again);
    let lost = meaningful(text).find(|token| !kept.next().is_some_and(|kept| says_same(&kept, token)));
    lost.map(|token| token.index())
}

/// The document with blanks in place of commas, comments, and what describes its operations and fragments (GraphQL of
/// September 2025, section 2.2.1): `apollo-parser` stumbles over a comma after an alias, and knows no such descriptions.
/// Nothing where there are none of these.
pub(super) fn plain(text: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut bytes = text.as_bytes().to_vec();
    let mut words = words(text).peekable();
    while let Some(word) = words.next() {
        match word.kind() {
            TokenKind::LCurly => depth += 1,
            TokenKind::RCurly => depth = depth.saturating_sub(1),
            TokenKind::StringValue
                if depth == 0 && words.peek().is_some_and(|next| KEYWORDS.contains(&next.data())) =>
            {
                blank(&mut bytes, &word);
            }
            _ => {}
        }
    }
    let ignored = Lexer::new(text).filter_map(Result::ok);
    let ignored = ignored.filter(|token| matches!(token.kind(), TokenKind::Comma | TokenKind::Comment));
    ignored.for_each(|token| blank(&mut bytes, &token));
    String::from_utf8(bytes).ok().filter(|plain| plain != text)
}

const KEYWORDS: &[&str] = &["query", "mutation", "subscription", "fragment"];

/// Lines stay, so that places do.
fn blank(bytes: &mut [u8], token: &Token<'_>) {
    let described = bytes.get_mut(token.index()..token.index() + token.data().len());
    for byte in described.unwrap_or_default() {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// A query without a name, variables and directives may leave its keyword out, and the tree does not know whether it did.
fn meaningful(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut words = words(text).peekable();
    std::iter::from_fn(move || {
        let word = words.next()?;
        let is_keyword = word.data() == "query" && words.peek().map(Token::kind) == Some(TokenKind::LCurly);
        if is_keyword { words.next() } else { Some(word) }
    })
}

fn words(text: &str) -> impl Iterator<Item = Token<'_>> {
    use TokenKind::{Comma, Comment, Eof, Whitespace};
    let tokens = Lexer::new(text).filter_map(Result::ok);
    tokens.filter(|token| !matches!(token.kind(), Whitespace | Comment | Comma | Eof))
}

/// A string can be spelled in many ways.
fn says_same(one: &Token<'_>, other: &Token<'_>) -> bool {
    one.kind() == other.kind() && (one.kind() == TokenKind::StringValue || one.data() == other.data())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost_of(text: &str) -> Option<usize> {
        let tree = ast::Document::parse(text, "").unwrap_or_else(|failed| failed.partial);
        lost(text, &tree)
    }

    #[test]
    fn what_a_tree_does_not_say_again_was_lost() {
        for text in [
            "{ a }",
            "query { a, b: c(d: [1, 2.5, \"x\", \"\"\"y\"\"\", E, null, true, $z], e: {}) @f { ... @g { h } ...I } } # end",
            "query Q($a: [Int!]! = 1 @b) @c { query { a } } fragment I on T @d { ... on U { a } }",
            "mutation { a } query { b } { c }",
        ] {
            assert_eq!(lost_of(text), None, "{text}");
        }
        assert_eq!(lost_of("{ a(b: { c: 1 d }) }"), Some(14));
    }

    #[test]
    fn what_says_nothing_becomes_blank() {
        let text = "\"é\" query Q { a(b: \"query\") } \"\"\"x\n\"\"\" fragment F on T { a }";
        let blanked = plain(text).unwrap();
        assert_eq!(blanked, "     query Q { a(b: \"query\") }     \n    fragment F on T { a }");
        assert_eq!(plain("{ a(b: \"x,#\") }"), None);
        assert_eq!(plain("\"x\" { a }"), None);
        assert_eq!(plain("{ a,:b # é\n }").unwrap(), "{ a :b     \n }");
    }
}
