import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { close } from '../sys/close.js';
import { collected, from_child, to_child } from './channel.js';
import { guard } from './guard.js';
import { flags_of, type StraceOptions } from './options.js';

type Why = 'DEADLINE_EXCEEDED' | 'ABORTED' | 'stopped';

/** strace and its program, watched by the guard. */
export interface Guarded {
  /** What strace writes. */
  readonly trace: Socket;
  /** What the program prints. */
  readonly printed: Promise<readonly string[]>;
  /** Settled once nothing that was started is left. */
  readonly gone: Promise<{ readonly error?: Error; readonly code: number; readonly why?: Why }>;
  /** Kills everything that was started. The first reason counts. */
  end(reason: Why): void;
}

export function spawn_guarded(path: string, program: string, args: readonly string[], options: StraceOptions): Guarded {
  const { timeout = 10_000, signal, cwd, env = process.env } = options;
  const trace = from_child();
  const stdin = typeof options.stdin === 'object' ? to_child(options.stdin) : undefined;
  const outputs = [options.stdout, options.stderr].map((to = 'collect') => (to === 'collect' ? from_child() : to));
  const [stdout, stderr] = outputs.map((to) => (to === 'stderr' ? 2 : typeof to === 'string' ? to : to.fd));
  const input = options.stdin === 'inherit' ? 'inherit' : 'ignore';
  const child = spawn('/bin/sh', ['-c', guard, 'sh', path, ...flags_of(program, args, options)], {
    detached: true,
    env,
    stdio: [stdin?.fd ?? input, stdout, stderr, trace.fd, 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
  const channels = [trace, stdin, ...outputs].filter((channel) => typeof channel === 'object');
  for (const channel of channels) close(channel.fd); // the child has it now
  const printed = Promise.all(outputs.map((from) => (typeof from === 'string' ? '' : collected(from.stream))));

  // Closing this descriptor makes the guard kill everything that was started.
  const alive = child.stdio[4];
  alive?.on('error', () => {});
  let why: Why | undefined;
  const end = (reason: Why) => {
    why ??= reason;
    if (reason === 'stopped' && alive instanceof Writable) alive.end('now\n');
    else alive?.destroy();
  };
  const timer = setTimeout(end, timeout, 'DEADLINE_EXCEEDED');
  const abort = () => end('ABORTED');
  signal?.addEventListener('abort', abort);

  const exit = new Promise<{ readonly error?: Error; readonly code: number }>((resolve) => {
    child.once('exit', (code) => resolve({ code: code ?? 1 }));
    child.once('error', (error) => {
      for (const { stream } of channels) stream.destroy();
      resolve({ error, code: 1 });
    });
  });
  const gone = exit.then((how) => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    alive?.destroy();
    return { ...how, ...(why !== undefined && { why }) };
  });
  return { trace: trace.stream, printed, gone, end };
}
