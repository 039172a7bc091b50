// Which bytes of a message each packet of the capture carried for the first time, and which were sent again.
import type { Segment } from '../kit/packets.js';

/** Bytes of a message: `from` the one, up to `to` and not including it. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Carried {
  /** The packets that carried something new, in the order of the message. */
  readonly packets: readonly Range[];
  /** What was there before: a retransmission, which may be cut otherwise than the packet that it repeats. */
  readonly again: readonly Range[];
}

/** @param segments those of one direction of a connection, its SYN first */
export function carried_by(segments: readonly Segment[]): Carried {
  const start = ((segments[0]?.seq ?? 0) + 1) >>> 0;
  const packets: Range[] = [];
  const again: Range[] = [];
  for (const { seq, length } of segments) {
    const from = (seq - start) >>> 0;
    if (length === 0) continue; // SYN, ACK, FIN: a FIN that is sent again carries nothing
    const known = packets.some((packet) => packet.from < from + length && from < packet.to);
    (known ? again : packets).push({ from, to: from + length });
  }
  // Two processors may show them out of order.
  return { packets: packets.sort((one, other) => one.from - other.from), again };
}

/** Whether each byte was carried, and no other. */
export function is_whole({ packets }: Carried, size: number): boolean {
  return packets.at(-1)?.to === size && packets.every(({ from }, i) => from === (packets[i - 1]?.to ?? 0));
}

/** Into how many segments packets are cut, of so many bytes at most. */
export function segments_in(packets: readonly Range[], most: number): number {
  return packets.reduce((total, { from, to }) => total + Math.ceil((to - from) / most), 0);
}
