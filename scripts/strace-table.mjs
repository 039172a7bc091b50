// Writes docs/strace.md from the table that the tests hold against the real strace: test/sys/strace-table.mjs. With --check it
// writes nothing and fails when the file is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { rows, setup } from '../test/sys/strace-table.mjs';

const target = new URL('../docs/strace.md', import.meta.url);

// The loops of floor 4 have no man page, and some pages have another name or section than the function.
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
  pthread_sigmask: 'pthread_sigmask(3)',
};

const code = (text) =>
  text
    .split('\n')
    .map((line) => `\`${line.replaceAll('|', '\\|')}\``)
    .join('<br>');

function man(name) {
  const page = name in pages ? pages[name] : `${name}(2)`;
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

What each function is under strace, on x86-64: one call, one line. The rows are one program, from top to bottom, which the
tests run under the real strace: these lines come out, in this order, with nothing of Node's between them.

What the kernel chose is written as what holds it in the program: \`listener\` for a descriptor, \`addr.sin_port\` for a port,
\`tid\` for the process and its main thread, \`NODENAME\` for the name of the host. \`ADDRESS\` is the address of a buffer, which strace prints where the call has not filled
it. The kernel has no \`send\` and no \`recv\`: as in C, they are \`sendto\` and \`recvfrom\` without an address.

\`\`\`ts
${setup}
\`\`\`

| function | call | the line that strace prints | man page |
|---|---|---|---|
${cells.join('\n')}

To see those of your own program: \`strace -f -e trace=%network,close,poll,fcntl,read,write node program.js\`.
`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('docs/strace.md is stale: node scripts/strace-table.mjs');
  process.exitCode = 1;
}
