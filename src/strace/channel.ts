import { Socket } from 'node:net';
import { append, part } from '../codec/intrinsics.js';
import { O_CLOEXEC } from '../constants.js';
import type { Fd } from '../fd.js';
import { unwrap } from '../result.js';
import { pipe2 } from '../sys/pipe.js';

/**
 * A pipe to a child: a true one. Those that Node makes are socket pairs, which a program under strace that is itself Node asks what
 * they are, with calls that then stand in its trace; and no socket can be opened through /proc, as strace opens its output.
 */
export interface Channel {
  /** This process's end. */
  readonly stream: Socket;
  /** The other end, which the child gets. It must be closed here when the child has it. */
  readonly fd: Fd;
}

/** A pipe that the child writes to. */
export function from_child(): Channel {
  const [read, write] = unwrap(pipe2(O_CLOEXEC));
  return { stream: new Socket({ fd: read, readable: true, writable: false }), fd: write };
}

/** A pipe that the child reads from: these bytes. */
export function to_child(bytes: Uint8Array): Channel {
  const [read, write] = unwrap(pipe2(O_CLOEXEC));
  const stream = new Socket({ fd: write, readable: false, writable: true });
  stream.on('error', () => {}); // a program may end without reading it
  stream.end(part(bytes, 0));
  return { stream, fd: read };
}

/** What arrives, in one piece, when all of it is there. */
export async function collected(stream: Socket): Promise<string> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of stream) append(pieces, piece);
  } catch {
    // Closed from this side.
  }
  return Buffer.concat(pieces).toString();
}
