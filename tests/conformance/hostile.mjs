// Requests that mean harm. Each is refused, soon, by a server that lives on and grows no larger.

import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

const MOST_MILLISECONDS = 100;
const TRIES = 3;
const MOST_GROWTH = 32 * 1024 * 1024;

export async function hostile(server, pid) {
  const failed = [];
  const slowest = { milliseconds: 0, name: '' };
  // Where other programs want the machine too, what the server itself took is measured instead.
  const clock = loadavg()[0] < cpus().length ? () => performance.now() : () => processor(pid);
  const all = Object.entries(corpus());
  const round = async (judge) => {
    for (const [name, request] of all) await judge(name, request);
  };
  await round((_, request) => server.ask(request));
  const before = resident(pid);
  await round(async (name, request) => {
    const milliseconds = await refusal(server, clock, name, request, failed);
    if (milliseconds > slowest.milliseconds) Object.assign(slowest, { milliseconds, name });
    if (milliseconds >= MOST_MILLISECONDS) failed.push(`${name}: refused after ${milliseconds.toFixed(0)} ms`);
    const alive = await fetch(`${server.url}/health/live`);
    if (!alive.ok) failed.push(`${name}: the server is not well`);
  });
  const growth = resident(pid) - before;
  if (growth > MOST_GROWTH) failed.push(`the server grew by ${(growth / 2 ** 20).toFixed(0)} MB`);
  return { total: all.length, slowest, growth, failed };
}

/** The best time of some tries: other programs of the machine are not what is measured. */
async function refusal(server, clock, name, request, failed) {
  let best = Infinity;
  for (let attempt = 0; attempt < TRIES && best >= MOST_MILLISECONDS / 2; attempt++) {
    const started = clock();
    const { status, body } = await server.ask(request);
    best = Math.min(best, clock() - started);
    if (status < 400 || status > 499 || 'data' in body || !body.errors?.every((error) => error.extensions?.code)) {
      failed.push(`${name}: not refused (${status}) ${JSON.stringify(body).slice(0, 200)}`);
      break;
    }
  }
  return best;
}

/** What a process has taken of the processor, in milliseconds. */
function processor(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const taken = (thread) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    } catch {
      return 0; // It has ended since.
    }
  };
  return threads.reduce((sum, thread) => sum + taken(thread), 0);
}

function resident(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024;
}

const times = (count, write, between = ' ') => Array.from({ length: count }, (_, index) => write(index)).join(between);
const fragments = (count, body, on = 'Query') => times(count, (index) => `fragment F${index} on ${on} { ${body(index)} }`);

