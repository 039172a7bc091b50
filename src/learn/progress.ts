/** Reports progress, from 0 to 1. */
export type Progress = (done: number) => void;

const width = 30;
const every = 100; // ms

/** A line of progress on stderr: it grows in a terminal, and is printed once, at its end, elsewhere. */
export function start_phase(name: string): Progress {
  const began = performance.now();
  let shown = 0;
  const live = process.stderr.isTTY === true;
  const print = (done: number, end: string) => {
    const filled = Math.round(done * width);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
    process.stderr.write(`${live ? '\r' : ''}  ${bar} ${seconds.padStart(5)} s  ${name}${end}`);
  };
  if (live) print(0, '');
  return (done) => {
    const now = performance.now();
    if (done >= 1) print(1, '\n');
    else if (live && now - shown > every) {
      shown = now;
      print(done, '');
    }
  };
}
