//! Files.

use std::fmt::Write;

use bytes::Bytes;
use serde::{Serialize, Serializer};

/// What a document is made of. The state shows how many bytes were uploaded.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// As somebody sent it.
    Uploaded(Bytes),
    /// Of an invented document: drawn when it is asked for.
    Blank { pages: u32 },
}

impl Content {
    /// The file.
    pub(crate) fn file(&self) -> Bytes {
        match self {
            Content::Uploaded(bytes) => bytes.clone(),
            Content::Blank { pages } => blank_pdf(*pages).into(),
        }
    }

    /// How many pages there are to be seen without unpacking anything; one at least.
    pub(crate) fn pages(&self) -> u32 {
        match self {
            Content::Uploaded(bytes) => u32::try_from(page_objects(bytes)).unwrap_or(u32::MAX).max(1),
            Content::Blank { pages } => *pages,
        }
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Content::Uploaded(bytes) => serializer.serialize_some(&bytes.len()),
            Content::Blank { .. } => serializer.serialize_none(),
        }
    }
}

/// Counts `/Type /Page`, and not `/Type /Pages` (ISO 32000-1 section 7.7.3).
fn page_objects(file: &[u8]) -> usize {
    let text = String::from_utf8_lossy(file);
    let types = text.split("/Type").skip(1).map(str::trim_start);
    let pages = types.filter_map(|rest| rest.strip_prefix("/Page"));
    pages.filter(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric())).count()
}

/// The smallest PDF with so many empty letter-sized pages.
fn blank_pdf(pages: u32) -> String {
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", page + 3)).collect();
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>".to_owned();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {pages} /Kids [{kids}] >>"),
    ];
    objects.extend((0..pages).map(|_| page.clone()));
    let (mut file, mut table) = ("%PDF-1.4\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file + &format!("xref\n0 {size}\n{table}") + &trailer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_file_has_the_pages_it_was_asked_for() {
        for pages in [1, 2, 12] {
            let file = Content::Blank { pages }.file();
            assert_eq!(Content::Uploaded(file.clone()).pages(), pages);
            let text = std::str::from_utf8(&file).unwrap();
            let start: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
            assert!(text[start..].starts_with("xref\n"));
            let third = text[start..].lines().nth(2 + 3).unwrap()[..10].parse::<usize>().unwrap();
            assert!(text[third..].starts_with("3 0 obj\n"));
        }
    }

    #[test]
    fn what_is_no_pdf_counts_as_one_page() {
        assert_eq!(Content::Uploaded(Bytes::from_static(b"\xff\xfeplain")).pages(), 1);
        assert_eq!(
            Content::Uploaded(Bytes::from_static(b"/Type/Page /Type /Pages /Type  /Page>>")).pages(),
            2
        );
    }
}
