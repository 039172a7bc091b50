import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sys_socket from 'sys-socket';
import { hang } from '../support/hang.js';
import { alone } from '../support/namespace.js';

const index = new URL('../../dist/index.js', import.meta.url).href;

export interface Surroundings {
  /** Shell commands in namespaces of the child's own, as root there: `lo` is up, nothing else is. */
  readonly namespace?: string;
  /** RLIMIT_NOFILE, soft and hard: Node raises the soft one. */
  readonly nofile?: number;
  /** RLIMIT_FSIZE in blocks of 512 bytes. */
  readonly fsize?: number;
}

const prelude = `
  const code = (result) => result.ok ? result.value : result.error.code;
  const report = (value) => {
    console.log(JSON.stringify(value));
    process.exit();
  };
  const listener = (backlog = 16) => {
    const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(fd, backlog));
    const addr = sockaddr_storage();
    unwrap(getsockname(fd, addr));
    return { fd, addr };
  };
  // A signal with a handler comes every 50 ms; libuv installs it with SA_RESTART. A call that it misses ends with EAGAIN.
  const interrupted = (fd) => {
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 10, tv_usec: 0 }));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, { tv_sec: 10, tv_usec: 0 }));
    return fd;
  };
  const signals = () => {
    process.on('SIGUSR2', () => {});
    new Worker("setInterval(() => process.kill(process.pid, 'SIGUSR2'), 50)", { eval: true });
  };
  const fill = (fd) => {
    for (const size of [65536, 1]) while (send(fd, new Uint8Array(size), MSG_DONTWAIT).ok);
  };
  const ordinary_user = () => {
    if (process.getuid() !== 0) return;
    process.setgroups([]);
    process.setgid(65534);
    process.setuid(65534);
  };
`;

/** A program with the imports that it needs: every name of the package that is in it. */
export function with_imports(program: string): string {
  const names = Object.keys(sys_socket).filter((name) => new RegExp(`\\b${name}\\b`).test(program));
  return `import { ${names.join(', ')} } from '${index}';\n${program}`;
}

/**
 * Runs a program in a process of its own, for what would change or block this one, and gives what it passes to `report`.
 * The names of the package are there without import, and so are the helpers above.
 */
export function child(program: string, surroundings: Surroundings = {}): unknown {
  const { namespace, nofile, fsize } = surroundings;
  const folder = mkdtempSync(join(tmpdir(), 'sys-child-'));
  try {
    const script = join(folder, 'program.mjs');
    writeFileSync(script, `import { Worker } from 'node:worker_threads';\n${with_imports(prelude + program)}`);
    const shell = [
      ...(namespace === undefined ? [] : [namespace]),
      ...(nofile === undefined ? [] : [`ulimit -n ${nofile}`]),
      // What counts lines would write a part of its file, and spoil what other processes have counted.
      ...(fsize === undefined ? [] : ['export GCOV_PREFIX=/dev/null', `ulimit -f ${fsize}`]),
      'exec "$0" "$@"',
    ].join(' && ');
    const [command = 'sh', ...rest] = [...(namespace === undefined ? [] : alone), 'sh', '-c', shell];
    const { stdout, stderr, status } = spawnSync(command, [...rest, process.execPath, script], {
      encoding: 'utf8',
      timeout: hang,
      killSignal: 'SIGKILL',
    });
    if (status !== 0) throw new Error(`the child ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
