import { err, ok, type Result } from 'sys-socket';

/** Text in latin1 has one letter for each byte: it can be cut and counted like bytes, and becomes text once it is a line. */
export function make_lines(cap: number) {
  const rests: Record<string, string> = {};
  return {
    came(fd: number, bytes: Uint8Array): Result<string[], { code: string }> {
      const parts = ((rests[fd] ?? '') + Buffer.from(bytes).toString('latin1')).split('\n');
      if (parts.some((part) => part.length > cap)) return err({ code: 'TOO_LONG' });
      rests[fd] = parts.pop() ?? '';
      return ok(parts.map((part) => Buffer.from(part, 'latin1').toString()));
    },
    gone(fd: number): void {
      delete rests[fd];
    },
  };
}
