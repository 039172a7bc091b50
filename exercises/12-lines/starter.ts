import { err, ok, type Result } from 'sys-socket';

/** The lines of many clients. A client is known by its descriptor. */
export interface Lines {
  /** Takes what one recv brought from a client. Returns the lines that are complete by now, without their newlines. */
  came(fd: number, bytes: Uint8Array): Result<string[], { readonly code: string }>;
  /** The client has gone, and its descriptor is closed. */
  gone(fd: number): void;
}

/** `TOO_LONG` if a client sends more than `cap` bytes without a newline. */
export function make_lines(cap: number): Lines {
  return {
    came(fd, bytes) {
      throw new Error('TODO: whose rest is it, and which lines are complete?');
    },
    gone(fd) {},
  };
}
