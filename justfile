# Short words for what is typed often. `.ci/run` does not need them. `just` alone lists them.

_default:
    @just --list --unsorted

# Format the code
fmt:
    cargo fmt --all

# Lint as CI does
lint:
    cargo fmt --all --check
    cargo clippy --all-targets --locked -- -D warnings
    RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" cargo doc --no-deps --locked --document-private-items

# Run all tests
test:
    cargo test --locked

# Write schema.graphql from the code
schema:
    cargo run --quiet --locked -- schema > schema.graphql.new
    mv schema.graphql.new schema.graphql

# Run a stand-in for signNow on 127.0.0.1:8086
sandbox *arguments:
    cargo run --quiet --locked -- sandbox {{arguments}}

# Take the rules of the token chain out, one at a time: each has a test that notices
mutants *names:
    scripts/mutants.sh {{names}}

# Tell callers and the writer of tokens in many orders, so many of each story
schedules *orders:
    cargo run --quiet --locked --manifest-path schedules/Cargo.toml -- {{orders}}

# Everything a change has to pass
ci:
    .ci/run
