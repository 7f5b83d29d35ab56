// Requests whose variables do not fit, and some whose do, out of a request that is fine.

const ODD = [null, 0, 1, 1.0, 1.5, 2147483648, -1e30, '', 'x', '2026-01-31T09:30:00Z', '2026-01-31', true, [], [null], [1], ['x'], [[1]], {}, { a: 1 }, { email: null }, { idempotencyKey: 5 }];

export function* variations(random, { query, variables }) {
  const names = Object.keys(variables);
  if (names.length === 0) return;
  const chosen = random.pick(names);
  yield { query, variables: { ...variables, [chosen]: random.pick(ODD) }, kind: 'variables' };
  const { [chosen]: _, ...without } = variables;
  yield { query, variables: { ...without, undeclared: 1 }, kind: 'variables' };
  const inside = changed(random, variables[chosen]);
  if (inside !== undefined) yield { query, variables: { ...variables, [chosen]: inside }, kind: 'variables' };
}

/** The same value, with something inside it lost, added or exchanged. */
function changed(random, value) {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0) return [random.pick(ODD)];
    const place = random.below(value.length);
    return value.map((item, index) => (index === place ? changed(random, item) ?? random.pick(ODD) : item));
  }
  const names = Object.keys(value);
  if (names.length === 0 || random.chance(0.2)) return { ...value, unknown_: 1 };
  const name = random.pick(names);
  if (random.chance(0.3)) return Object.fromEntries(names.filter((other) => other !== name).map((other) => [other, value[other]]));
  return { ...value, [name]: changed(random, value[name]) ?? random.pick(ODD) };
}