function corpus() {
  const documents = {
    'fragments that spread the next twice': `{ ...F0 } ${fragments(30, (i) => `...F${i + 1} ...F${i + 1}`)} fragment F30 on Query { __typename }`,
    'fragments that spread the next ten times under names': `{ ...F0 } ${fragments(7, (i) => times(10, (n) => `a${n}: node(id: "x") { ...G${i} }`))} ${times(7, (i) => `fragment G${i} on Node { ... on Query { ...F${i + 1} } }`)}`,
    'fragments that spread all later ones': `{ ...F0 } ${fragments(60, (i) => `__typename ${times(60 - i - 1, (n) => `...F${i + n + 1}`)}`)}`,
    'a fragment that spreads itself': '{ ...F0 } fragment F0 on Query { ...F0 }',
    'a ring of fragments': `{ ...F0 } ${fragments(1500, (i) => `...F${(i + 1) % 1500}`)}`,
    'a ring through fields': '{ viewer { ...A } } fragment A on User { organization { ...B } } fragment B on Organization { admins { nodes { viewer { ...A } } } }',
    'a chain of fragments': `{ ...F0 } ${fragments(1500, (i) => (i === 1499 ? '__typename' : `...F${i + 1}`))}`,
    'a chain of fragments, last first': `{ ${times(1200, (i) => `...F${1199 - i}`)} } ${fragments(1200, (i) => (i === 1199 ? 'a' : `...F${i + 1}`))}`,
    'fields ten thousand deep': `${'{a'.repeat(10000)}${'}'.repeat(10000)}`,
    'valid fields, deep': `{ viewer { ${'organization { admins { nodes { viewer { '.repeat(20)} id ${'} } } } '.repeat(20)} } }`,
    'braces without end': '{'.repeat(60000),
    'inline fragments, deep': `${'{ ...'.repeat(9000)} { a } ${'}'.repeat(9000)}`,
    'inline fragments, less deep': `{ ${'... { '.repeat(99)} nothing ${'}'.repeat(99)} }`,
    'names without end': `{ ${times(7900, (i) => `a${i}: a`)} }`,
    'fields without end': `{ ${'__typename '.repeat(5500)} a }`,
    'short fields without end': `{ ${'a '.repeat(30000)} }`,
    'directives without end': `{ __typename ${'@a '.repeat(20000)} }`,
    'directives of one name': `{ __typename ${'@skip(if: false) '.repeat(3500)} }`,
    'directives on many fields': `{ ${times(2000, () => '__typename @skip(if: false) @skip(if: true)')} }`,
    'directives on the operation': `query ${'@a '.repeat(20000)} { __typename }`,
    'lists, deep': `{ nodes(ids: ${'['.repeat(30000)}1${']'.repeat(30000)}) { id } }`,
    'lists, less deep': `{ nodes(ids: ${'['.repeat(90)}1${']'.repeat(90)}) { id } }`,
    'objects, deep': `mutation { deleteOrganization(input: ${'{ a: '.repeat(9000)}1${'}'.repeat(9000)}) { outcome } }`,
    'lists without end to their types': `query ($a: ${'['.repeat(30000)}Int${']'.repeat(30000)}) { __typename }`,
    'a long list': `{ nodes(ids: [${'1,'.repeat(30000)}]) { id } }`,
    'a long list of what does not fit': `{ nodes(ids: [${'1.5,'.repeat(9000)}]) { id } }`,
    'an object of many fields': `mutation { deleteOrganization(input: { ${times(6000, (i) => `a${i}: 1`)} }) { outcome } }`,
    'an object of one field many times': `mutation { deleteOrganization(input: { organizationId: "x" ${'organizationId: "x" '.repeat(2500)} }) { outcome } }`,
    'arguments without end': `{ node(${times(6000, (i) => `a${i}: 1`)}) { id } }`,
    'one argument many times': `{ node(${'id: 1 '.repeat(9000)}) { id } }`,
    'a long string for a number': `{ organizations(first: "${'x'.repeat(60000)}") { totalCount } }`,
    'a long number': `{ organizations(first: ${'9'.repeat(60000)}) { totalCount } }`,
    'a long fraction': `{ organizations(first: 0.${'9'.repeat(60000)}e99999) { totalCount } }`,
    'a long name': `{ ${'x'.repeat(60000)} }`,
    'a string of escapes without an end': `{ node(id: "${'\\u0041'.repeat(10000)}) { id } }`,
    'strings without an end': `{ ${'"\n'.repeat(30000)} }`,
    'quotes alone': '"'.repeat(60001),
    'a comment alone': `#${'x'.repeat(60000)}`,
    'commas alone': ','.repeat(60000),
    'characters that are none of ours': '\u0001'.repeat(60000),
    'horses': '🐎'.repeat(15000),
    'horses on one line, and fields': `{ ${times(4000, (i) => `h${i}`)} node(id: "${'🐎'.repeat(8000)}") { id } }`,
    'fields that are not there': `{ ${times(7000, (i) => `b${i}`)} }`,
    'fields of one name that differ': `{ viewer { ${times(1000, (i) => `a: memberships(first: ${i}) { totalCount }`)} } }`,
    'fields of one name that differ by type': `{ viewer { ${'a: id a: createdAt a: emails '.repeat(2000)} } }`,
    'fields of one name that differ, through fragments': `{ viewer { ${times(400, (i) => `...F${i}`)} } } ${fragments(400, (i) => `a: memberships(first: ${i}) { totalCount } ${i ? `...F${i - 1}` : ''}`, 'User')}`,
    'fields merged at every depth': `{ ${doubled(9)} }`,
    'long values compared in many places': `{ ${times(900, (i) => `a${i}: viewer { ...F }`)} } fragment F on User { b: memberships(roles: [${'ADMIN '.repeat(2000)}]) { totalCount } b: memberships(roles: [${'ADMIN '.repeat(2000)} OWNER]) { totalCount } }`,
    'variables that are not used': `query (${times(4000, (i) => `$a${i}: Int`)}) { __typename }`,
    'variables of one name': `query (${'$a: Int '.repeat(6000)}) { __typename }`,
    'variables of unknown types': `query (${times(4000, (i) => `$a${i}: A${i}`)}) { __typename }`,
    'variables that are not there': `{ ${times(2500, (i) => `node(id: $a${i}) { id }`)} }`,
    'operations without end': times(2500, (i) => `query Q${i} { a }`),
    'operations without names': '{ a } '.repeat(9000),
    'operations of one name': 'query A { a } '.repeat(4000),
    'fragments that nobody uses': `{ __typename } ${fragments(1500, () => 'a')}`,
    'fragments of one name': `{ ...F } ${'fragment F on Query { a } '.repeat(2300)}`,
    'fragments that are not there': `{ ${times(6000, (i) => `...F${i}`)} }`,
    'types instead of a query': times(3000, (i) => `type T${i} { a: Int }`),
    'a type that is far too deep': `input A { a: ${'['.repeat(20000)}Int }`,
    'introspection, round and round': `{ __schema { types { ${'fields { type { '.repeat(9)} name ${'} } '.repeat(9)} } } }`,
    'introspection, many times': `{ ${times(150, (i) => `a${i}: __schema { types { fields { args { name type { name } } type { fields { type { fields { name } } } } } } }`)} }`,
    'mutations without end': `mutation { ${times(500, (i) => `a${i}: deleteOrganization(input: { organizationId: "x" }) { outcome }`)} }`,
    'rows without end': '{ organizations(first: 100) { nodes { members(first: 100) { nodes { organization { members(first: 100) { nodes { email } } } } } } } }',
    'longer than any': `{ __typename } # ${'x'.repeat(200000)}`,
  };
  const requests = Object.fromEntries(Object.entries(documents).map(([name, query]) => [name, { query }]));
  const ids = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  requests['a long list in a variable, spoilt at its end'] = { query: ids, variables: { ids: [...Array(100000).fill('x'), {}] } };
  requests['lists in a variable, deep'] = { query: ids, variables: { ids: nested(100) } };
  requests['an object in a variable of many fields'] = { query: 'mutation ($a: DeleteOrganizationInput!) { deleteOrganization(input: $a) { outcome } }', variables: { a: Object.fromEntries(Array.from({ length: 30000 }, (_, i) => [`a${i}`, i])) } };
  requests['a name that no operation has'] = { query: '{ __typename }', operationName: 'x'.repeat(60000) };
  return requests;
}

function doubled(depth) {
  if (depth === 0) return 'a: id a: createdAt';
  const inner = doubled(depth - 1);
  const way = depth === 9 ? 'viewer' : depth % 2 ? 'viewer' : 'organization';
  return `${way} { ${inner} } ${way} { ${inner} }`;
}

function nested(depth) {
  return depth === 0 ? {} : [nested(depth - 1)];
}
