import { err, ok, type Result } from 'sys-socket';

/** The lines of many clients, who are known by their descriptors. */
export interface Lines {
  /** What one recv brought from a client: the lines that are whole by now, without their newlines. */
  came(fd: number, bytes: Uint8Array): Result<string[], { readonly code: string }>;
  /** The client has gone, and its descriptor is closed. */
  gone(fd: number): void;
}

/** `TOO_LONG`, when a client sends more than `cap` bytes without a newline. */
export function make_lines(cap: number): Lines {
  return {
    came(fd, bytes) {
      throw new Error('TODO: whose rest is it, and which lines are whole?');
    },
    gone(fd) {},
  };
}
