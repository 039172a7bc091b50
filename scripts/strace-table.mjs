// Writes docs/strace.md from test/sys/strace-table.mjs, the table that the tests compare with the real strace, and writes the names of
// the calls into README.md's table. With --check it writes nothing, and fails if one of them is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as sys from '../out/src/index.js';
import { batch_calls } from '../out/src/observe/calls/batch.js';
import { file_calls } from '../out/src/observe/calls/file.js';
import { calls } from '../out/src/observe/calls/index.js';
import { ready_calls } from '../out/src/observe/calls/ready.js';
import { signal_calls } from '../out/src/observe/calls/signal.js';
import { socket_calls } from '../out/src/observe/calls/socket.js';
import { splice_calls } from '../out/src/observe/calls/splice.js';
import { transfer_calls } from '../out/src/observe/calls/transfer.js';
import { rows, setup } from '../test/sys/strace-table.mjs';

const target = new URL('../docs/strace.md', import.meta.url);

// Functions that are not system calls have another man page, or none.
const pages = {
  send_all: undefined,
  recv_exact: undefined,
  send_frame: undefined,
  recv_frame: undefined,
  sock_diag: 'sock_diag(7)',
  if_nametoindex: 'if_nametoindex(3)',
  if_indextoname: 'if_nametoindex(3)',
  eventfd_read: 'eventfd(2)',
  eventfd_write: 'eventfd(2)',
};

const code = (text) =>
  text
    .split('\n')
    .map((line) => `\`${line.replaceAll('|', '\\|')}\``)
    .join('<br>');

function man(name) {
  const page = name in pages ? pages[name] : (calls[name]?.page ?? `${name}(2)`);
  if (page === undefined) return '';
  const [, title, section] = /(\w+)\((\d)\)/.exec(page) ?? [];
  return `[${page}](https://man7.org/linux/man-pages/man${section}/${title}.${section}.html)`;
}

const cells = rows.map(([call, lines]) => {
  const [, name = ''] = /^(?:const .* = (?:unwrap\()?)?(\w+)\(/.exec(call) ?? [];
  return `| \`${name}\` | ${code(call)} | ${code(lines)} | ${man(name)} |`;
});

const text = `# Every call and its trace

<!-- Made by scripts/strace-table.mjs from test/sys/strace-table.mjs: do not edit. -->

What each function prints under strace, on x86-64: each system call is one line. The rows are one program, from top to bottom. The tests
run it under the real strace: it prints these lines, in this order, with nothing of Node's between them.

Values that the kernel chose are shown as the variable that holds them in the program: \`listener\` for a descriptor, \`addr.sin_port\` for a
port, \`tid\` for the process and its main thread, \`NODENAME\` for the name of the host. \`ADDRESS\` is the address of a buffer, which strace prints
if the call has not filled it. The kernel has no \`send\` and no \`recv\`: as in C, they are \`sendto\` and \`recvfrom\` without an address.

\`\`\`ts
${setup}
\`\`\`

| function | call | the line that strace prints | man page |
|---|---|---|---|
${cells.join('\n')}

To see the calls of your own program: \`strace -f -e trace=%network,close,poll,fcntl,read,write node program.js\`.
`;

/** The lines of README.md that name the calls of a room. The text after the names is written by hand. */
const lines_of_readme = {
  sockets: socket_calls,
  'move bytes': { ...transfer_calls, ...splice_calls },
  'many at once': batch_calls,
  descriptors: file_calls,
  wait: ready_calls,
  'signals and threads': signal_calls,
};

function with_calls(text) {
  return Object.entries(lines_of_readme).reduce((page, [label, room]) => {
    const line = new RegExp(`^\\| ${label} \\|(?: \`\\w+\`)*`, 'm');
    if (!line.test(page)) throw new Error(`README.md has no line for '${label}'`);
    const names = Object.keys(room).filter((name) => name in sys);
    return page.replace(line, `| ${label} | ${names.map((name) => `\`${name}\``).join(' ')}`);
  }, text);
}

const readme = new URL('../README.md', import.meta.url);
const written = readFileSync(readme, 'utf8');

for (const [file, was, is] of [
  [target, readFileSync(target, 'utf8'), text],
  [readme, written, with_calls(written)],
]) {
  if (!process.argv.includes('--check')) writeFileSync(file, is);
  else if (was !== is) {
    console.error(`${fileURLToPath(file)} is stale: npm run strace-table`);
    process.exitCode = 1;
  }
}
