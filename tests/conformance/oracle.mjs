// What graphql-js says of a document: whether a request with it becomes an operation, and which rules it breaks.

import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, getVariableValues, GraphQLError, parse, specifiedRules, validate, valueFromASTUntyped } from 'graphql';

export const sdl = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
export const schema = buildSchema(sdl);
export { specifiedRules };

// A schema of text knows no scalars of its own. What a moment is, the server says (RFC 3339).
const MOMENT = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
// JavaScript takes the thirtieth of February for the second of March.
const hasDay = (text) => new Date(text.slice(0, 10)).getUTCDate() === Number(text.slice(8, 10));
const moment = schema.getType('DateTime');
moment.parseValue = (value) => {
  const isMoment = typeof value === 'string' && MOMENT.test(value) && hasDay(value) && !Number.isNaN(Date.parse(value));
  if (!isMoment) throw new GraphQLError('not a moment');
  return value;
};
moment.parseLiteral = (node, variables) => moment.parseValue(valueFromASTUntyped(node, variables));

/** Whether a request becomes an operation: `{ accepts, reason }`. */
export function verdict({ query, variables = {}, operationName }) {
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return { accepts: false, reason: error.message };
  }
  const [error] = validate(schema, document, undefined, { maxErrors: 1 });
  if (error) return { accepts: false, reason: error.message };
  const operation = getOperationAST(document, operationName);
  if (!operation) return { accepts: false, reason: 'no such operation' };
  if (!schema.getRootType(operation.operation)) return { accepts: false, reason: 'no such root type' };
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  return errors ? { accepts: false, reason: errors[0].message } : { accepts: true };
}

/** The names of the rules that a document breaks; none for what is no document. */
export function broken(query) {
  let document;
  try {
    document = parse(query);
  } catch {
    return [];
  }
  const breaks = (rule) => validate(schema, document, [rule], { maxErrors: 1 }).length > 0;
  return specifiedRules.filter(breaks).map((rule) => rule.name.replace(/Rule$/, ''));
}
