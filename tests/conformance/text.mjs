// Texts that are hardly documents: valid ones with tokens lost, doubled or exchanged, and what is hard to read.

const TOKEN = /"""[^]*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[_A-Za-z]\w*|-?\d[\d.eE+-]*|#.*|\s+|[^]/gu;
const STRANGE = ['{', '}', '(', ')', '[', ']', ':', '!', '$', '@', '=', '|', '&', '...', '"', '"""', '..', '-', '%', ';', '<', '\u0000', '\ufeff', 'null', 'on', 'true', 'fragment', '01', '1.', '.5', '1e', '0xF', '1_0', '😀', '\\u0061'];

export function damaged(random, text) {
  const tokens = text.match(TOKEN);
  const place = random.below(tokens.length);
  const other = random.below(tokens.length);
  switch (random.below(4)) {
    case 0: tokens.splice(place, 1); break;
    case 1: tokens.splice(place, 0, tokens[other]); break;
    case 2: tokens.splice(place, 0, random.pick(STRANGE)); break;
    default: [tokens[place], tokens[other]] = [tokens[other], tokens[place]];
  }
  return tokens.join('');
}

const id = (literal) => `{ organization(id: ${literal}) @skip(if: true) { name } }`;
const first = (literal) => `{ organizations(first: ${literal}) @skip(if: true) { totalCount } }`;
const from = (literal) => `{ viewer @skip(if: true) { organization { activity(from: ${literal}) { documents } } } }`;
const question = (fields) => `{ __type(name: "User") { ${fields} } }`;

