import { Socket } from 'node:net';
import { append, part } from '../codec/intrinsics.js';
import { O_CLOEXEC } from '../constants.js';
import type { Fd } from '../fd.js';
import { unwrap } from '../result.js';
import { pipe2 } from '../sys/pipe.js';

/**
 * A real pipe to a child. Node's own are socket pairs: a program that is itself Node would query their type with calls that appear in
 * its trace, and a socket cannot be opened through /proc, which is how strace opens its output.
 */
export interface Channel {
  /** This process's end. */
  readonly stream: Socket;
  /** The other end, for the child. It must be closed here once the child has it. */
  readonly fd: Fd;
}

/** A pipe that the child writes to. */
export function from_child(): Channel {
  const [read, write] = unwrap(pipe2(O_CLOEXEC));
  return { stream: new Socket({ fd: read, readable: true, writable: false }), fd: write };
}

/** A pipe from which the child reads these bytes. */
export function to_child(bytes: Uint8Array): Channel {
  const [read, write] = unwrap(pipe2(O_CLOEXEC));
  const stream = new Socket({ fd: write, readable: false, writable: true });
  stream.on('error', () => {}); // a program may exit without reading it
  stream.end(part(bytes, 0));
  return { stream, fd: read };
}

/** All that arrives, as one string, once the stream has ended. */
export async function collected(stream: Socket): Promise<string> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of stream) append(pieces, piece);
  } catch {
    // Closed from this side.
  }
  return Buffer.concat(pieces).toString();
}
