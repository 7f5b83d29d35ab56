// Documents that are valid, found by walking the schema. Nothing of them is executed but where `isLive` says so: every
// field of a root carries a directive that leaves it out.

import { getNamedType, isAbstractType, isCompositeType, isListType, isNonNullType } from 'graphql';
import { schema } from './oracle.mjs';
import { value, written } from './values.mjs';

const DEEPEST = 4;

export function valid(random, { isLive = false } = {}) {
  const kind = !isLive && random.chance(0.35) ? 'mutation' : 'query';
  const writer = new Writer(random, isLive);
  const root = schema.getRootType(kind);
  const selections = writer.root(root);
  const name = random.chance(0.5) ? `Op${random.below(100)}` : '';
  const declared = writer.declared.length ? `(${writer.declared.join(', ')})` : '';
  const isShort = kind === 'query' && !name && !declared && random.chance(0.5);
  const head = isShort ? '' : `${kind} ${name}${declared} `;
  const parts = [`${head}{ ${selections} }`, ...writer.fragments];
  return { query: parts.join(random.pick(['\n', ' ', '\n# a comment\n', ',,'])), variables: writer.sent };
}

class Writer {
  constructor(random, isLive) {
    this.random = random;
    this.isLive = isLive;
    this.declared = [];
    this.sent = {};
    this.fragments = [];
    this.aliases = 0;
    this.renamed = 0;
  }

  root(type) {
    const fields = Object.values(type.getFields());
    const count = 1 + this.random.below(2);
    const chosen = Array.from({ length: count }, () => this.random.pick(fields));
    const never = this.isLive ? '' : ' @include(if: false)';
    const selected = chosen.map((field) => this.field(type, field, 0, never));
    if (this.random.chance(0.15)) selected.push(`__typename${never}`);
    if (this.random.chance(0.1) && type.name === 'Query') selected.push(`__type(name: "User")${never} { name kind fields { name } }`);
    return selected.join(' ');
  }

  set(type, depth) {
    if (isAbstractType(type)) return this.abstract(type, depth);
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const others = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const chosen = [...this.random.some(leaves, 2 / (leaves.length + 1)), ...(depth < DEEPEST ? this.random.some(others, 1 / (others.length + 1)) : [])];
    const selected = chosen.map((field) => this.field(type, field, depth));
    if (selected.length === 0 || this.random.chance(0.1)) selected.push('__typename');
    return this.wrapped(type, selected);
  }

  abstract(type, depth) {
    const kinds = this.random.some([...schema.getPossibleTypes(type)], 0.4);
    // A name of two types may stand for values of two types: every field gets another one.
    this.renamed += 1;
    const parts = kinds.map((kind) => `... on ${kind.name} { ${this.set(kind, depth + 1)} }`);
    this.renamed -= 1;
    return ['__typename', ...parts].join(' ');
  }

  // Some of a set moves into fragments, which changes nothing of what it means.
  wrapped(type, selected) {
    const roll = this.random.next();
    if (roll < 0.12) {
      const name = `F${this.fragments.length}`;
      this.fragments.push(`fragment ${name} on ${type.name} { ${selected.join(' ')} }`);
      return this.random.chance(0.3) ? `...${name} ...${name}` : `...${name}`;
    }
    if (roll < 0.2) return `... on ${type.name} { ${selected.join(' ')} }`;
    if (roll < 0.24) return `...${this.directive()} { ${selected.join(' ')} }`;
    return selected.join(' ');
  }

  field(type, field, depth, never = '') {
    const written = field.args.map((argument) => this.argument(argument)).filter(Boolean);
    const needsAlias = written.length > 0 || this.renamed > 0 || depth === 0 || this.random.chance(0.1);
    const alias = needsAlias ? `a${this.aliases++}: ` : '';
    const args = written.length ? `(${written.join(', ')})` : '';
    const directive = never || (this.random.chance(0.08) ? this.directive() : '');
    const inner = getNamedType(field.type);
    const set = isCompositeType(inner) ? ` { ${this.set(inner, depth + 1)} }` : '';
    return `${alias}${field.name}${args}${directive}${set}`;
  }

  argument(argument) {
    const isNeeded = isNonNullType(argument.type) && argument.defaultValue === undefined;
    // Small pages, or the answer might grow beyond what is answered.
    if (argument.name === 'first') return `first: ${1 + this.random.below(2)}`;
    if (argument.name === 'last' || (!isNeeded && this.random.chance(0.6))) return '';
    return `${argument.name}: ${this.value(argument.type)}`;
  }

  value(type) {
    if (this.random.chance(0.3)) return this.variable(type);
    const drawn = value(this.random, type);
    if (!isNonNullType(type) && this.random.chance(0.08)) return 'null';
    return this.withVariables(drawn, type);
  }

  // Now and then a field of an object, or an item of a list, is a variable too.
  withVariables(drawn, type) {
    const inner = isNonNullType(type) ? type.ofType : type;
    if (drawn !== null && !Array.isArray(drawn) && typeof drawn === 'object' && inner.getFields && !inner.isOneOf && this.random.chance(0.5)) {
      const fields = inner.getFields();
      const entry = ([name, item]) => `${name}: ${this.random.chance(0.3) ? this.variable(fields[name].type) : this.withVariables(item, fields[name].type)}`;
      return `{ ${Object.entries(drawn).map(entry).join(', ')} }`;
    }
    if (Array.isArray(drawn) && isListType(inner) && this.random.chance(0.3)) {
      return `[${[...drawn.map((item) => this.withVariables(item, inner.ofType)), this.variable(inner.ofType)].join(', ')}]`;
    }
    return written(this.random, drawn, type);
  }

  variable(type) {
    const name = `v${this.declared.length}`;
    const drawn = value(this.random, type);
    const isRequired = isNonNullType(type);
    const roll = this.random.next();
    if (roll < 0.2) {
      const nullable = isRequired ? type.ofType : type;
      this.declared.push(`$${name}: ${nullable} = ${written(this.random, drawn, type)}`);
      if (this.random.chance(0.3)) this.sent[name] = value(this.random, type);
    } else if (roll < 0.5 && !isRequired) {
      this.declared.push(`$${name}: ${type}`);
      if (this.random.chance(0.6)) this.sent[name] = this.random.chance(0.2) ? null : drawn;
    } else {
      this.declared.push(`$${name}: ${isRequired ? type : `${type}!`}`);
      this.sent[name] = drawn;
    }
    return `$${name}`;
  }

  directive() {
    const name = this.random.pick(['skip', 'include']);
    const condition = this.random.chance(0.5) ? this.variable(schema.getDirective('skip').args[0].type) : this.random.chance(0.5);
    return ` @${name}(if: ${condition})`;
  }
}
