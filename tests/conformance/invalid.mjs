// Documents made invalid, one rule of the specification after another, out of valid ones.

import {
  getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType, isObjectType,
  Kind, parse, parseValue, print, TypeInfo, visit, visitWithTypeInfo,
} from 'graphql';
import { schema } from './oracle.mjs';

const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
const objects = types.filter(isObjectType);
const enums = types.filter(isEnumType);
const inputs = types.filter(isInputObjectType);
const name = (value) => ({ kind: Kind.NAME, value });
const some = (random, list) => random.pick(list).name;

/** How each rule is broken: a valid document goes in, and one that breaks the rule comes out, or nothing where it cannot be done. */
export const breakers = {
  ExecutableDefinitions: (random, text) => `${text} ${random.pick([
    'type Query { a: Int }', 'extend type Query { a: Int }', 'schema { query: Query }', 'scalar S', 'directive @d on FIELD', 'enum E { A }',
    'input I { a: Int }', 'interface I { a: Int }', 'union U = User', 'extend schema @d', '"words" type T { a: Int }',
  ])}`,
  UniqueOperationNames: (random) => random.pick([
    'query A { __typename } query A { __typename }', 'query A { __typename } mutation A { __typename }',
    'query B { __typename } query A { __typename } query B { viewer { id } }',
  ]),
  LoneAnonymousOperation: (random, text) => `${text} ${random.pick(['{ __typename }', 'query { __typename }', 'mutation { __typename }'])}`,
  SingleFieldSubscriptions: (random) => random.pick(['subscription { a b }', 'subscription S { ...F } fragment F on Query { __typename }']),
  KnownTypeNames: (random, text) => edit(random, text, [Kind.NAMED_TYPE], () => true, (node) => ({ ...node, name: name(random.pick(['Nothing', 'user', 'Strin'])) })),
  FragmentsOnCompositeTypes: (random, text) => edit(random, text, [Kind.INLINE_FRAGMENT, Kind.FRAGMENT_DEFINITION], (node) => node.typeCondition, (node) => (
    { ...node, typeCondition: { kind: Kind.NAMED_TYPE, name: name(random.pick(['Int', 'DateTime', some(random, enums), some(random, inputs)])) } })),
  VariablesAreInputTypes: (random, text) => declare(text, `$wrong: ${wrapped(random, some(random, objects))}`),
  ScalarLeafs: (random, text) => edit(random, text, [Kind.FIELD], (node, info) => info.getType(), (node, info) => {
    const isLeaf = isLeafType(getNamedType(info.type));
    return { ...node, selectionSet: isLeaf ? set('id') : undefined };
  }),
  FieldsOnCorrectType: (random, text) => edit(random, text, [Kind.FIELD], () => true, (node) => (
    { ...node, name: name(random.pick(['nothing', 'Email', `${node.name.value}s_`, '__type_', 'totalcount'])), arguments: [] })),
  UniqueFragmentNames: (random, text) => `${text} ${twice(random)}`,
  KnownFragmentNames: (random, text) => select(random, text, () => spread('Missing')),
  NoUnusedFragments: (random, text) => `${text} fragment Unused on ${some(random, objects)} { __typename }`,
  PossibleFragmentSpreads: (random, text) => select(random, text, (parent) => {
    const possible = new Set(isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent]);
    const other = random.pick(objects.filter((type) => !possible.has(type)));
    return { kind: Kind.INLINE_FRAGMENT, typeCondition: { kind: Kind.NAMED_TYPE, name: name(other.name) }, selectionSet: set('__typename') };
  }),
  NoFragmentCycles: (random, text) => {
    const broken = select(random, text, () => spread('Round'), 'Organization');
    const length = 1 + random.below(3);
    const link = (index) => `fragment ${index ? `Round${index}` : 'Round'} on Organization { id ...${index + 1 === length ? 'Round' : `Round${index + 1}`} }`;
    return broken && `${broken} ${Array.from({ length }, (_, index) => link(index)).join(' ')}`;
  },
  UniqueVariableNames: (random) => `query ($a: ${random.pick(['Int', 'Int!', 'String'])}, $a: Int) { organizations(first: $a) { totalCount } }`,
  NoUndefinedVariables: (random, text) => edit(random, text, [Kind.ARGUMENT, Kind.OBJECT_FIELD], () => true, (node) => ({ ...node, value: { kind: Kind.VARIABLE, name: name('undefined_') } }))
    ?? select(random, text, () => parse('{ __typename @skip(if: $undefined_) }').definitions[0].selectionSet.selections[0]),
  NoUnusedVariables: (random, text) => declare(text, `$unused_: ${random.pick(['Int', '[String!]', some(random, inputs), 'Boolean = true'])}`),
  KnownDirectives: (random, text) => edit(random, text, [Kind.FIELD, Kind.OPERATION_DEFINITION, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_DEFINITION, Kind.FRAGMENT_SPREAD], () => true, (node) => direct(node,
    node.kind === Kind.FIELD || node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_SPREAD
      ? random.pick(['@unknown', '@defer', '@deprecated', '@oneOf', '@specifiedBy(url: "x")']) : random.pick(['@skip(if: true)', '@unknown(a: 1)', '@include(if: false)']))),
  UniqueDirectivesPerLocation: (random, text) => edit(random, text, [Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD], () => true, (node) => direct(direct(node, '@skip(if: false)'), `@skip(if: ${random.chance(0.5)})`)),
  KnownArgumentNames: (random, text) => edit(random, text, [Kind.FIELD, Kind.DIRECTIVE], () => true, (node) => ({ ...node, arguments: [...node.arguments, argument(random.pick(['unknown', 'If', 'input_']), '1')] })),
  UniqueArgumentNames: (random, text) => edit(random, text, [Kind.FIELD, Kind.DIRECTIVE], (node) => node.arguments.length, (node) => ({ ...node, arguments: [...node.arguments, random.pick(node.arguments)] })),
  ValuesOfCorrectType: (random, text) => edit(random, text, [Kind.INT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM, Kind.LIST, Kind.OBJECT, Kind.NULL], (node, info) => info.getInputType(), (node, info) => wrong(random, node, info.input)),
  ProvidedRequiredArguments: (random, text) => edit(random, text, [Kind.FIELD, Kind.DIRECTIVE], (node, info) => required(node, info).length, (node, info) => {
    const missing = random.pick(info.required);
    return { ...node, arguments: node.arguments.filter((given) => given.name.value !== missing) };
  }),
  VariablesInAllowedPosition: (random, text) => edit(random, text, [Kind.VARIABLE_DEFINITION], () => true, (node) => ({ ...node, type: changed(random, node.type), defaultValue: random.chance(0.2) ? { kind: Kind.NULL } : undefined })),
  OverlappingFieldsCanBeMerged: (random) => conflict(random),
  UniqueInputFieldNames: (random, text) => edit(random, text, [Kind.OBJECT], (node) => node.fields.length, (node) => ({ ...node, fields: [...node.fields, random.pick(node.fields)] })),
  MaxIntrospectionDepth: (random) => {
    const list = () => random.pick(['fields { type {', 'inputFields { type {', 'interfaces { ... {', 'possibleTypes { ... {']);
    const count = 3 + random.below(2);
    const nested = Array.from({ length: count }, list).join(' ');
    const inner = `${nested} name ${'} }'.repeat(count)}`;
    return random.chance(0.5) ? `{ __schema { queryType { ${inner} } } }` : `{ __type(name: "User") { ...T } } fragment T on __Type { ${inner} }`;
  },
};

