// Builds prebuilds/linux-x64/sys-socket.node and prebuilds/linux-arm64/sys-socket.node, or only one of them:
// `npm run prebuilds -- x64`. It builds in out/prebuild, so that build/ does not change.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installed, root, run, script } from './run.mjs';

/** The cross compiler for each architecture, and Debian's package of it. */
const compilers = {
  x64: ['x86_64-linux-gnu-g++', 'g++-x86-64-linux-gnu'],
  arm64: ['aarch64-linux-gnu-g++', 'g++-aarch64-linux-gnu'],
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(compilers);
// All compilers are looked for before anything is built, so that no incomplete set is built.
const builds = wanted.map((arch) => ({ arch, CXX: compiler_for(arch) }));

for (const { arch, CXX } of builds) {
  const cwd = join(root, 'out/prebuild', arch);
  mkdirSync(cwd, { recursive: true });
  const args = ['--arch', arch, '--name', 'sys-socket', '--out', root, '--cwd', cwd];
  args.push('--node-gyp', script('prebuildify-node-gyp.mjs'));
  run(installed('prebuildify/bin.js'), args, { env: { ...process.env, CXX } });
}

function compiler_for(arch) {
  if (!Object.hasOwn(compilers, arch)) fail(2, `${arch} is neither x64 nor arm64`);
  const [cxx, debian] = process.arch === arch ? [process.env.CXX || 'c++', 'g++'] : compilers[arch];
  if (!is_here(cxx)) fail(1, `linux-${arch} needs ${cxx}, which is not here: apt-get install ${debian}`);
  return cxx;
}

function is_here(program) {
  const files = program.includes('/')
    ? [program]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return files.some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function fail(status, message) {
  console.error(`prebuilds: ${message}`);
  process.exit(status);
}
