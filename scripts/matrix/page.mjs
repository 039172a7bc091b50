// docs/support.md, of the last results.
import { root } from './install.mjs';
import { nodes } from './runtimes.mjs';

/** Without the folder of this machine. */
const portable = (text) => text.replaceAll(root, '');

/** @typedef {{ name: string, version: string, what: string, date: string, passed: number, skipped: number, failed: { name: string, message: string }[] }} Row */

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
    failed.map((failure) => `- ${name}: ${failure.name}: ${portable(failure.message.split('\n')[0])}`),
  );
  const untried = nodes.filter((range) => !rows.some(({ name, what }) => name === `Node ${range}` && what !== 'smoke'));
  const without = untried.length === 0 ? '' : ` The suite has no result here yet on Node ${untried.join(', ')}.`;
  return `# Where it runs

The last results of \`npm run matrix -- --docs\`, which installs each runtime from npm: of the suite of this project the named parts
(\`npm run matrix -- --whole\` runs all that \`npm test\` runs), and the smoke suite, \`test/runtimes/smoke.ts\`, in a project that has the package
as a dependency. On ${machine}.${without}

| runtime | version | what | passed | failed | skipped | date |
|---|---|---|---|---|---|---|
${table.join('\n')}

${failures.length === 0 ? 'Nothing failed.' : `What failed:\n\n${failures.join('\n')}`}

A test that is skipped lacks a tool or a privilege of the machine, and its name says which. The package needs Linux (5.10 or newer for all of its calls), on
x64 or arm64, with glibc or musl, and Node 20.19 or newer, or Bun or Deno: one binary for all, by Node-API 8.
The processor of arm64 is played by qemu, which has no ptrace(2): of what strace says, and of the suite, nothing was asked there. With musl the suite has not run
either: we know of no Node for it in npm or Debian, and Bun's (\`@oven/bun-linux-x64-musl\`) needs a libstdc++ for musl, which they have not. What is held there
is that the same binary loads in a process of musl and makes its calls (\`test/package/musl.test.ts\`, which plays Node-API).
[interrupt.md](interrupt.md) says what the end of a blocked thread rests on, which is promised on Node alone, and [promises.md](promises.md) how
the loop is waited on where there is no libuv.
`;
}
