// What keeps the fuzzer from the machine, and the machine from waiting for it: it runs in a network namespace where one can be made, as nobody
// where root cannot make one, and it is killed after a silence.

import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** As long as test/support/hang.ts says: a process that has printed nothing since has hung. */
const hang = 120_000;

/** In the process that fuzzes: `yes` with a namespace of its own, `no` without. */
const { FUZZ_ALONE: alone, LD_PRELOAD: preloaded, ...environment } = process.env;

export const is_inside = alone !== undefined;

/** Whether this process has a namespace of its own, in which no address leads anywhere. */
export const is_alone = alone === 'yes';

/** As in test/support/namespace.ts, but that what is preloaded is preloaded into Node alone: a shell leaks under AddressSanitizer. */
function namespace() {
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const command = ['unshare', '--net', '--mount', ...user, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const [file, ...args] = command;
  return spawnSync(file, [...args, 'true'], { env: environment }).status === 0 ? command : [];
}

/** Runs this program again, in a namespace. @returns its exit status, which is 1 if a signal has ended it */
export function outside() {
  const command = namespace();
  const preload = preloaded === undefined ? [] : ['env', `LD_PRELOAD=${preloaded}`];
  const program = fileURLToPath(new URL('fuzz.mjs', import.meta.url));
  const [file, ...args] = [...command, ...preload, process.execPath, ...process.execArgv, program];
  // Descriptor 0 is read and waited for.
  const child = spawn(file, args, {
    env: { ...environment, FUZZ_ALONE: command.length > 0 ? 'yes' : 'no' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const silence = setTimeout(() => child.kill('SIGKILL'), hang);
  child.stderr.on('data', (part) => {
    process.stderr.write(part);
    silence.refresh();
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      clearTimeout(silence);
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, forward);
      if (signal !== null) process.stderr.write(`\nended by ${signal}\n`);
      resolve(code ?? 1);
    });
  });
}

/** Works in an empty folder, since unix sockets may be bound to relative paths, and without the rights of root unless in a namespace. */
export async function in_a_folder(work) {
  const nobody = 65534;
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-fuzz-'));
  const is_root = process.getuid?.() === 0;
  if (!is_alone && is_root) {
    chownSync(folder, nobody, nobody);
    process.setgroups?.([nobody]);
    process.setgid?.(nobody);
    process.setuid?.(nobody);
  }
  process.chdir(folder);
  // Nothing is started from here.
  process.env.PATH = '/nowhere';
  try {
    await work();
  } finally {
    process.chdir('/');
    rmSync(folder, { recursive: true });
  }
}
