// `check-pack.mjs [FOLDER]` prints each reason why a package packed there would not load after its installation, one a line, and then exits with 1.
// npm runs it after it has built everything (prepack), and again before it publishes.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const faults = [];

// elf(5): e_machine, at 18.
const machines = { x64: 62, arm64: 183 };
for (const [arch, machine] of Object.entries(machines)) {
  const file = `prebuilds/linux-${arch}/sys-socket.node`;
  const path = join(root, file);
  if (!existsSync(path)) faults.push(`has no ${file}: npm run prebuilds`);
  else if (readFileSync(path).readUInt16LE(18) !== machine) faults.push(`has a ${file} that is for another machine`);
}

/** Every file that package.json names as an entry or a command. */
function* entries(of) {
  if (typeof of === 'string') yield of;
  else for (const one of Object.values(of)) yield* entries(one);
}
for (const file of new Set(entries([manifest.exports, manifest.bin, manifest.types]))) {
  if (!existsSync(join(root, file))) faults.push(`has no ${file}: npm run build:ts`);
}

// The scripts that npm would run during an installation, from a tarball or from git: npm's scripts(7).
for (const name of ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare']) {
  if (manifest.scripts?.[name] !== undefined)
    faults.push(`has the script ${name}, which npm runs when it is installed`);
}
if (existsSync(join(root, 'binding.gyp')))
  faults.push('has a binding.gyp, for which npm runs node-gyp when it is installed');

for (const fault of faults) console.error(`sys-socket cannot be packed: it ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
