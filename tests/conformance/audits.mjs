// The audits of npm graphql-http, against the running server.

import { serverAudits } from 'graphql-http';

export const EXPECTED = 61;

export async function audits(server) {
  const failed = [];
  const all = serverAudits({ url: `${server.url}/graphql`, fetchFn: fetch });
  for (const audit of all) {
    const result = await audit.fn();
    if (result.status !== 'ok') failed.push(`${audit.name}: ${result.reason}`);
  }
  if (all.length !== EXPECTED) failed.push(`there are ${all.length} audits, and ${EXPECTED} were expected`);
  return { total: all.length, failed };
}
