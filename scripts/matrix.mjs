// npm run matrix: tests the package on Node 20, 22, 24 and 26, on Node for musl and for arm64 under qemu, on Bun and Deno, and with the
// different ways to run TypeScript.
//
//   npm run matrix [-- [--smoke | --whole] [--only WORD] [--docs]]
//
//   --smoke      only the smoke suite, which takes a second for each runtime
//   --whole      on each Node everything that npm test runs, instead of the group fast
//   --only WORD  only the runtimes whose name contains the word: 22, Bun
//   --docs       writes docs/support.md from the last result of each runtime
//
// A runtime that npm cannot install is named, and does not count as a failure; nor does what fails because of qemu. Exit status: 0, or 1 if
// something failed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { parseArgs } from 'node:util';
import { programs as programs_on_arm64, suite_on_arm64, with_causes } from './matrix/arm64.mjs';
import { place, root } from './matrix/install.mjs';
import { node_with_musl } from './matrix/musl.mjs';
import { page } from './matrix/page.mjs';
import { node_of, nodes, runtimes } from './matrix/runtimes.mjs';
import { project, smoke } from './matrix/smoke.mjs';
import { suite } from './matrix/suite.mjs';

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    docs: { type: 'boolean', default: false },
  },
});
const projects = values.whole ? ['fast', 'programs', 'labs', 'types'] : ['fast'];
const wanted = (name) => name.includes(values.only);

mkdirSync(place, { recursive: true });
const file = `${place}results.json`;
const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
let failures = 0;

if (!values.smoke) {
  for (const range of nodes.filter((range) => wanted(`Node ${range}`))) {
    record(`Node ${range}`, projects.join(', '), node_of(range), (node) => suite(node, range, projects));
  }
  const musl = 'Node 26, musl';
  if (wanted(musl)) record(musl, projects.join(', '), node_with_musl(), (node) => suite(node, 'musl', projects));
  const emulated = 'Node 22, arm64 under qemu';
  if (wanted(emulated)) {
    const there = suite_on_arm64('22');
    record(emulated, 'fast', there, (node) => with_causes(suite(node, 'arm64', ['fast'])));
    if (values.whole)
      record(emulated, 'programs', there, (node) =>
        with_causes(suite(node, 'arm64-programs', ['programs'], programs_on_arm64)),
      );
  }
}
if (!values.smoke && !values.whole) {
  // What a call leaves on the heap depends on V8's compiler, and each version of Node has its own.
  for (const range of nodes.filter((range) => wanted(`Node ${range}`))) {
    record(`Node ${range}`, 'garbage', node_of(range), (node) => suite(node, range, ['programs'], ['test/garbage']));
  }
}
const folder = project();
for (const [name, find] of Object.entries(runtimes)) {
  if (wanted(name)) record(name, 'smoke', find(), (runtime) => smoke(runtime, folder));
}

writeFileSync(file, JSON.stringify(results, undefined, 1));
if (values.docs) writeFileSync(`${root}docs/support.md`, page(Object.values(results).sort(by_name), machine()));
process.exitCode = failures > 0 ? 1 : 0;

/** Runs one suite on one runtime, and prints and keeps the result. */
function record(name, what, found, run) {
  if ('absent' in found) {
    console.log(`${name}: absent: ${found.absent}`);
    return;
  }
  const result = run(found);
  const date = new Date().toISOString().slice(0, 10);
  results[`${name}: ${what}`] = { name, version: found.version, what, date, ...result };
  const unexplained = result.failed.filter(({ cause }) => cause === undefined);
  failures += unexplained.length;
  console.log(
    `${name} ${found.version}: ${what}: ${result.passed} passed, ${result.failed.length} failed, ${result.skipped} skipped`,
  );
  for (const failure of unexplained)
    console.log(`  failed: ${failure.name}\n    ${failure.message.replaceAll('\n', '\n    ')}`);
}

/** Sorts in the order of the list of runtimes, with this project's suite before the smoke suite. */
function by_name(a, b) {
  const behind = { garbage: 50, smoke: 100 };
  const place_of = ({ name, what }) => Object.keys(runtimes).indexOf(name) + (behind[what] ?? 0);
  return place_of(a) - place_of(b);
}

function machine() {
  const [, name = 'Linux'] = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
  return `Linux ${release().split('-')[0]}, ${name}, ${arch()}`;
}
