import type { StraceEvent } from '../event.js';
import { moves_the_stream, receives_of } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** The position of a socket within its frames. */
interface Place {
  readonly header: Uint8Array;
  /** Bytes of the header received so far. */
  have: number;
  /** Bytes of the payload that are missing; undefined in the header. */
  missing: number | undefined;
}

/**
 * Frames are read exactly: first the header, then the payload that it announces, and never a byte of the next frame.
 * The header is a big-endian length.
 */
export function reads_frames_exactly(
  events: readonly StraceEvent[],
  { header = 4 }: { readonly header?: number | undefined } = {},
): Verdict {
  const places = new Map<string, Place>();
  let frames = 0;
  for (const { call, at, key, asked, bytes } of receives_of(events)) {
    if (!moves_the_stream(call)) continue;
    const place = places.get(key) ?? { header: new Uint8Array(header), have: 0, missing: undefined };
    places.set(key, place);
    const in_header = place.missing === undefined;
    const due = place.missing ?? header - place.have;
    if (asked !== due) {
      return broken(
        at,
        `${call.name} to ask for ${due} bytes ${in_header ? 'of the header' : 'of the payload'}, not ${asked}`,
      );
    }
    const moved = call.result ?? -1;
    if (moved <= 0) continue;
    if (in_header) {
      if (bytes.length < moved) return broken(at, 'the bytes of the header in the trace: use a larger -s');
      place.header.set(bytes.subarray(0, moved), place.have);
      place.have += moved;
      if (place.have < header) continue;
      place.missing = place.header.reduce((length, byte) => length * 256 + byte, 0);
    } else place.missing = due - moved;
    if (place.missing > 0) continue;
    frames += 1;
    places.delete(key);
  }
  if (frames === 0) throw new NothingToJudge('no frame was received');
  return holds(`every frame was read exactly (${frames})`);
}
