import { StringDecoder } from 'node:string_decoder';
import { check_bytes, check_object, check_string, is_bytes } from '../codec/check.js';
import { field } from '../codec/intrinsics.js';
import type { StraceEvent } from './event.js';
import { joiner, type ParseOptions } from './join.js';

/**
 * The longest line that is parsed whole. strace's own, with `-s` of a megabyte and `-xx`, are shorter; a file that is not a
 * trace may be one line of gigabytes.
 */
const longest_line = 1 << 26;

/**
 * Parses the output of strace, with any of its options, from a terminal or from `-o`, also in the notation before strace 4.21.
 *
 * Only empty lines are dropped, and nothing throws: messages of strace other than calls, signals and exits are notes, and a line that strace
 * did not print is an event of kind `'malformed'`, with the position of the error. Parsing a line takes time linear in its length. Memory
 * does not grow with the trace: it holds the open calls and descriptors.
 *
 * @param trace the text, or its lines; it is read lazily, as events are requested
 * @param options whether to keep the stacks of `-k`
 * @returns the events, in the order in which they were completed
 *
 * @example
 * ```ts
 * import { parse_strace } from 'sys-socket/strace';
 *
 * const text = 'recvfrom(4, 0x7ffe, 4, 0, NULL, NULL) = -1 EINTR (Interrupted system call) (INJECTED)';
 * for (const event of parse_strace(text)) {
 *   if (event.kind === 'call') console.log(event.name, event.code, event.injected); // recvfrom EINTR retval
 * }
 * ```
 */
export function parse_strace(
  trace: string | Iterable<string>,
  options?: ParseOptions,
): Generator<StraceEvent, void, void>;

/**
 * The same for a stream: a file, a pipe or the output of a child, in chunks of any size.
 *
 * @param trace the chunks of the text, which need not end at line ends
 */
export function parse_strace(
  trace: AsyncIterable<string | Uint8Array>,
  options?: ParseOptions,
): AsyncGenerator<StraceEvent, void, void>;

export function parse_strace(
  trace: string | Iterable<string> | AsyncIterable<string | Uint8Array>,
  options: ParseOptions = {},
): Generator<StraceEvent, void, void> | AsyncGenerator<StraceEvent, void, void> {
  check_object(options, 'parse_strace: options');
  const how = { stacks: field(options, 'stacks', false) };
  if (typeof trace === 'string') return parse_lines(lines_of(trace), how);
  if (typeof trace === 'object' && trace !== null && !is_bytes(trace)) {
    if (Symbol.asyncIterator in trace) return parse_stream(trace, how);
    if (Symbol.iterator in trace) return parse_lines(trace, how);
  }
  throw new TypeError('parse_strace: trace must be a string, an iterable of lines, or an async iterable of chunks');
}

function* lines_of(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
  }
}

function* parse_lines(lines: Iterable<string>, options: ParseOptions): Generator<StraceEvent, void, void> {
  const join = joiner(options);
  for (const line of lines) {
    check_string(line, 'parse_strace: each line of trace');
    yield* join.line(line.endsWith('\n') ? line.slice(0, -1) : line);
  }
  yield* join.end();
}

async function* parse_stream(
  pieces: AsyncIterable<string | Uint8Array>,
  options: ParseOptions,
): AsyncGenerator<StraceEvent, void, void> {
  const join = joiner(options);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const piece of pieces) {
    if (typeof piece !== 'string') check_bytes(piece, 'parse_strace: each chunk of trace');
    const text =
      typeof piece === 'string' ? piece : decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length));
    if (!text.includes('\n') && rest.length + text.length < longest_line) {
      rest += text;
      continue;
    }
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      for (const event of join.line(line)) yield event;
    }
    if (rest.length < longest_line) continue;
    yield* join.line(rest); // a line that was cut is malformed, and so is its rest
    rest = '';
  }
  rest += decoder.end();
  if (rest !== '') yield* join.line(rest);
  yield* join.end();
}
