//! `signgraph schema`: needs no configuration and no network, so that it can gate a commit.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use similar::{ChangeTag, TextDiff};

use crate::graph::Graph;

/// More lines of a difference than this are counted and not shown.
const SHOWN: usize = 40;

#[derive(Debug, Args)]
#[command(
    after_help = "Example: signgraph schema > schema.graphql\n         signgraph schema --check schema.graphql"
)]
pub(super) struct Arguments {
    /// Compare with a file: silent when it is the schema, a summary and exit code 1 when it is not
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// Prints the schema, or tells how a file differs from it.
pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let schema = Graph::sdl();
    let Some(path) = arguments.check else {
        io::stdout().write_all(schema.as_bytes()).context("the schema cannot be written")?;
        return Ok(ExitCode::SUCCESS);
    };
    let file =
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    if file == schema {
        return Ok(ExitCode::SUCCESS);
    }
    io::stderr().write_all(summary(&path, &file, &schema).as_bytes())?;
    Ok(ExitCode::FAILURE)
}

fn summary(path: &Path, file: &str, schema: &str) -> String {
    let difference = TextDiff::from_lines(file, schema);
    let changes = difference.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    let lines: Vec<String> =
        changes.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect();
    let added = lines.iter().filter(|line| line.starts_with('+')).count();
    let path = path.display();
    let mut text = format!(
        "error: {path} is not the schema of the code: {added} lines more, {} lines less\n",
        lines.len() - added
    );
    for line in lines.iter().take(SHOWN) {
        text.push_str(&format!("  {line}\n"));
    }
    if lines.len() > SHOWN {
        text.push_str(&format!("  and {} more\n", lines.len() - SHOWN));
    }
    text.push_str(&format!("If the change is meant: signgraph schema > {path}\n"));
    text
}
