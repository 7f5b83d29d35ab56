// The schema as clients see it is the schema as it is written.

import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './oracle.mjs';

export async function introspection(server) {
  const query = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true, oneOf: true });
  const { body } = await server.ask({ query });
  if (!body.data || body.errors) return { failed: [JSON.stringify(body.errors)], result: 'not answered' };
  const text = (schema) => printSchema(lexicographicSortSchema(schema)).split('\n');
  const told = text(buildClientSchema(body.data));
  const written = text(schema);
  const place = written.findIndex((line, index) => line !== told[index]);
  const failed = place < 0 && told.length === written.length ? [] : [`line ${place}: ${written[place]} | ${told[place]}`];
  return { failed, result: `${written.length} lines alike` };
}
