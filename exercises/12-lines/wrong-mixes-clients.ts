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
      const all = Buffer.concat([rests.get(0) ?? Buffer.alloc(0), bytes]);
      const lines: string[] = [];
      let from = 0;
      for (let end = all.indexOf(newline); end >= 0; end = all.indexOf(newline, from)) {
        if (end - from > cap) return err({ code: 'TOO_LONG' });
        lines.push(all.toString('utf8', from, end));
        from = end + 1;
      }
      if (all.length - from > cap) return err({ code: 'TOO_LONG' });
      rests.set(0, all.subarray(from));
      return ok(lines);
    },
    gone(fd) {
      rests.delete(fd);
    },
  };
}
