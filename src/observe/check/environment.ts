import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { write_whole } from '../write.js';
import { Book } from './book.js';
import { check } from './check.js';
import { type Finding, finding_text } from './finding.js';

/** The exit status of a program that succeeded but has findings. */
export const found = 3;

interface CheckSettings {
  readonly abort: boolean;
  readonly json: boolean;
  readonly file: string | undefined;
}

/**
 * Reads SYS_SOCKET_CHECK: words separated by spaces. `1` checks; `abort` aborts the process at the first finding; `json` writes each finding as
 * a line of JSON; `-o FILE`, or a path, names the file that findings are written to.
 *
 * @throws RangeError if there is any other word
 */
export function check_settings_of(text: string): CheckSettings {
  const words = text.split(/\s+/).filter((word) => word !== '' && word !== '-o');
  const file = words.find((word) => /^\.{0,2}\//.test(word));
  const other = words.find((word) => !['1', 'abort', 'json', file].includes(word));
  if (other !== undefined) throw new RangeError(`'${other}' is not 1, abort, json or a file (/tmp/log, ./log)`);
  return { abort: words.includes('abort'), json: words.includes('json'), file };
}

/** Marks the listeners that want to be last. */
const last = Symbol.for('sys-socket check at exit');

/** Appends the text. The checked program continues even if that fails. */
function append_to(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch {}
}

/** Checks this thread until it ends, with the settings in SYS_SOCKET_CHECK. @throws if the file of the settings cannot be written */
export function check_as(text: string): void {
  const { abort, json, file } = check_settings_of(text);
  if (file !== undefined) appendFileSync(file, '');
  const write = (finding: Finding) => {
    const said = json ? `${JSON.stringify(finding)}\n` : `SYS_SOCKET_CHECK: ${finding_text(finding)}`;
    if (file === undefined) write_whole(2, said);
    else append_to(file, said);
    if (abort) process.kill(process.pid, 'SIGABRT');
  };
  const checking = check(write, { whole: isMainThread });
  const at_exit = () => {
    checking.end();
    if (isMainThread && new Book().found > 0 && (process.exitCode ?? 0) === 0) process.exitCode = found;
  };
  Object.defineProperty(at_exit, last, { value: true });
  process.on('exit', at_exit);
  // This listener must run after all others, which may still close descriptors.
  process.on('newListener', (event, listener) => {
    if (event !== 'exit' || Object.hasOwn(listener, last)) return; // another package of this name has such a listener too
    process.off('exit', at_exit);
    queueMicrotask(() => process.on('exit', at_exit));
  });
}
