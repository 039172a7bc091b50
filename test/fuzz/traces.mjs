// Logs of strace, right and damaged, for what reads them.

import { readdirSync, readFileSync } from 'node:fs';
import { hostile } from './hostile.mjs';

const folder = new URL('../strace/recordings/', import.meta.url);
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.strace'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'));
const marks = [
  ' <unfinished ...>',
  '<... read resumed>',
  '[pid 7] ',
  ' = ?',
  '"',
  '{',
  '[',
  '\0',
  '+++ exited with 0 +++',
];

/** Some lines of a recording, of which some are damaged. */
export function lines(random) {
  const recording = random.pick(recordings);
  const from = random.below(recording.length);
  return recording.slice(from, from + random.below(12)).map((line) => {
    if (!random.once_in(4)) return line;
    const at = random.below(line.length + 1);
    return (
      line.slice(0, at) + random.pick([...marks, '', random.pick(recording)]) + line.slice(random.once_in(2) ? at : 0)
    );
  });
}

async function* chunks(random) {
  const text = lines(random).join('\n');
  const cut = random.below(text.length + 1);
  yield text.slice(0, cut);
  yield random.once_in(4) ? hostile(random) : Buffer.from(text.slice(cut));
}

/** A trace in each form that it may have. */
export function trace(random) {
  const ways = [
    () => lines(random).join('\n'),
    () => lines(random),
    () => lines(random).values(),
    () => chunks(random),
  ];
  return random.pick(ways)();
}
