// The rule sets `schema-all` and `schema-relay`, but for the rules that say why they are off.

import graphql from '@graphql-eslint/eslint-plugin';

const all = graphql.configs['flat/schema-all'].rules;
const relay = graphql.configs['flat/schema-relay'].rules;

export default [
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: new URL('../../schema.graphql', import.meta.url).pathname } } },
    rules: { ...all, ...relay },
  },
];
