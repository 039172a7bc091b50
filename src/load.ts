import { createRequire } from 'node:module';
import { fs, url, worker_threads } from './builtin.js';

/** The functions of the binary that each thread calls first. */
interface Beginning {
  gettid(): number;
  readonly loop: { guard(): void };
  readonly thread: { name(threadId: number): void; watch(): void };
}

/** False in Bun and Deno, whose functions with the names of libuv's end the process. */
export const on_node = process.versions.bun === undefined && process.versions.deno === undefined;

/** The offset of e_machine in an ELF header (elf(5)), and its value for each architecture that has a binary. */
const e_machine_at = 18;
const e_machine: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };

/** The package's folder; undefined if this module was bundled into another file. */
export const package_root: string | undefined = find_root();

/** Loads the binary of this package, or throws an error that says why it cannot be loaded and what to do. */
export function load(): unknown {
  if (package_root === undefined) {
    throw new Error(
      'sys-socket was bundled into another file, away from its binary: mark it external ' +
        '(esbuild --external:sys-socket, build.rolldownOptions.external of Vite) and install it beside the bundle',
    );
  }
  const file = binary_in(package_root);
  if (file === undefined) throw new Error(`sys-socket has no binary for ${how_to_build(package_root)}`);
  try {
    const binary: Beginning = createRequire(import.meta.url)(file);
    const number = binary.gettid() === process.pid ? 0 : worker_threads().threadId;
    binary.thread.name(number);
    if (on_node) binary.loop.guard();
    if (on_node && number !== 0) binary.thread.watch();
    return binary;
  } catch (cause) {
    throw new Error(`sys-socket ${reason(file, cause)}`, { cause });
  }
}

/** The path of the binary: SYS_SOCKET_BINARY, or the one that was built in place, or the one in the package. */
function binary_in(root: string): string | undefined {
  const told = process.env.SYS_SOCKET_BINARY;
  if (told !== undefined && told !== '') return told;
  const files = ['build/Release/sys_socket.node', `prebuilds/linux-${process.arch}/sys-socket.node`];
  return process.platform === 'linux'
    ? files.map((file) => root + file).find((file) => fs.existsSync(file))
    : undefined;
}

/** This module lies in dist/shared/, in out/src/ or, under Vitest, in src/. */
function find_root(): string | undefined {
  if (import.meta.url === undefined) return undefined; // a bundle of CommonJS
  return ['../..', '..'].map((up) => url.fileURLToPath(new URL(`${up}/`, import.meta.url))).find(is_root);
}

function is_root(folder: string): boolean {
  try {
    return JSON.parse(fs.readFileSync(`${folder}package.json`, 'utf8')).name === 'sys-socket';
  } catch (cause) {
    if (!(cause instanceof Error) || code_of(cause) !== 'ERR_ACCESS_DENIED') return false;
    const flag = `--allow-fs-read=${folder}*`;
    throw new Error(`sys-socket needs node ${flag} in addition to --permission, to find its binary`, { cause });
  }
}

function code_of(error: NodeJS.ErrnoException): string | undefined {
  return error.code;
}

function how_to_build(root: string): string {
  return (
    `${process.platform}-${process.arch}: build it in place on Linux, with g++ and cmake: ` +
    `npm i node-addon-api node-api-headers && cmake -S "${root}" -B "${root}build" && cmake --build "${root}build"`
  );
}

function reason(file: string, cause: unknown): string {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  if (code_of(error) === 'ERR_DLOPEN_DISABLED')
    return 'needs node --allow-addons in addition to --permission: it is an addon';
  return `cannot load ${file}, ${fault_of(file)} (${error.message.replace(`${file}: `, '')})`;
}

/** The reason why the loader refused a file. */
function fault_of(file: string): string {
  const header = Buffer.alloc(e_machine_at + 2);
  const fd = fs.openSync(file, 'r');
  try {
    const read = fs.readSync(fd, header);
    if (read < header.length || header.toString('latin1', 0, 4) !== '\x7fELF')
      return 'which is damaged: reinstall the package';
    if (header.readUInt16LE(e_machine_at) !== e_machine[process.arch])
      return `which is built for another architecture than ${process.arch}`;
    return 'which is damaged or built for another libc: reinstall the package, or build it in place';
  } finally {
    fs.closeSync(fd);
  }
}
