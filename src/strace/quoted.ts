const backslash = 0x5c;

/** The single letters after a backslash. */
const letters: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12, a: 7, b: 8, e: 27 };

const escaped = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))/sy;

const beyond_ascii = /[^\p{ASCII}]/u;

/** The index of the `"` that closes the string whose `"` is at `start`, or -1. */
export function end_of_quoted(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** A string of strace's, without its quotes, as bytes: `\n`, `\0`, `\377`, `\x7f`, `\"` unescaped. */
export function bytes_of(text: string): Uint8Array {
  // strace prints only ASCII. In an edited file, anything else is UTF-8.
  const quoted = beyond_ascii.test(text) ? Buffer.from(text).toString('latin1') : text;
  const bytes = new Uint8Array(quoted.length);
  let length = 0;
  for (let at = 0; at < quoted.length; length += 1) {
    const code = quoted.charCodeAt(at);
    if (code !== backslash) {
      bytes[length] = code;
      at += 1;
      continue;
    }
    escaped.lastIndex = at;
    const [all = '\\', octal, hex, letter = '\\'] = escaped.exec(quoted) ?? [];
    if (octal !== undefined) bytes[length] = Number.parseInt(octal, 8);
    else if (hex !== undefined) bytes[length] = Number.parseInt(hex, 16);
    else bytes[length] = letters[letter] ?? letter.charCodeAt(0);
    at += all.length;
  }
  return bytes.slice(0, length);
}
