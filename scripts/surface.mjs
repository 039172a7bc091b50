// Writes docs/surface.md, which compares this package with the libraries of scripts/surface-peers.mjs. Our column comes from the exports
// of the built package and from the catalogues of src/. With --check it writes nothing, and fails if the file is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ours from '../dist/index.js';
import { options } from './options.mjs';
import { calls, counts, none_of_them, peers, typed_options } from './surface-peers.mjs';

const target = fileURLToPath(new URL('../docs/surface.md', import.meta.url));
const source = (path) => readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8');

/** `T` if the package has all exports of a row, else what is missing. */
function have(names) {
  const missing = names.split(' ').filter((name) => !(name in ours));
  if (missing.length === 0) return 'T';
  return missing.length === names.split(' ').length
    ? '–'
    : `T, but for ${missing.map((name) => `\`${name}\``).join(', ')}`;
}

const exported = (pattern) => Object.keys(ours).filter((name) => pattern.test(name));

/** The access of each control message: those of controls.ts, and those that are options too. */
const messages = [
  ...[...source('controls.ts').matchAll(/ control\([^']*'\w+'[^']*'(r|w|rw)'/g)].map(([, access]) => access),
  ...options.flatMap(({ cmsg }) => (cmsg === undefined ? [] : [cmsg])),
];
const our_counts = {
  'families of addresses, typed': exported(/^sockaddr_(?!storage)/).length,
  'AF_ constants': exported(/^AF_/).length,
  'MSG_ constants': exported(/^MSG_/).length,
  'control messages to send, typed': messages.filter((access) => access.includes('w')).length,
  'control messages that arrive, typed': messages.filter((access) => access.includes('r')).length,
};

const by_name = new Map(options.map((option) => [option.name, option]));
const theirs = [...new Set(Object.values(typed_options).flat())].sort();
const crates = Object.keys(typed_options);

/** Options that setsockopt refuses, since no type can make them safe. */
const ring = 'refused: it takes as much memory as it says, of use with mmap(2) only';
const refused = {
  PACKET_RX_RING: ring,
  PACKET_TX_RING: ring,
  XDP_RX_RING: ring,
  XDP_TX_RING: ring,
  XDP_UMEM_COMPLETION_RING: ring,
  XDP_UMEM_FILL_RING: ring,
  XDP_UMEM_REG: 'refused: it says where in memory packets are written',
};

const our_type = (name) => {
  const option = by_name.get(name);
  return option === undefined ? (refused[name] ?? '–') : `\`${option.value.replaceAll('|', '\\|')}\``;
};
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const alone = options.map(({ name }) => name).filter((name) => !theirs.includes(name));
const reached = theirs.filter((name) => by_name.has(name));

const text = `# The surface, beside others

<!-- Made by scripts/surface.mjs from what is exported and from scripts/surface-peers.mjs: do not edit. -->

What socket libraries of other languages have for Linux, as their sources said when they were read, and what this package exports.
T is a typed function or struct, r is raw bytes or numbers only, – is none; a name is the module of the same library that has it.

${table(['', 'read'], peers)}

## Calls

${table(
  ['', 'sys-socket', ...peers.map(([name]) => name)],
  calls.map(([what, names, columns]) => [what, have(names), ...columns.split(' ')]),
)}

And what none of them has:

${table(
  ['', 'sys-socket'],
  none_of_them.map(([what, names]) => [what, have(names)]),
)}

## How many

${table(
  ['', 'sys-socket', ...peers.map(([name]) => name)],
  Object.entries(counts).map(([what, columns]) => [what, our_counts[what], ...columns]),
)}

## Options

The value of an option has a type in three of them, crates of Rust: ${crates
  .map((crate) => `${typed_options[crate].length} in ${crate}`)
  .join(', ')}, ${theirs.length} together. This package types ${
  options.length
} options: ${reached.length} of those ${theirs.length}, and ${alone.length} that none of the three does. [options.md](options.md) has all of them.

${table(
  ['', 'sys-socket', ...crates],
  theirs.map((name) => [
    `\`${name}\``,
    our_type(name),
    ...crates.map((crate) => (typed_options[crate].includes(name) ? 'T' : '–')),
  ]),
)}

Those that none of the three types:

${alone.map((name) => `\`${name}\``).join(' ')}
`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('docs/surface.md is stale: npm run surface');
  process.exitCode = 1;
}
