// Everything, against the server at --url whose process is --pid: a line for each part, then what failed.

import { parseArgs } from 'node:util';
import { audits } from './audits.mjs';
import { differences } from './differences.mjs';
import { hostile } from './hostile.mjs';
import { introspection } from './introspection.mjs';
import { lint } from './lint.mjs';
import { Server } from './server.mjs';
import { verdicts } from './verdicts.mjs';

const { values } = parseArgs({ options: { url: { type: 'string' }, pid: { type: 'string' }, seed: { type: 'string', default: '1' } } });
const server = new Server(values.url);
const failures = [];

async function part(name, work) {
  const started = performance.now();
  const { result, failed } = await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(28)} ${failed.length ? 'FAILED' : 'ok    '} ${`${seconds} s`.padStart(7)}  ${result}`);
  failures.push(...failed.slice(0, 25).map((failure) => `${name}: ${failure}`));
}

// First, while nothing else has warmed or tired the server.
await part('hostile documents', async () => {
  const { total, slowest, growth, failed } = await hostile(server, values.pid);
  const megabytes = (growth / 2 ** 20).toFixed(1);
  return { failed, result: `${total} refused, slowest ${slowest.milliseconds.toFixed(0)} ms (${slowest.name}), memory ${megabytes} MB more` };
});

await part('graphql-http audits', async () => {
  const { total, failed } = await audits(server);
  return { failed, result: `${total - failed.length} of ${total}` };
});

await part('verdicts of graphql-js', async () => {
  const { total, distinct, accepted, provoked, wrong } = await verdicts(server, Number(values.seed));
  const times = [...provoked.values()].filter((times) => times > 0);
  const failed = wrong.map(({ complaint, request, answer }) => `${complaint} ${JSON.stringify(request ?? '')} ${JSON.stringify(answer?.body.errors?.[0]?.message ?? '')}`);
  return { failed, result: `${total} requests, ${distinct} documents, ${accepted} accepted; ${times.length} rules, each ${Math.min(...times)} times or more; ${wrong.length} wrong` };
});

await part('known differences', () => differences(server));
await part('introspection', () => introspection(server));

await part('schema-all, schema-relay', async () => {
  const failed = await lint();
  return { failed, result: `${failed.length} errors` };
});

for (const failure of failures) console.error(failure);
process.exitCode = failures.length ? 1 : 0;
