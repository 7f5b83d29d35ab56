#!/usr/bin/env bash
# Takes one rule of the token chain out at a time, and insists that the test that holds it turns red.
# Each patch in scripts/mutants names its rule and its test. Names of patches as arguments restrict it to them.
# Works on a copy of the sources, so that a run that is cut off leaves nothing changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
copy=$target/mutants
# A target folder of its own: cargo takes two copies of one workspace for the same, and would mix a mutant into ours.
export CARGO_TARGET_DIR=$copy/target
mkdir -p "$copy"
# Files that are as they were keep their times, so that little is built anew.
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  cmp -s "$file" "$copy/$file" || cp --parents "$file" "$copy"
done
cd "$copy"
# The copy may lie within the repository, whose paths are not meant.
export GIT_CEILING_DIRECTORIES=$target

if [ $# -eq 0 ]; then
  set -- $(cd scripts/mutants && ls -- *.patch | sed 's/\.patch$//')
fi

survivors=0
for name in "$@"; do
  patch=scripts/mutants/$name.patch
  test=$(sed -n 's/^test: //p' "$patch")
  case $test in
    chain::* | simulation::*) suite=(--lib) ;;
    *) suite=(--test it) ;;
  esac
  git apply "$patch"
  if ! cargo test --locked --quiet "${suite[@]}" --no-run 2>build.log; then
    cat build.log; printf 'BROKEN    %s: it does not compile\n' "$name"; survivors=$((survivors + 1))
  elif cargo test --locked --quiet "${suite[@]}" -- "$test" >test.log 2>&1; then
    printf 'SURVIVED  %s: %s\n' "$name" "$test"; survivors=$((survivors + 1))
  elif grep -q "$test .*FAILED\|^    .*$test$" test.log; then
    printf 'killed    %s: %s\n' "$name" "$test"
  else
    tail -20 test.log; printf 'BROKEN    %s: the test did not run\n' "$name"; survivors=$((survivors + 1))
  fi
  git apply --reverse "$patch"
done
exit $((survivors > 0))
