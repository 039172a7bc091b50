import { err, ok, type Result } from 'sys-socket';

/** Shared by all servers of this program. */
const rests = new Map<number, Buffer>();

export function make_lines(cap: number) {
  return {
    came(fd: number, bytes: Uint8Array): Result<string[], { readonly code: string }> {
      let all = Buffer.concat([rests.get(fd) ?? Buffer.alloc(0), bytes]);
      const lines: string[] = [];
      for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n')) {
        if (end > cap) return err({ code: 'TOO_LONG' });
        lines.push(all.toString('utf8', 0, end));
        all = all.subarray(end + 1);
      }
      if (all.length > cap) return err({ code: 'TOO_LONG' });
      rests.set(fd, all);
      return ok(lines);
    },
    gone: (fd: number) => void rests.delete(fd),
  };
}
