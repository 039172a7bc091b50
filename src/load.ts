import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

interface Finder {
  (root: string): unknown;
  /** The file that a package's binary is. */
  path(root: string): string;
}

/** Where elf(5) says which machine a file is for, and the number of each machine that there is a binary for. */
const e_machine_at = 18;
const e_machine: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };

/** Loads the binary of this package, or throws one sentence that says why that cannot be and what to do. */
export function load(): unknown {
  const root = package_root();
  if (root === undefined) {
    throw new Error(
      'sys-socket was bundled into another file, away from its binary: mark it external ' +
        '(esbuild --external:sys-socket, build.rolldownOptions.external of Vite) and install it beside the bundle',
    );
  }
  const require = createRequire(import.meta.url);
  let file: string | undefined;
  try {
    const finder: Finder = require('node-gyp-build');
    file = finder.path(root);
    return require(file);
  } catch (cause) {
    throw new Error(`sys-socket ${reason(root, file, cause)}`, { cause });
  }
}

/** The package's folder; undefined where this module is part of somebody's bundle. */
function package_root(): string | undefined {
  if (import.meta.url === undefined) return undefined; // a bundle of CommonJS
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    return JSON.parse(readFileSync(`${root}package.json`, 'utf8')).name === 'sys-socket' ? root : undefined;
  } catch (cause) {
    if (!(cause instanceof Error) || code_of(cause) !== 'ERR_ACCESS_DENIED') return undefined;
    throw new Error(`sys-socket needs node --allow-fs-read=${root}* beside --permission, to find its binary`, {
      cause,
    });
  }
}

const code_of = (error: NodeJS.ErrnoException): string | undefined => error.code;

function reason(root: string, file: string | undefined, cause: unknown): string {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = code_of(error);
  if (code === 'ERR_DLOPEN_DISABLED') return 'needs node --allow-addons beside --permission: it is an addon';
  if (code === 'MODULE_NOT_FOUND') return 'lacks its dependency node-gyp-build: npm install';
  if (file === undefined) {
    return (
      `has no binary for ${process.platform}-${process.arch}: build it in place on Linux, with g++ and cmake, by ` +
      `npm i node-addon-api node-api-headers && cmake -S "${root}" -B "${root}build" && cmake --build "${root}build"`
    );
  }
  return `cannot load ${file}, ${fault_of(file)} (${error.message.replace(`${file}: `, '')})`;
}

/** What is wrong with a file that the loader refused. */
function fault_of(file: string): string {
  const header = Buffer.alloc(e_machine_at + 2);
  const fd = openSync(file, 'r');
  try {
    const read = readSync(fd, header);
    if (read < header.length || header.toString('latin1', 0, 4) !== '\x7fELF')
      return 'which is damaged: install the package again';
    if (header.readUInt16LE(e_machine_at) !== e_machine[process.arch])
      return `which is for another machine than ${process.arch}`;
    return 'which is damaged, or made for another libc: install the package again, or build it in place';
  } finally {
    closeSync(fd);
  }
}
