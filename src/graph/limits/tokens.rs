//! How many lexical tokens a document has, counted without reading what they mean.

/// Whether a text has more tokens than this, as the GraphQL specification divides it (section 2.1): names, numbers, strings,
/// punctuators. What is no GraphQL is counted somehow, and for the parser to refuse.
pub(super) fn are_more_than(text: &str, most: usize) -> bool {
    Tokens(text.as_bytes()).nth(most).is_some()
}

/// What is left of a text.
struct Tokens<'a>(&'a [u8]);

impl Iterator for Tokens<'_> {
    type Item = ();

    fn next(&mut self) -> Option<()> {
        loop {
            match self.0 {
                [] => return None,
                [b'#', ..] => self.skip(|byte| !matches!(byte, b'\n' | b'\r')),
                [b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF, rest @ ..] => self.0 = rest,
                _ => break,
            }
        }
        match self.0 {
            [b'"', b'"', b'"', rest @ ..] => self.0 = after_block(rest),
            [b'"', rest @ ..] => self.0 = after_string(rest),
            [b'.', b'.', b'.', rest @ ..] => self.0 = rest,
            [byte, ..] if is_word(*byte) => self.skip_word(),
            [_, rest @ ..] => self.0 = rest,
            [] => {}
        }
        Some(())
    }
}

impl Tokens<'_> {
    /// A name, or a number with its fraction.
    fn skip_word(&mut self) {
        self.skip(is_word);
        while let [b'.', digit, rest @ ..] = self.0
            && digit.is_ascii_digit()
        {
            self.0 = rest;
            self.skip(is_word);
        }
    }

    fn skip(&mut self, belongs: impl Fn(u8) -> bool) {
        let end = self.0.iter().position(|byte| !belongs(*byte)).unwrap_or(self.0.len());
        self.0 = &self.0[end..];
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

fn after_string(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'\\', _, rest @ ..] => rest,
            [b'"' | b'\n' | b'\r', rest @ ..] => return rest,
            [_, rest @ ..] => rest,
            [] => return rest,
        };
    }
}

fn after_block(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'\\', b'"', b'"', b'"', rest @ ..] | [b'\\', rest @ ..] => rest,
            [b'"', b'"', b'"', rest @ ..] => return rest,
            [_, rest @ ..] => rest,
            [] => return rest,
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> usize {
        Tokens(text.as_bytes()).count()
    }

    #[test]
    fn a_text_is_divided_as_the_specification_says() {
        for (text, count) in [
            ("", 0),
            ("{ a }", 3),
            ("{a(first:10,after:\"x y\"){...F}} # { a }\n", 15),
            ("query ($n: Int! = -1.5e+3) { a }", 13),
            ("{ a...F }", 5),
            ("\"\"\"a \"b\" \\\"\"\" c\"\"\" x", 2),
            ("\"a \\\" b\" x", 2),
            ("\u{feff}{ a }", 3),
        ] {
            assert_eq!(tokens(text), count, "{text}");
        }
    }

    #[test]
    fn a_limit_holds_to_the_token() {
        assert!(!are_more_than("{ a }", 3) && are_more_than("{ a }", 2));
    }

    proptest! {
        #[test]
        fn any_text_comes_to_an_end(text: String) {
            prop_assert!(tokens(&text) <= text.len());
        }
    }
}
