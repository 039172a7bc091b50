// The name in a sockaddr_un: text if the text determines the name, otherwise bytes.
import { sun_path, un } from './layout.js';

/** The maximum length of a name in bytes. */
export const longest_name: number = un.size - sun_path;

/** The bytes decoded as UTF-8, or undefined if they are not UTF-8. */
export function exact_text(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString();
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

/** The path in the bytes of a name that is not abstract: the bytes up to a NUL, which are all that the kernel uses. */
export function path_in(name: Uint8Array): Uint8Array {
  const end = name.indexOf(0);
  return end < 0 ? name : name.subarray(0, end);
}

/** The text from which {@link encode_sun_path} makes a name of the same socket; if there is none, a copy of the bytes. */
export function decode_sun_path(name: Uint8Array): string | Uint8Array {
  const text = exact_text(name[0] === 0 ? name : path_in(name));
  return text === undefined || text.startsWith('@') ? name.slice() : text;
}

/** The bytes of a name from its text. */
export function encode_sun_path(path: string, where: string): Uint8Array {
  const abstract = path[0] === '@' || path[0] === '\0';
  const text = abstract ? `\0${path.slice(1)}` : path;
  const bytes = Buffer.from(text);
  if (!abstract && path.includes('\0'))
    throw new TypeError(`${where} must not contain a NUL except as its first character`);
  if (bytes.toString() !== text) {
    throw new TypeError(`${where} must not contain a lone surrogate: pass a name that is not Unicode as bytes`);
  }
  const ended = path !== '' && !abstract && bytes.length < longest_name;
  return ended ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes;
}
