// The lint of the schema.

import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

export async function lint() {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const eslint = new ESLint({ cwd: root, overrideConfigFile: `${here}eslint.config.mjs` });
  const results = await eslint.lintFiles(['schema.graphql']);
  const messages = results.flatMap((result) => result.messages);
  return messages.map(({ line, ruleId, message }) => `schema.graphql:${line} ${ruleId}: ${message}`);
}