/** Picks a node that fits, and puts another in its place. */
function edit(random, text, kinds, fits, change) {
  const document = parse(text);
  const info = new TypeInfo(schema);
  const found = [];
  const enter = (node) => {
    if (!kinds.includes(node.kind) || !fits(node, info)) return;
    found.push({ node, info: { type: info.getType(), input: info.getInputType(), parent: info.getParentType(), required: required(node, info) } });
  };
  visit(document, visitWithTypeInfo(info, { enter }));
  if (found.length === 0) return undefined;
  const chosen = random.pick(found);
  const changed = change(chosen.node, chosen.info);
  return changed && print(visit(document, { enter: (node) => (node === chosen.node ? changed : undefined) }));
}

/** Adds a selection to some set, by what the set selects on. */
function select(random, text, selection, on) {
  const fits = (node, info) => isCompositeType(info.getParentType()) && (!on || info.getParentType().name === on);
  return edit(random, text, [Kind.SELECTION_SET], fits, (node, info) => ({ ...node, selections: [...node.selections, selection(info.parent)] }));
}

const set = (field) => ({ kind: Kind.SELECTION_SET, selections: [{ kind: Kind.FIELD, name: name(field) }] });
const spread = (fragment) => ({ kind: Kind.FRAGMENT_SPREAD, name: name(fragment), directives: [] });
const argument = (label, text) => ({ kind: Kind.ARGUMENT, name: name(label), value: parseValue(text) });
const wrapped = (random, type) => random.pick([type, `${type}!`, `[${type}]`, `[${type}!]!`]);
const twice = (random) => `fragment Twice on ${some(random, objects)} { __typename } fragment Twice on ${some(random, objects)} { __typename }`;

