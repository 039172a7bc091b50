// Values of every kind, and how strace prints them: the other direction of the parser.
import fc from 'fast-check';
import type { Value } from '../../src/strace/index.js';

type Escapes = 'octal' | 'hex';

const identifier = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/).filter((name) => name !== 'NULL');
const field = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const integer = fc.oneof(fc.integer(), fc.maxSafeInteger());
const bytes = fc.uint8Array({ maxLength: 12 }).map((from) => new Uint8Array(from));

const text = fc.record({ kind: fc.constant('string' as const), bytes, more: fc.boolean(), abstract: fc.boolean() });
const name = identifier.map((only) => ({ kind: 'flags' as const, names: [only], rest: [] }));
const flags = fc.record({
  kind: fc.constant('flags' as const),
  names: fc.array(identifier, { minLength: 1, maxLength: 3 }),
  rest: fc.array(fc.nat(), { maxLength: 2 }),
});
const bits = fc.oneof(
  fc.record({
    kind: fc.constant('bits' as const),
    inverted: fc.constant(false),
    members: fc.array(fc.oneof(name, fc.nat()), { minLength: 2, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('bits' as const),
    inverted: fc.constant(true),
    members: fc.array(name, { maxLength: 3 }),
  }),
);
const port = fc.nat(65535);
const numbered = fc.record({
  kind: fc.constant('numbered' as const),
  number: fc.nat(1000),
  is: fc.oneof(
    fc.tuple(port, port).map(([a, b]) => ({
      kind: 'socket' as const,
      protocol: 'TCP',
      local: `127.0.0.1:${a}`,
      peer: `127.0.0.1:${b}`,
    })),
    fc.nat().map((inode) => ({ kind: 'socket' as const, protocol: 'UDP', inode })),
    fc.nat().map((id) => ({ kind: 'inode' as const, type: 'pipe', id: String(id) })),
    fc.record({
      kind: fc.constant('path' as const),
      path: fc
        .string({ unit: fc.constantFrom('a', '/', '[', ']', '<', '>', ' ', '"', '\\') })
        .map((path) => `/${path}`),
      deleted: fc.boolean(),
    }),
  ),
});

/** A value of any kind but raw text, which is what the notation does not say. */
export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; inner: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    integer,
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 64n - 1n }),
    fc.constant(null),
    text,
    flags,
    bits,
    numbered,
    fc.array(tie('inner'), { maxLength: 4 }),
    fc.record({
      kind: fc.constant('struct' as const),
      fields: fc.dictionary(field, tie('inner'), { maxKeys: 4, noNullPrototype: true }),
      items: fc.constant([]),
      more: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('expression' as const),
      name: field,
      args: fc.array(tie('value'), { maxLength: 3 }),
    }),
  ),
  inner: fc.oneof(tie('value'), fc.record({ kind: fc.constant('changed' as const), before: integer, after: integer })),
})).value;

export function print_value(value: Value, escapes: Escapes): string {
  const print = (inner: Value) => print_value(inner, escapes);
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (!('kind' in value)) throw new Error('a value of no kind');
  switch (value.kind) {
    case 'string':
      return `${value.abstract ? '@' : ''}"${escaped(value.bytes, escapes)}"${value.more ? '...' : ''}`;
    case 'flags':
      return [...value.names, ...value.rest.map((bit) => `0x${bit.toString(16)}`)].join('|');
    case 'bits':
      return `${value.inverted ? '~' : ''}[${value.members.map(print).join(' ')}]`;
    case 'struct': {
      const fields = Object.entries(value.fields).map(([name, inner]) => `${name}=${print(inner)}`);
      return `{${[...fields, ...(value.more ? ['...'] : [])].join(', ')}}`;
    }
    case 'expression':
      return `${value.name}(${value.args.map(print).join(', ')})`;
    case 'changed':
      return `${print(value.before)} => ${print(value.after)}`;
    case 'numbered':
      return `${value.number}${named(value.is)}`;
    case 'more':
      return '...';
    case 'raw':
      return value.text;
  }
}

function named(is: Extract<Value, { kind: 'numbered' }>['is']): string {
  if (is.kind === 'inode') return `<${is.type}:[${is.id}]>`;
  if (is.kind === 'other') return `<${is.text}>`;
  if (is.kind === 'socket') return `<${is.protocol}:[${is.inode ?? `${is.local}->${is.peer}`}]>`;
  const path = is.path.replaceAll(/[\\"]/g, '\\$&').replaceAll('<', '\\74').replaceAll('>', '\\76');
  return `<${path}>${is.deleted ? '(deleted)' : ''}`;
}

/** As strace does: in octal as few digits as will do, and C's letters; with -xx, two digits for each. */
function escaped(bytes: Uint8Array, escapes: Escapes): string {
  return [...bytes]
    .map((byte, i) => {
      if (escapes === 'hex') return `\\x${byte.toString(16).padStart(2, '0')}`;
      const char = String.fromCharCode(byte);
      const letter = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\v': '\\v', '\f': '\\f', '"': '\\"', '\\': '\\\\' }[
        char
      ];
      if (letter !== undefined) return letter;
      if (byte >= 0x20 && byte < 0x7f) return char;
      const digit_follows = /^[0-7]$/.test(String.fromCharCode(bytes[i + 1] ?? 0));
      return `\\${byte.toString(8).padStart(digit_follows ? 3 : 1, '0')}`;
    })
    .join('');
}
