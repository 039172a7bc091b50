import { err, ok, type Result } from 'sys-socket';

/** The lines of many clients. A client is known by its descriptor. */
export interface Lines {
  /** Takes what one recv brought from a client. Returns the lines that are complete by now, without their newlines. */
  came(fd: number, bytes: Uint8Array): Result<string[], { readonly code: string }>;
  /** The client has gone, and its descriptor is closed. */
  gone(fd: number): void;
}

const newline = 0x0a;

/** `TOO_LONG` if a client sends more than `cap` bytes without a newline. */
export function make_lines(cap: number): Lines {
  const rests = new Map<number, Uint8Array>();
  return {
    came(fd, bytes) {
      const lines = Buffer.from(bytes).toString().split('\n');
      if (lines.at(-1) === '') lines.pop();
      return lines.some((line) => line.length > cap) ? err({ code: 'TOO_LONG' }) : ok(lines);
    },
    gone(fd) {
      rests.delete(fd);
    },
  };
}
