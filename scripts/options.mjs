// Writes docs/options.md from the catalogue, src/options/. Level, name, codec and access are in the calls of `option`, the type of the
// value comes from the compiler, and the docstring of the constant has its meaning and the first kernel. With --check it writes nothing,
// and fails if the file is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}docs/options.md`;

/** The C type of each codec that is not named after its struct. */
const c_types = {
  flag: 'int',
  int: 'int',
  seconds: 'int',
  milliseconds: 'int',
  microseconds: 'int',
  bytes: 'int',
  ifindex: 'int',
  network_int: 'int, network order',
  uint16: 'uint16_t',
  uint32: 'uint32_t',
  uint64: 'uint64_t',
  pacing_rate: 'unsigned long',
  descriptor: 'int',
  family: 'int',
  ip_membership: 'struct ip_mreqn, ip_mreq',
  multicast_interface: 'struct in_addr, ip_mreqn, ip_mreq',
  fanout: 'int, struct fanout_args',
  so_timestamping: 'int, struct so_timestamping',
  tpacket_stats: 'struct tpacket_stats, tpacket_stats_v3',
  meminfo: '__u32[SK_MEMINFO_VARS]',
  nothing: 'void',
  length: 'void: the length is the value',
  extension: 'struct ip6_hbh, ip6_dest, ip6_rthdr',
  tls_crypto_info: 'struct tls12_crypto_info_*',
  subflow_addrs: 'struct mptcp_subflow_data, mptcp_subflow_addrs[]',
  tcp_infos: 'struct mptcp_subflow_data, tcp_info[]',
};
const units = {
  seconds: 's',
  milliseconds: 'ms',
  microseconds: 'µs',
  bytes: 'bytes',
  ifindex: 'interface',
  flag: 'on or off',
};
const access_names = { r: 'get', w: 'set', rw: 'get, set' };

const files = readdirSync(`${root}src/options`)
  .map((name) => `${root}src/options/${name}`)
  .sort();
const program = ts.createProgram(files, {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  // The types of the DOM and Node are left out: reading them would take most of the time.
  lib: ['lib.es2022.d.ts'],
  types: [],
});
const checker = program.getTypeChecker();

/** The arguments of the call of `option` in an initializer, also inside `also_cmsg`. */
function described(node) {
  if (!ts.isCallExpression(node)) return undefined;
  const name = node.expression.getText();
  if (name === 'also_cmsg') return { ...described(node.arguments[0]), cmsg: node.arguments[3].getText().slice(1, -1) };
  const [first, ...others] = node.arguments.map((argument) => argument.getText());
  const text = (literal) => literal?.slice(1, -1);
  if (name === 'option') return { level: first, name: text(others[0]), codec: others[1], access: text(others[2]) };
  if (name !== 'option_of_both') return undefined;
  return { level: 'IPPROTO_IP, IPPROTO_IPV6', name: text(first), codec: others[0], access: text(others[1]) };
}

function c_type(codec) {
  const [, of, size] = /^(\w+)(?:\((.*)\))?$/.exec(codec) ?? [];
  if (of === 'text' || of === 'opaque') return `char[${size}]`;
  if (of === 'list') return `${c_type(size.split(',')[0])}[]`;
  if (of === 'in_addr') return 'struct in_addr';
  return c_types[of] ?? `struct ${of}`;
}

/** The types `V` and `W` of SocketOption<L, V, A, W>: the value that is read, and the value that may be set. */
function value_type(symbol, node) {
  const brand = checker
    .getTypeOfSymbolAtLocation(symbol, node)
    .getProperties()
    .find(({ name }) => name.startsWith('__@option_brand'));
  const branded = checker.getTypeOfSymbolAtLocation(brand, node);
  const of = (property) => parameter_type(checker.getTypeOfSymbolAtLocation(branded.getProperty(property), node), node);
  return { value: of('value'), set: of('set') };
}

/** The type of a function's only parameter. */
function parameter_type(of, node) {
  const [parameter] = of.getCallSignatures()[0].parameters;
  return checker
    .typeToString(checker.getTypeOfSymbolAtLocation(parameter, node))
    .replace('Uint8Array<ArrayBufferLike>', 'Uint8Array');
}

export const options = files.flatMap((file) => {
  const source = program.getSourceFile(file);
  return source.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    const [declaration] = statement.declarationList.declarations;
    const found = declaration.initializer && described(declaration.initializer);
    if (found === undefined) return [];
    const symbol = checker.getSymbolAtLocation(declaration.name);
    const said = ts
      .displayPartsToString(symbol.getDocumentationComment(checker))
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\{@link (\w+)\}/g, '`$1`');
    const [, what, since = ''] = /^(.*?)(?: Linux (\d+\.\d+(?:\.\d+)?)\.?)?$/.exec(said);
    return [
      {
        ...found,
        exported: symbol.name,
        c: c_type(found.codec),
        ...value_type(symbol, declaration),
        unit: units[found.codec] ?? '',
        since,
        what,
      },
    ];
  });
});

const levels = new Map();
for (const option of options) levels.set(option.level, [...(levels.get(option.level) ?? []), option]);
const cell = (text) => text.replaceAll('|', '\\|');
const types = ({ value, set }) =>
  value === set ? `\`${cell(value)}\`` : `\`${cell(value)}\`, set as \`${cell(set)}\``;
const row = (option) =>
  `| \`${option.name}\`${option.cmsg ? ' ✉' : ''} | \`${option.c}\` | ${types(option)} | ${access_names[option.access]} | ${option.unit} | ${option.since} | ${cell(option.what)} |`;

const sections = [...levels].map(
  ([level, all]) => `## ${level}

| name | C | TypeScript | access | unit | Linux | what it does |
|---|---|---|---|---|---|---|
${all.map(row).join('\n')}
`,
);

const text = `# Every socket option

<!-- Made by scripts/options.mjs from src/options/: do not edit. -->

The ${options.length} options whose types \`getsockopt\` and \`setsockopt\` know. Other options work too: as a
\`Uint8Array\`, or with a type declared by \`define_option\`. An empty cell under *Linux* means that 2.6.12 has the option
already. ✉ marks an option that is also the type of a control message. An option that the kernel accepts in several forms
can be set in any of them.

A few options are refused: their value holds an address of the process, or a count that the kernel trusts instead of the
length, or they allocate a ring that only mmap(2) could reach. \`binding/option.cc\` lists them. Every name has its number,
even if the running kernel is too old for the option and fails with \`ENOPROTOOPT\`: see [constants.md](constants.md).

${sections.join('\n')}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('docs/options.md is stale: npm run options');
    process.exitCode = 1;
  }
}
