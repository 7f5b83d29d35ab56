//! From a byte of a document to its line and column.

use apollo_compiler::parser::SourceSpan;
use async_graphql::Pos;

/// Where the lines of a document begin. A column counts characters, from one.
pub(super) struct Columns {
    starts: Vec<usize>,
    /// How many characters begin before each byte; nothing for a text in ASCII, whose bytes are its characters. Counting
    /// anew for each place would make a long line quadratic.
    characters: Option<Vec<u32>>,
}

impl Columns {
    pub(super) fn of(text: &str) -> Self {
        Self { starts: starts(text), characters: (!text.is_ascii()).then(|| characters(text)) }
    }

    /// The place of a node; that of the whole document for one that was not written there.
    pub(super) fn place(&self, span: Option<SourceSpan>) -> Pos {
        self.at(span.map_or(0, |span| span.offset()))
    }

    /// The place of a byte.
    pub(super) fn at(&self, offset: usize) -> Pos {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        Pos { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        match &self.characters {
            None => offset,
            Some(characters) => {
                characters.get(offset).or(characters.last()).map_or(0, |count| *count as usize)
            }
        }
    }
}

/// A line ends with a line feed, a carriage return, or both (GraphQL, section 2.1.2).
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(index, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(0).chain(ends.map(|(index, _)| index + 1)).collect()
}

fn characters(text: &str) -> Vec<u32> {
    let mut count = 0;
    let mut before = Vec::with_capacity(text.len() + 1);
    for character in text.chars() {
        before.extend(std::iter::repeat_n(count, character.len_utf8()));
        count += 1;
    }
    before.push(count);
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let text = "{\n  a\r\n  \"é𝒳\" b\rc";
        let columns = Columns::of(text);
        let place = |needle: char| {
            let place = columns.at(text.find(needle).unwrap());
            (place.line, place.column)
        };
        assert_eq!([place('{'), place('a'), place('b'), place('c')], [(1, 1), (2, 3), (3, 8), (4, 1)]);
        assert_eq!(columns.at(10_000).line, 4);
        let ascii = Columns::of("{\n a }").at(3);
        assert_eq!((ascii.line, ascii.column), (2, 2));
    }
}
