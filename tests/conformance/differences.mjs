// Where the server's verdict is another than graphql-js's, on purpose: each with its reason, and held here so that it stays as
// docs/protocol.md has it.

import { verdict } from './oracle.mjs';

const id = (literal) => ({ query: `{ organization(id: ${literal}) @skip(if: true) { name } }` });

const DIFFERENCES = [
  { what: 'more than eight digits in an escape, which the specification allows', request: id('"\\u{0000000041}"'), oracle: false, server: true },
  { what: 'braces a hundred deep', request: { query: `{ ${'... { '.repeat(120)} __typename ${'}'.repeat(120)} }` }, oracle: true, server: false, code: 'QUERY_TOO_LARGE' },
  { what: 'fields that go deeper than max_depth', request: { query: `{ viewer @skip(if: true) { ${'organization { admins { nodes { viewer { '.repeat(8)} id ${'} } } } '.repeat(8)} } }` }, oracle: true, server: false, code: 'QUERY_TOO_LARGE' },
  { what: 'a document longer than max_query_bytes', request: { query: `{ __typename } #${'x'.repeat(70000)}` }, oracle: true, server: false, code: 'QUERY_TOO_LARGE' },
  { what: 'more words than are read', request: { query: `{ viewer @skip(if: true) { ${Array.from({ length: 6800 }, (_, i) => `a${i}:id`).join(' ')} } }` }, oracle: true, server: false, code: 'QUERY_TOO_LARGE' },
];

export async function differences(server) {
  const failed = [];
  for (const { what, request, oracle, server: expected, code } of DIFFERENCES) {
    const { accepts } = verdict(request);
    const { body } = await server.ask(request);
    const told = body.errors?.[0]?.extensions?.code;
    if (accepts !== oracle) failed.push(`graphql-js changed its mind about ${what}`);
    if ('data' in body !== expected || (code && told !== code)) failed.push(`${what}: ${JSON.stringify(body).slice(0, 200)}`);
  }
  return { failed, result: `${DIFFERENCES.length} as documented` };
}
