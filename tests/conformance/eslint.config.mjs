// The rule sets `schema-all` and `schema-relay`. What is off or changed says why.

import { fileURLToPath } from 'node:url';
import graphql from '@graphql-eslint/eslint-plugin';

const of = (name) => graphql.configs[`flat/${name}`].rules;

export default [
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: fileURLToPath(new URL('../../schema.graphql', import.meta.url)) } },
    },
    rules: {
      ...of('schema-all'),
      ...of('schema-relay'),
      // Fields stand in the order in which they are read, the things asked for first and `userErrors` near the end.
      '@graphql-eslint/alphabetize': 'off',
      // The printer writes short descriptions in quotes and long ones in blocks; every part has one, which is another rule.
      '@graphql-eslint/description-style': 'off',
      // `documentId` and its like are signNow's own ids beside the global `id`, under the names that signNow's documents use.
      '@graphql-eslint/no-typename-prefix': 'off',
      // There are mutations. Subscriptions there are none, and no type may look like their root.
      '@graphql-eslint/no-root-type': ['error', { disallow: ['subscription'] }],
      // Relay asks for edges in connections. Lists that do not page (`nodes`, `userErrors`, `results`) hold what they hold.
      '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      // A payload with the whole query in it would let the answer of a mutation cost anything.
      '@graphql-eslint/require-field-of-type-query-in-mutation-result': 'off',
      // What `node` can find again has an id, and no other type pretends to: rows, pages, payloads and values.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
];
