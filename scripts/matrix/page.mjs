// docs/support.md, from the last results.
import { causes } from './arm64.mjs';
import { root } from './install.mjs';
import { nodes } from './runtimes.mjs';

/** Removes the folder, which differs on other machines. */
const portable = (text) => text.replaceAll(root, '');

/** @typedef {{ name: string, version: string, what: string, date: string, passed: number, skipped: number, failed: { name: string, message: string, cause?: string }[] }} Row */

/**
 * @param {Row[]} rows
 * @param {string} machine the kernel, the distribution and the processor
 */
export function page(rows, machine) {
  const table = rows.map(
    ({ name, version, what, date, passed, failed, skipped }) =>
      `| ${name} | ${version} | ${what} | ${passed} | ${failed.length} | ${skipped} | ${date} |`,
  );
  const failures = rows.flatMap(({ name, failed }) =>
    failed
      .filter(({ cause }) => cause === undefined)
      .map((failure) => `- ${name}: ${failure.name}: ${portable(failure.message.split('\n')[0])}`),
  );
  const but = rows.some(({ failed }) => failed.some(({ cause }) => cause !== undefined))
    ? ', apart from what qemu does otherwise than Linux on arm64 (see below)'
    : '';
  const untried = nodes.filter(
    (range) => !rows.some(({ name, what }) => name === `Node ${range}` && what.startsWith('fast')),
  );
  const without = untried.length === 0 ? '' : ` The suite has no result here yet on Node ${untried.join(', ')}.`;
  return `# Where it runs

These are the last results of \`npm run matrix -- --docs\`, which installs each runtime from npm. The column "what" says what ran: parts of this
project's own suite (\`npm run matrix -- --whole\` runs all that \`npm test\` runs), or \`smoke\`, the smoke suite of \`test/runtimes/smoke.ts\`, in a
project that has the package as a dependency. \`garbage\` is what calls leave on the heap.
The machine was ${machine}.${without}

| runtime | version | what | passed | failed | skipped | date |
|---|---|---|---|---|---|---|
${table.join('\n')}

${failures.length === 0 ? `Nothing failed${but}.` : `These tests failed${but}:\n\n${failures.join('\n')}`}

A test is skipped if the machine lacks a tool or a privilege; the test's name says which.

The package needs Linux on x64 or arm64, with glibc or musl, and Node 20.19 or newer, or Bun or Deno. The newest of its calls,
\`epoll_pwait2\`, needs Linux 5.11. One binary for each processor serves all of these, because it uses Node-API 8.

- **arm64** was emulated by qemu, which passes the calls of a process on to the kernel of this machine, and has no ptrace(2).
${emulated(rows)}
- **musl**: the binary of the package is the same that glibc loads. Neither npm nor Debian has a package that is a build of Node for musl, but pnpm's
  own executable for musl is Node with pnpm in it, as a single executable application. \`scripts/matrix/musl.mjs\` switches the application off, and
  the rest is Node. This Node and Bun need a libstdc++ for musl, which \`scripts/matrix/libstdcxx-musl.sh\` builds from Debian's sources of GCC.
  \`test/package/musl.test.ts\` shows without either that the binary loads in a process of musl and makes its calls; there the test itself plays the
  part of Node-API.
- **Bun and Deno** have no libuv that could wait for the loop: [promises.md](promises.md) says what waits instead. What
  [interrupt.md](interrupt.md) says about ending a blocked thread is promised on Node only.
`;
}

/** What failed on arm64 because of qemu, by cause. */
function emulated(rows) {
  const suites = rows.filter(({ name, what }) => name.includes('arm64') && what !== 'smoke');
  if (suites.length === 0) return "  This project's suite has no result there yet.";
  const failed = suites.flatMap((row) => row.failed);
  const counted = Object.entries(causes)
    .map(([cause, { why }]) => ({ why, count: failed.filter((failure) => failure.cause === cause).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return `  The C++ programs of the tests, which say what the numbers and layouts of C are, were compiled for arm64 too. Some tests failed
  because qemu does otherwise than Linux; \`scripts/matrix/qemu.cc\` shows each cause by calls of C:
${counted.map(({ why, count }) => `  - ${count}: ${why}.`).join('\n')}

  Tests did not run, and count as skipped, if they need strace, end qemu, make it write past the memory of a call, or make it leave descriptors open. So all of these
  calls, and what strace shows of any call, are untested on arm64. Run by hand (2026-11-30), \`interrupt\` ended every call of \`test/binding/stuck.mjs\` there, even in a
  thread that blocks all signals, except \`splice\`, \`tee\` and \`sendfile\`.
  The failure of \`programs\` that is listed above is of a judge that goes by time: under qemu a thread takes longer to start than the 0.3 s of that test. With 3 s it
  passed there (2026-12-01).`;
}
