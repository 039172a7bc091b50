import { layout } from '../../../headers.js';
import { poll_events } from '../names/call.js';
import type { PrintOptions } from '../options.js';
import { array } from '../quote.js';
import { bits_of, hex, known } from '../xlat.js';
import { Fields } from './fields.js';
import { timespec } from './time.js';

const { size } = layout('pollfd');

interface PollFd {
  readonly fd: number;
  readonly events: number;
  readonly revents: number;
}

/** The number of `struct pollfd`. */
export function nfds(fds: Uint8Array): number {
  return Math.floor(fds.length / size);
}

function* each(fds: Uint8Array): Iterable<PollFd> {
  const at = new Fields(fds);
  for (let i = 0; i < nfds(fds) * size; i += size) {
    yield { fd: at.i32(i), events: at.u16(i + 4), revents: at.u16(i + 6) };
  }
}

/** The array before the call: `[{fd=3, events=POLLIN}, {fd=-1}]`. */
export function pollfds(fds: Uint8Array, options: PrintOptions): string {
  return array([...each(fds)], options.strings, ({ fd, events }) =>
    fd < 0 ? `{fd=${fd}}` : `{fd=${options.fd(fd)}, events=${bits_of(poll_events, events, 'POLL???')}}`,
  );
}

/** strace collects the text in a buffer of 1024 bytes. This is its capacity without the space that strace reserves for the end. */
const room = 1024 - 2 - 2 * 8 - ', ], ...'.length - 1;

/** The result of poll(2): `1 ([{fd=3, revents=POLLIN}])`, `0 (Timeout)`. */
export function poll_result(fds: Uint8Array, result: number, options: PrintOptions): string {
  return with_comment(result, ready(fds, options));
}

/** The result of ppoll(2), which includes the remaining time. */
export function ppoll_result(fds: Uint8Array, left: Uint8Array | null, result: number, options: PrintOptions): string {
  return with_comment(result, ready(fds, options), left === null ? '' : `left ${timespec(left)}`);
}

function with_comment(result: number, ...comments: string[]): string {
  if (result === 0) return '0 (Timeout)';
  const said = comments.filter((comment) => comment !== '');
  return said.length === 0 ? String(result) : `${result} (${said.join(', ')})`;
}

function ready(fds: Uint8Array, options: PrintOptions): string {
  let text = '';
  let shown = 0;
  for (const { fd, revents } of each(fds)) {
    if (revents === 0) continue;
    text += text === '' ? '[' : ', ';
    const [names, left] = known(poll_events, revents);
    const flags = [...names, ...(left === 0 ? [] : [hex(left)])].join('|');
    const fd_text = `{fd=${fd}, revents=`;
    if (shown >= options.strings || text.length + fd_text.length + flags.length + 1 >= room) {
      text += '...';
      break;
    }
    text += `${fd_text}${flags}}`;
    shown += 1;
  }
  return text === '' ? '' : `${text}]`;
}
