import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/**
 * The shell that a judge is started from. It is between the process that the learner sees and what the learner wrote, so a signal to
 * the parent hits it alone. Once its stdin ends, because the judge is done, or because who started it is gone, however it went, it
 * kills every process that has the judge's mark in its environment: children of children too, in whatever session. What was compiled
 * from TypeScript goes with them: its folder is the shell's, so that who started it may be gone at any moment.
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

/** A judge that runs, and all that it starts. */
export interface Guarded {
  /** What it says. */
  readonly channel: Readable;
  /** What it says on stderr. */
  stderr(): string;
  /** The processes that have its mark. */
  readonly mark: string;
  readonly pid: number;
  /** Ends it, and all that it started. Then nothing is left. */
  end(): Promise<void>;
}

/** Starts a program of Node's that speaks on descriptor 3. */
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

/** What is gone once this process is, however it ends. */
export interface Guard {
  /** Where a program compiles to, and the mark by which it is found: for the environment of each that is to end too. */
  readonly env: Readonly<Record<'SYS_SOCKET_COMPILED' | 'SYS_SOCKET_LEARN', string>>;
  /** Ends all that has the mark. Then nothing is left. */
  end(): Promise<void>;
}

/** Starts a guard beside this process, for those that start their programs themselves. */
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
  mkdirSync(compiled, { mode: 0o700, recursive: true }); // by the shell, or, where it is not that far, here
  return {
    env: { SYS_SOCKET_COMPILED: compiled, SYS_SOCKET_LEARN: mark },
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}

/** A guard that a learner has killed has not done its work: another does it. */
async function sweep(mark: string, compiled: string): Promise<void> {
  const child = spawn('/bin/sh', ['-c', script, 'sh', mark, compiled], { detached: true, stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
}

/** A guard that a learner has stopped goes on. */
function wake(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // it has ended
  }
}
