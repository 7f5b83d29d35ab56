//! The lines of the file: first what it is, then a change on each.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::idempotency::records::{Change, Records};

/// The first line. A file without it is somebody else's, and is not touched.
#[derive(Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Title {
    signgraph: String,
    version: u32,
}

/// How reading ended.
pub(super) enum End {
    /// With a whole line, or with no line at all.
    Whole,
    /// Within a line.
    BrokenOff,
    /// At this line, counted from 1, which is none of ours.
    Wrong(usize),
}

/// Reads changes into `records`.
pub(super) fn read(mut source: impl BufRead, records: &mut Records) -> io::Result<End> {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        source.read_until(b'\n', &mut line)?;
        let understood = match (line.pop(), number) {
            (None, _) => return Ok(End::Whole),
            (Some(b'\n'), 1) => is_title(&line),
            (Some(b'\n'), _) => repeat(&line, records),
            // The first line is written before the file has its name, so it never breaks off.
            (Some(_), 1) => false,
            (Some(_), _) => return Ok(End::BrokenOff),
        };
        if !understood {
            return Ok(End::Wrong(number));
        }
    }
}

/// Writes the fewest lines that lead to `records`.
pub(super) fn write(mut target: impl Write, records: &Records) -> io::Result<()> {
    target.write_all(&line(&title())?)?;
    for change in records.changes() {
        target.write_all(&line(&change)?)?;
    }
    target.flush()
}

/// A line with its end.
pub(super) fn line(content: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(content)?;
    line.push(b'\n');
    Ok(line)
}

fn title() -> Title {
    Title { signgraph: "idempotency".to_owned(), version: 1 }
}

fn is_title(line: &[u8]) -> bool {
    serde_json::from_slice::<Title>(line).is_ok_and(|found| found == title())
}

fn repeat(line: &[u8], records: &mut Records) -> bool {
    serde_json::from_slice::<Change>(line).is_ok_and(|change| records.repeat(change))
}
