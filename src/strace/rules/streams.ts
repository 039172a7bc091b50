import { SOCK_STREAM } from '../../constants.js';
import type { StraceCall, StraceEvent } from '../event.js';
import { bits_of, is, type Value } from '../value.js';

/** Sockets of messages, as strace's annotation names them (`-yy`). Others may be streams: `TCP`, `UNIX-STREAM`, `socket`. */
const of_messages = /^(UDP|UNIX-(DGRAM|SEQPACKET)|RAW|PING|NETLINK|PACKET)/;

/** The bits of a type that are not flags: SOCK_TYPE_MASK of linux/net.h. */
const kinds = 0xf;

/**
 * Tells whether the socket of a call may be a stream: false if the call that created it, or strace's annotation, says otherwise. In
 * sockets of messages, a receive that returns 0 may be an empty message, and no send raises SIGPIPE.
 */
export function stream_test(events: readonly StraceEvent[]): (call: StraceCall) => boolean {
  /** The lines of the calls that created sockets of messages. */
  const others = new Set<number>();
  for (const event of events) {
    if (event.kind === 'call' && /^socket(pair)?$/.test(event.name) && is_of_messages(event.args[1])) {
      others.add(event.number);
    }
  }
  return ({ descriptor }) => {
    const { is: name, made } = descriptor ?? {};
    if (name?.kind === 'socket' && of_messages.test(name.protocol)) return false;
    return made === undefined || !others.has((made.first ?? made).number);
  };
}

function is_of_messages(type: Value | undefined): boolean {
  if (is(type, 'flags') && type.names.length > 0)
    return /^SOCK_(DGRAM|RAW|SEQPACKET|RDM|PACKET)$/.test(type.names[0] ?? '');
  const kind = bits_of(type) & kinds;
  return kind !== 0 && kind !== SOCK_STREAM;
}
