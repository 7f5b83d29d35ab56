// graphql-js's verdict and the server's, document by document.

import { broken, specifiedRules, verdict } from './oracle.mjs';
import { breakers } from './invalid.mjs';
import { Random } from './random.mjs';
import { damaged, hard } from './text.mjs';
import { valid } from './valid.mjs';
import { variations } from './variations.mjs';

const VALID = 600;
const LIVE = 60;
const PER_RULE = 30;
const DAMAGED = 500;
const LEAST_PER_RULE = 10;

// Without a subscription type there is nothing that this rule looks at.
const NOT_OURS = new Set(['SingleFieldSubscriptions']);

export async function verdicts(server, seed) {
  const random = new Random(seed);
  const requests = [...generated(random)];
  const wrong = [];
  const provoked = new Map(specifiedRules.map((rule) => [rule.name.replace(/Rule$/, ''), 0]));
  let accepted = 0;
  const answers = await asked(server, requests);
  for (const [index, request] of requests.entries()) {
    const expected = verdict(request);
    const answer = answers[index];
    accepted += expected.accepts ? 1 : 0;
    if (!expected.accepts) for (const rule of broken(request.query)) provoked.set(rule, provoked.get(rule) + 1);
    const complaint = compare(request, expected, answer);
    if (complaint) wrong.push({ complaint, request, expected, answer });
  }
  const missing = [...provoked].filter(([rule, times]) => times < LEAST_PER_RULE && !NOT_OURS.has(rule));
  for (const [rule, times] of missing) wrong.push({ complaint: `${rule} was provoked ${times} times only` });
  const distinct = new Set(requests.map((request) => request.query)).size;
  if (distinct < 1000) wrong.push({ complaint: `only ${distinct} documents` });
  return { total: requests.length, distinct, accepted, provoked, wrong };
}

/** A few at a time, as clients do. */
async function asked(server, requests) {
  const answers = [];
  const left = requests.entries();
  const worker = async () => {
    for (const [index, request] of left) answers[index] = await server.ask(request);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return answers;
}

function* generated(random) {
  for (let count = 0; count < VALID; count++) {
    const request = { ...valid(random), kind: 'valid' };
    yield request;
    yield* variations(random, request);
  }
  for (let count = 0; count < LIVE; count++) yield { ...valid(random, { isLive: true }), kind: 'live' };
  for (const [rule, breaks] of Object.entries(breakers)) {
    for (let count = 0, tries = 0; count < PER_RULE && tries < PER_RULE * 20; tries++) {
      const base = valid(random);
      const query = breaks(random, base.query);
      if (query) {
        count++;
        yield { query, variables: base.variables, kind: rule };
      }
    }
  }
  for (let count = 0; count < DAMAGED; count++) {
    const base = valid(random);
    yield { query: damaged(random, base.query), variables: base.variables, kind: 'damaged' };
  }
  for (const query of hard) yield { query, variables: {}, kind: 'hard' };
}

// A request that was refused has no `data`, and says so with its status too.
function compare({ kind }, expected, { status, body }) {
  const accepts = Object.hasOwn(body, 'data');
  if (kind === 'valid' && !expected.accepts) return `the generator is wrong: ${expected.reason}`;
  if (accepts !== expected.accepts) return accepts ? `is answered, though ${expected.reason}` : 'is refused';
  if (status !== (accepts ? 200 : 400)) return `has status ${status}`;
  if (accepts) return undefined;
  const refusals = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'QUERY_TOO_LARGE'];
  const codes = body.errors.map((error) => error.extensions.code);
  return codes.length > 0 && codes.every((code) => refusals.includes(code)) ? undefined : `is refused as ${codes}`;
}
