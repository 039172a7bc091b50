import { check_bytes, check_integer, is_bytes } from '../codec/check.js';
import { copied, length_of } from '../codec/intrinsics.js';

/** Bytes as text, with C's escapes for bytes that are not printable: `HEL`, `\0\0\0\x0b`. */
export function shown_bytes(bytes: Uint8Array, most = 24): string {
  check_bytes(bytes, 'shown_bytes: bytes');
  check_integer(most, 0, Number.MAX_SAFE_INTEGER, 'shown_bytes: most');
  return first_bytes(bytes, most);
}

function first_bytes(bytes: Uint8Array, most: number): string {
  const first = Buffer.from(copied(bytes, 0, most)).toString('latin1');
  const text = first.replaceAll(/[^ -~]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return code === 10 ? '\\n' : code === 0 ? '\\0' : `\\x${code.toString(16).padStart(2, '0')}`;
  });
  return length_of(bytes) > most ? `${text}...` : text;
}

/** A value of the learner's code, short enough for part of a line. */
export function shown(value: unknown, depth = 0): string {
  if (is_bytes(value)) return `${length_of(value)} bytes "${first_bytes(value, 24)}"`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > 2) return '...';
  if (Array.isArray(value))
    return `[${value
      .slice(0, 4)
      .map((one) => shown(one, depth + 1))
      .join(', ')}${value.length > 4 ? ', ...' : ''}]`;
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  const brief = fields.filter(([name]) => !/^(message|errno|syscall)$/.test(name) || !('code' in value));
  return `{ ${brief.map(([name, one]) => `${name}: ${shown(one, depth + 1)}`).join(', ')} }`;
}