/** What readers of GraphQL disagree about. */
export const hard = [
  '', ' ', '#', '# only a comment\n', ',', '\ufeff{ __typename }', '{ __typename }\ufeff', '{\u00a0__typename }', '{ __typename }\u0000', '{\t__typename\r}', '{,,__typename,,}',
  'query() { __typename }', 'query Q() { __typename }', '{ viewer() { id } }', '{ __typename @skip() }', '{}', 'query {}', '{ viewer { } }', '{ ... { } }', '{ ... { __typename } }', '{ ...on Query { __typename } }',
  '{ ... @include(if: true) { __typename } }', '{ ...@include(if: true){ __typename } }', '{ ...on on Query { __typename } }', '{ ...on }', 'fragment on on Query { __typename } { __typename }',
  'fragment F on Query { __typename }', 'fragment F($a: Int = 1) on Query { __typename } { ...F }', '"words" query Q { __typename }', '"words" { __typename }', '"""words""" fragment F on Query { __typename } { ...F }',
  'query Q { __typename } query R { __typename }', 'query query { __typename }', 'query on { __typename }', 'query fragment { __typename }', 'query true { __typename }', 'mutation mutation { __typename }', 'subscription { a }', 'subscription S { a b }', 'subscription { __typename }',
  '{ a: __typename a: __typename }', '{ on: __typename }', '{ query: __typename mutation: __typename fragment: __typename true: __typename null: __typename }', '{ __typename: viewer { id } __typename }', '{ a:b:__typename }', '{ a : __typename }', '{ a,: __typename }', '{ a # words\n : __typename }', '{ ,viewer,(, a,:,1,),{,id,} }', '{ ..., on,Query,{,__typename } }', '{ ... @,skip,(,if,:,true,) { __typename } }', 'query,Q,(,$,a,:,[,Int,!,],=,[,1,],) { __typename }', 'query,Q,(,$,a,:,Boolean,=,true,),@,skip { __typename }', '{ viewer,{ id } }', 'query ($a: Boolean!,) { __typename @skip(if: $ , a) }', '{ viewer: __typename viewer { id } }',
  '{ __typename { a } }', '{ __typename(a: 1) }', '{ __typename @skip(if: false) @include(if: true) }', '{ __typename @skip }', '{ __typename @skip(if: null) }', '{ __typename @skip(if: "true") }', '{ __typename @skip(if: [true]) }', '{ viewer @skip(if: true) { id } }',
  'query @skip(if: true) { __typename }', 'query ($a: Boolean! @skip(if: true)) { __typename @skip(if: $a) }', 'query ($a: Boolean! = true) { __typename @skip(if: $a) }', 'query ($a: Boolean = true) { __typename @skip(if: $a) }', 'query ($a: Boolean = null) { __typename @skip(if: $a) }', 'query ($a: Boolean) { __typename @skip(if: $a) }',
  'query ($a: Boolean! = null) { __typename @skip(if: $a) }', 'query ($a: [Boolean] = true) { __typename @skip(if: $a) }', 'query ($a: Boolean = $b, $b: Boolean) { __typename @skip(if: $a) @include(if: $b) }', 'query ($a: Boolean!!) { __typename @skip(if: $a) }', 'query ($a: [Boolean) { __typename }', 'query ($a Boolean) { __typename }', 'query (a: Boolean) { __typename }', 'query ($ a: Boolean!) { __typename @skip(if: $ a) }',
  ...['1', '-1', '0', '-0', '00', '01', '-01', '1.0', '1e0', '1e', '1.', '.1', '+1', '0x1', '1_000', '1a', '1.a', '1..2', '2147483647', '2147483648', '-2147483648', '-2147483649', '1e400', '99999999999999999999999', '"1"', 'true', 'null', 'ONE', '[1]', '{}', '$x', '- 1', '--1'].map(first),
  ...['"a"', '""', '" "', '""""""', '"""a"""', '"""\n  a\n  b\n"""', '"""a\\"""b"""', '"""a""b"""', '"a', '"a\nb"', '"a\\', '"\\n"', '"\\x"', '"\\/"', '"\\u0041"', '"\\u004"', '"\\u{41}"', '"\\u{1F600}"', '"\\u{10FFFF}"', '"\\u{110000}"', '"\\u{D800}"', '"\\u{}"', '"\\uD83D\\uDE00"', '"\\uD83D"', '"\\uDE00"', '"\\uDE00\\uD83D"', '"\\uD83D\\u0041"', '"\\u{D83D}\\u{DE00}"', '"é😀"', '"\t"', '"\u0007"', '"\u007f"', '"\\u0000"', "'a'", '1', '-1', '1.0', '99999999999999999999', 'true', 'NAME', 'null', '[]', '["a"]', '{ a: 1 }', '"""\u0007"""', '"""\\u{41}"""', '"a" "b"'].map(id),
  ...['"2026-01-31T09:30:00Z"', '"2026-01-31T09:30:00+01:00"', '"2026-01-31"', '"2026-13-31T09:30:00Z"', '"2026-02-30T09:30:00Z"', '"2026-01-31T25:30:00Z"', '"yesterday"', '""', '5', 'null', 'true', '{ a: 1 }', '["2026-01-31T09:30:00Z"]'].map(from),
  ...['isOneOf', 'specifiedByURL', 'specifiedByUrl', 'fields(includeDeprecated: true) { args(includeDeprecated: true) { isDeprecated deprecationReason } }', 'inputFields(includeDeprecated: true) { name }', 'enumValues(includeDeprecated: null) { name }', 'ofType { ofType { name } }', 'fields { type { fields { name } } }', 'fields { type { interfaces { fields { name } } } }', 'description'].map(question),
  '{ __schema { description directives { isRepeatable locations args(includeDeprecated: true) { name } } subscriptionType { name } } }', '{ __schema { queryType { name } } __type(name: "A") { name } }', '{ __type { name } }', 'mutation { __schema { queryType { name } } }', '{ viewer { __schema { types { name } } } }', '{ __nothing }',
  '{ organizations(roles: ADMIN) @skip(if: true) { totalCount } }', '{ organizations(roles: [ADMIN, null]) @skip(if: true) { totalCount } }', '{ organizations(roles: "ADMIN") @skip(if: true) { totalCount } }', '{ organizations(roles: [[ADMIN]]) @skip(if: true) { totalCount } }', '{ nodes(ids: "a") @skip(if: true) { id } }', '{ nodes(ids: [1, "a"]) @skip(if: true) { id } }', '{ nodes(ids: [null]) @skip(if: true) { id } }', '{ nodes(ids: null) @skip(if: true) { id } }', '{ nodes @skip(if: true) { id } }',
  ...[['["a"]', '["a", "b"]'], ['["a", "b"]', '["a"]'], ['"a"', '"""a"""'], ['"a"', '"\\u0061"'], ['["a"]', '["a"]'], ['"a"', '["a"]'], ['1', '"1"'], ['$x', '$x'], ['$x', '$y']].map(([one, other]) => `query ($x: [ID!]! = "x", $y: [ID!]! = "y") { nodes(ids: ${one}) @skip(if: true) { id } nodes(ids: ${other}) @skip(if: true) { id } a: nodes(ids: $x) @skip(if: true) { id } b: nodes(ids: $y) @skip(if: true) { id } }`),
  'query ($x: ID) { nodes(ids: [$x]) @skip(if: true) { id } }', 'query ($x: ID!) { nodes(ids: [$x]) @skip(if: true) { id } }', 'query ($x: ID = "a") { nodes(ids: [$x]) @skip(if: true) { id } }', 'query ($x: ID!) { nodes(ids: $x) @skip(if: true) { id } }', 'query ($x: [ID]!) { nodes(ids: $x) @skip(if: true) { id } }', 'query ($x: [ID!] = []) { nodes(ids: $x) @skip(if: true) { id } }', 'query ($x: [ID!] = null) { nodes(ids: $x) @skip(if: true) { id } }', 'query ($x: String!) { nodes(ids: [$x]) @skip(if: true) { id } }',
];
