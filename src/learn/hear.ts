import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { line_of } from './line.js';

/**
 * Reads the messages of `cli/trace/preload.ts` about a program from a descriptor: `called` is called with each call that has returned.
 *
 * @returns by thread, the call that has not returned
 */
export function hear<Call>(stream: unknown, called: (call: Call) => void): Map<number, string> {
  const begun = new Map<number, string>();
  if (stream instanceof Readable) {
    stream.on('error', () => {}); // a program that is killed resets it
    createInterface({ input: stream }).on('line', (text) => {
      if (!text.endsWith('}')) return; // a program that was killed in the middle of it
      const message = JSON.parse(text);
      if (message.kind === 'enter')
        begun.set(message.tid, `${message.begun}...  ${line_of(message.where ?? '')}`.trimEnd());
      if (message.kind !== 'call') return;
      begun.delete(message.tid);
      called(message);
    });
  }
  return begun;
}
