import { err, ok, type Result } from 'sys-socket';

/** Bytes first, and complete lines; but the text is in UTF-8. */
export function make_lines(cap: number) {
  const rests = new Map<number, string>();
  return {
    came(fd: number, bytes: Uint8Array): Result<string[], { readonly code: string }> {
      const lines = `${rests.get(fd) ?? ''}${Buffer.from(bytes).toString('latin1')}`.split('\n');
      if (lines.some((line) => line.length > cap)) return err({ code: 'TOO_LONG' });
      rests.set(fd, lines.pop() ?? '');
      return ok(lines);
    },
    gone: (fd: number) => void rests.delete(fd),
  };
}
