import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/**
 * The shell that starts a judge. It stands between the process that the learner sees and the learner's code, so that a signal to the
 * parent hits only the shell. When its stdin ends, because the judge is done or because its own parent is gone for whatever reason, it
 * kills every process that has the judge's mark in its environment, including children of children in any session. It then deletes
 * what was compiled from TypeScript: the folder belongs to the shell, so that its parent may be gone at any moment.
 */
const script = `
mark=$1 compiled=$2 judge=; shift 2
mkdir -p -m 700 "$compiled" || exit 1
if [ $# -gt 0 ]; then
  SYS_SOCKET_COMPILED="$compiled" SYS_SOCKET_LEARN="$mark" "$@" </dev/null 3>&3 &
  judge=$!
fi
exec 3>&- >/dev/null 2>&1
cat
[ -z "$judge" ] || kill -KILL $judge
rounds=0
while [ $rounds -lt 50 ]; do
  left=$(grep -ls "SYS_SOCKET_LEARN=$mark" /proc/[0-9]*/environ)
  [ -n "$left" ] || break
  for file in $left; do pid=\${file#/proc/}; kill -KILL "\${pid%/environ}"; done
  rounds=$((rounds + 1))
done
wait
rm -rf "$compiled"
`;

/** A running judge, and everything that it starts. */
export interface Guarded {
  /** Its messages. */
  readonly channel: Readable;
  /** Its stderr. */
  stderr(): string;
  /** The processes that have its mark. */
  readonly mark: string;
  readonly pid: number;
  /** Kills it and everything that it started. */
  end(): Promise<void>;
}

/** Starts a Node program that sends messages on descriptor 3. */
export function start_guarded(command: readonly string[], env: NodeJS.ProcessEnv): Guarded {
  const mark = randomUUID();
  const compiled = join(tmpdir(), `sys-socket-learn-${mark}`);
  const child = spawn('/bin/sh', ['-c', script, 'sh', mark, compiled, ...command], {
    detached: true,
    env,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  const [stdin, , stderr, channel] = child.stdio;
  if (!stdin || !stderr || !channel || !('read' in channel)) throw new Error('the judge has no channel');
  let said = '';
  stderr.on('data', (bytes: Buffer) => {
    if (said.length < 100_000) said += bytes.toString();
  });
  stdin.on('error', () => {}); // a guard that was killed
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let ending: Promise<void> | undefined;
  const finish = async () => {
    stdin.end();
    if (child.pid !== undefined) wake(child.pid);
    await exited;
    channel.destroy();
    stderr.destroy();
    if (child.exitCode !== 0) await sweep(mark, compiled);
  };
  return {
    channel,
    stderr: () => said,
    mark,
    pid: child.pid ?? 0,
    end: () => (ending ??= finish()),
  };
}

/** Kills what was started, and deletes what was compiled, once this process is gone for whatever reason. */
export interface Guard {
  /** The folder for compiled files, and the mark: the environment of each program that the guard is to kill. */
  readonly env: Readonly<Record<'SYS_SOCKET_COMPILED' | 'SYS_SOCKET_LEARN', string>>;
  /** Kills everything that has the mark. */
  end(): Promise<void>;
}

/** Starts a guard for a caller that starts its programs itself. */
export function start_guard(): Guard {
  const mark = randomUUID();
  const compiled = join(tmpdir(), `sys-socket-${mark}`);
  const child = spawn('/bin/sh', ['-c', script, 'sh', mark, compiled], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.on('error', () => {}); // a guard that was killed
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  mkdirSync(compiled, { mode: 0o700, recursive: true }); // by the shell, or here if the shell has not done so yet
  return {
    env: { SYS_SOCKET_COMPILED: compiled, SYS_SOCKET_LEARN: mark },
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}

/** Does the work of a guard that a learner's program has killed. */
async function sweep(mark: string, compiled: string): Promise<void> {
  const child = spawn('/bin/sh', ['-c', script, 'sh', mark, compiled], { detached: true, stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
}

/** Resumes a guard that a learner's program has stopped. */
function wake(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // it has ended
  }
}
