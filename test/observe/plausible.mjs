// Arguments that a call would be made with, whatever call it is: a row of src/observe/calls/ says what its parameters take.
import { FIONREAD } from '../../out/src/index.js';
import { fd } from '../../out/src/observe/calls/accepts.js';

export const nobody = -1;

/** A value-result parameter with so much room. */
export const cell = (room) => {
  const bytes = new Uint8Array(4 + room);
  new Uint32Array(bytes.buffer, 0, 1)[0] = room;
  return bytes;
};

/** One of each kind that a parameter may take. */
const kinds = [() => 0, () => cell(24), () => new Int32Array(2), () => [new Uint8Array(3), new Uint8Array(8)],
  () => new Uint8Array(32), () => new Uint8Array(256), () => new Uint8Array(512), () => FIONREAD, () => null, () => '']; // biome-ignore format: a list

/**
 * @param row of the table of calls
 * @param choose picks one of the kinds that a parameter takes
 */
export function plausible(row, choose = ([first]) => first) {
  return row.accepts.map((accepts) => {
    if (accepts === fd) return nobody;
    const fitting = kinds.filter((kind) => accepts(kind()));
    if (fitting.length === 0)
      throw new Error('a parameter takes none of the kinds of test/observe/plausible.mjs: add one');
    return choose(fitting)();
  });
}
