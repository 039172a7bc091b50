import { err, ok, type Result } from 'sys-socket';

/** Byte by byte, with an array for each client. */
export function make_lines(cap: number) {
  const begun: number[][] = [];
  return {
    came(fd: number, bytes: Uint8Array): Result<string[], { code: string }> {
      const line = begun[fd] ?? [];
      begun[fd] = line;
      const lines: string[] = [];
      for (const byte of bytes) {
        if (byte === 10) lines.push(Buffer.from(line.splice(0)).toString());
        else if (line.length === cap) return err({ code: 'TOO_LONG' });
        else line.push(byte);
      }
      return ok(lines);
    },
    gone(fd: number): void {
      begun[fd] = [];
    },
  };
}