function direct(node, text) {
  const [directive] = parse(`{ a ${text} }`).definitions[0].selectionSet.selections[0].directives;
  return { ...node, directives: [...(node.directives ?? []), directive] };
}

function declare(text, declaration) {
  const document = parse(text);
  const [operation] = document.definitions;
  const [variable] = parse(`query (${declaration}) { a }`).definitions[0].variableDefinitions;
  const changed = { ...operation, name: operation.name ?? name('Named'), variableDefinitions: [...(operation.variableDefinitions ?? []), variable] };
  return print({ ...document, definitions: [changed, ...document.definitions.slice(1)] });
}

function required(node, info) {
  const definition = node.kind === Kind.DIRECTIVE ? info.getDirective() : node.kind === Kind.FIELD ? info.getFieldDef() : undefined;
  const isNeeded = (argument) => isNonNullType(argument.type) && argument.defaultValue === undefined;
  return (definition?.args ?? []).filter(isNeeded).map((argument) => argument.name);
}

function wrong(random, node, type) {
  const candidates = ['1', '-1.5', '"text"', 'true', 'NO_SUCH_VALUE', '[1]', '[[1, "a"]]', '{ a: 1 }', '2147483648', '99999999999999999999', '["a", 1]', '{}'];
  if (isNonNullType(type)) candidates.push('null', 'null');
  if (node.kind === Kind.OBJECT && random.chance(0.6)) {
    const fields = node.fields.filter(() => random.chance(0.6));
    return { ...node, fields: random.chance(0.5) ? fields : [...node.fields, { kind: Kind.OBJECT_FIELD, name: name('unknown_'), value: parseValue('1') }] };
  }
  if (node.kind === Kind.LIST && random.chance(0.5)) return { ...node, values: [...node.values, parseValue(random.pick(candidates))] };
  return parseValue(random.pick(candidates));
}

function changed(random, type) {
  const other = { kind: Kind.NAMED_TYPE, name: name(random.pick(['Int', 'String', 'ID', 'Boolean', 'DateTime', some(random, enums), some(random, inputs)])) };
  if (type.kind === Kind.NON_NULL_TYPE && random.chance(0.6)) return type.type;
  return random.pick([other, { kind: Kind.LIST_TYPE, type }, { kind: Kind.NON_NULL_TYPE, type: other }, { kind: Kind.LIST_TYPE, type: other }]);
}

// Each pair cannot be one field of an answer.
function conflict(random) {
  const [one, other] = random.pick([
    ['a: email', 'a: firstName'], ['a: id', 'a: createdAt'], ['a: emails', 'a: email'],
    ['a: memberships(first: 1) { totalCount }', 'a: memberships(first: 2) { totalCount }'],
    ['a: memberships { totalCount }', 'a: memberships(first: 2) { totalCount }'],
    ['a: memberships { t: totalCount }', 'a: memberships { t: pageInfo { hasNextPage } }'],
    ['a: documents { nodes { x: id } }', 'a: documents { nodes { x: name } }'],
    ['a: documents { nodes { id } }', 'a: documentGroups { nodes { id } }'],
    ['a: teams { name }', 'a: plan { name }'], ['a: id', 'a: plan { name }'],
  ]);
  const [first, second] = random.chance(0.5) ? [one, other] : [other, one];
  return random.pick([
    `{ viewer { ${first} ${second} } }`,
    `{ viewer { ${first} } viewer { ${second} } }`,
    `{ viewer { ...A ...B } } fragment A on User { ${first} } fragment B on User { ${second} }`,
    `{ viewer { ...A ... on User { ${second} } } } fragment A on User { ...B } fragment B on User { ${first} }`,
    `{ node(id: "x") { ... on User { ${first} ... { ${second} } } } }`,
    `query A { viewer { ${first} ...C } } query B { viewer { ...C } } fragment C on User { ${second} }`,
  ]);
}
