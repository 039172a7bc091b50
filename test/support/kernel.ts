import { as_fd, F_GETFL, MSG_DONTWAIT, MSG_MORE, MSG_NOSIGNAL, MSG_WAITALL, POLLIN, type PollFd } from 'sys-socket';
import { expect, vi } from 'vitest';
import { struct } from '../../src/codec/struct.js';
import { constant } from '../../src/headers.js';
import { interpose } from '../../src/native.js';

/** The descriptor in the scripts of the simulated kernel. */
export const fd = as_fd(7);

/**
 * Simulates the kernel from a script that reads like strace: each native call must match the next line, with its arguments, and
 * returns what follows ` = `: a number, an errno, open flags, or the bytes that recv delivers. ` <30>` after that is the duration
 * of the call, in the notation of `strace -T` but in milliseconds; no other time passes.
 *
 *     plays(['send(7, "HELLO", MSG_NOSIGNAL) = 2', 'send(7, "LLO", MSG_NOSIGNAL) = EPIPE'], () => send_all(fd, hello));
 */
export function plays<T>(script: readonly string[], run: () => T): T {
  const lines = script.map(parse);
  const answer = (call: string, buffer?: Uint8Array): number => {
    const line = lines.shift();
    expect(call, 'the native call').toBe(line?.call ?? 'no call');
    if (line === undefined) return 0;
    vi.advanceTimersByTime(line.took);
    if (!line.outcome.startsWith('"')) return number_of(line.outcome);
    const bytes = Buffer.from(line.outcome.slice(1, -1), 'latin1');
    buffer?.set(bytes);
    return bytes.length;
  };
  vi.useFakeTimers({ toFake: ['performance'] });
  const restore = interpose(() => ({
    fcntl: (fd, cmd) => answer(`fcntl(${fd}, ${cmd === F_GETFL ? 'F_GETFL' : cmd})`),
    send: (fd, buf, flags) => answer(`send(${fd}, ${quoted(buf)}, ${flags_of(flags)})`),
    sendmsg: (fd, iov, _name, _control, flags) =>
      answer(`sendmsg(${fd}, [${iov.map(quoted).join(', ')}], ${flags_of(flags)})`),
    recv: (fd, buf, flags) => answer(`recv(${fd}, ${buf.length}, ${flags_of(flags)})`, buf),
    poll: (fds, timeout) => {
      const { fd, events } = pollfd.decode(fds);
      return answer(`poll(${fd}, ${events === POLLIN ? 'POLLIN' : 'POLLOUT'}, ${timeout})`);
    },
  }));
  try {
    const result = run();
    expect(lines, 'calls that were not made').toEqual([]);
    return result;
  } finally {
    restore();
    vi.useRealTimers();
  }
}

const pollfd = struct<PollFd>('pollfd');

function parse(line: string): { readonly call: string; readonly outcome: string; readonly took: number } {
  const [, call, outcome, took] = /^(.*\)) = (.*?)(?: <(\d+)>)?$/s.exec(line) ?? [];
  if (call === undefined || outcome === undefined) throw new Error(`not a line of a script: ${line}`);
  return { call, outcome, took: Number(took ?? 0) };
}

/** `11` is 11, `EINTR` is -4, `O_RDWR|O_NONBLOCK` is 2050. */
function number_of(outcome: string): number {
  if (/^\d+$/.test(outcome)) return Number(outcome);
  if (outcome.startsWith('E')) return -constant(outcome);
  return outcome.split('|').reduce((flags, name) => flags | constant(name), 0);
}

function quoted(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes).toString('latin1')}"`;
}

function flags_of(flags: number): string {
  const known = { MSG_DONTWAIT, MSG_MORE, MSG_NOSIGNAL, MSG_WAITALL };
  const set = Object.entries(known).filter(([, bit]) => (flags & bit) !== 0);
  const rest = set.reduce((left, [, bit]) => left & ~bit, flags);
  return [...set.map(([name]) => name), ...(rest === 0 ? [] : [String(rest)])].join('|') || '0';
}
