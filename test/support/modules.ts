// Programs that a test writes itself, and that import the built package.
import { spawnSync } from 'node:child_process';
import { hang } from './hang.js';
import { root } from './strace.js';

const header = `
  import * as sys from '${root}dist/index.js';
  import * as soon from '${root}dist/promises/index.js';
  import { readdirSync, readlinkSync } from 'node:fs';
  import { isMainThread, Worker } from 'node:worker_threads';
  const { unwrap } = sys;
  const pair = (type = 0) => unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM | type, 0));
  const epolls = () => readdirSync('/proc/self/fd').filter((fd) => {
    try { return readlinkSync('/proc/self/fd/' + fd).includes('eventpoll'); } catch { return false; }
  }).length;
`;

/** The source of a module that has the package as `sys` and `soon`, and `unwrap`, `pair()` and `epolls()`. */
export const module_of = (body: string): string => header + body;

/** Runs a module to its end. */
export function run_module(body: string) {
  const args = ['--no-warnings', '--input-type=module', '-e', module_of(body)];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: hang,
    killSignal: 'SIGKILL',
  });
  return { status, signal, stdout, stderr };
}
