// Values of a type: as they are written in a document, and as they are sent for a variable.

import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';

const STRINGS = ['a', '', 'ada@example.com', 'two words', 'žluťoučký 🐎', 'quote " and \\ slash', 'line\nline', '#hash{}', '\u00a0'];

/** A value as JSON would have it, fit for the type. */
export function value(random, type, depth = 0) {
  if (isNonNullType(type)) return value(random, type.ofType, depth);
  if (isListType(type)) {
    const item = () => value(random, type.ofType, depth + 1);
    return random.chance(0.15) ? item() ?? [] : Array.from({ length: random.below(3) }, item);
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) return object(random, type, depth);
  switch (type.name) {
    case 'Int': return random.pick([1, 2, 3, 0, -1, 2147483647, -2147483648]);
    case 'Float': return random.pick([0.5, 1, -2e3]);
    case 'Boolean': return random.chance(0.5);
    case 'ID': return random.chance(0.3) ? random.below(1e9) : random.pick(STRINGS);
    case 'DateTime': return random.pick(['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.5+02:00']);
    case 'Upload': return random.pick(['x', 7, { a: [true] }]);
    default: return random.pick(STRINGS);
  }
}

function object(random, type, depth) {
  const fields = Object.values(type.getFields());
  if (type.isOneOf) {
    const field = random.pick(fields);
    return { [field.name]: value(random, field.type, depth + 1) };
  }
  const isNeeded = (field) => isNonNullType(field.type) && field.defaultValue === undefined;
  const chosen = fields.filter((field) => isNeeded(field) || (depth < 3 && random.chance(0.3)));
  const entry = (field) => {
    const isNull = !isNonNullType(field.type) && random.chance(0.1);
    return [field.name, isNull ? null : value(random, field.type, depth + 1)];
  };
  return Object.fromEntries(chosen.map(entry));
}

/** The same value, written in a document. */
export function written(random, value, type) {
  const nullable = getNullableType(type);
  if (value === null) return 'null';
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return written(random, value, nullable.ofType);
    return `[${value.map((item) => written(random, item, nullable.ofType)).join(random.pick([', ', ' ']))}]`;
  }
  if (isEnumType(nullable)) return value;
  if (isInputObjectType(nullable)) {
    const fields = nullable.getFields();
    return `{ ${Object.entries(value).map(([name, item]) => `${name}: ${written(random, item, fields[name].type)}`).join(', ')} }`;
  }
  if (typeof value === 'string') return string(random, value);
  if (typeof value === 'object') return untyped(value);
  return JSON.stringify(value);
}

function untyped(value) {
  if (Array.isArray(value)) return `[${value.map(untyped).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.entries(value).map(([name, item]) => `${name}: ${untyped(item)}`).join(', ')} }`;
  }
  return JSON.stringify(value);
}

function string(random, text) {
  const isPlain = !/["\\]/.test(text) && text.trim() === text && text !== '';
  if (isPlain && random.chance(0.1)) return `"""${text}"""`;
  const escape = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return random.chance(0.1) ? `"${[...text].flatMap((c) => c.split('')).map(escape).join('')}"` : JSON.stringify(text);
}

/** Whether a type's values can nest without end. */
export const isComposite = (type) => isInputObjectType(getNamedType(type));
