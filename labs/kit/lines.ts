/** Lines as they arrive, for one reader. */
export interface Lines {
  /** The next line; undefined after the last one. Throws if no line arrives within `patience` ms. */
  next(patience?: number): Promise<string | undefined>;
}

/** The default patience, in milliseconds. */
const usual_patience = 10_000;

/** Splits a stream into lines. When the stream has ended, text after the last newline is a line too. */
export function lines_of(stream: NodeJS.ReadableStream, what: string): Lines {
  const ready: string[] = [];
  let taken = 0;
  let rest = '';
  let ended = false;
  let wake: (() => void) | undefined;
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) ready.push(part);
    if (parts.length > 0) wake?.(); // an incomplete line does not wake the reader
  });
  stream.on('close', () => {
    if (rest !== '') ready.push(rest);
    ended = true;
    wake?.();
  });

  const take = (): string | undefined => {
    const line = ready[taken];
    taken += 1;
    if (taken === ready.length) {
      ready.length = 0;
      taken = 0;
    }
    return line;
  };
  return {
    async next(patience = usual_patience) {
      if (ready.length === 0 && !ended) {
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`${what}: no output for ${patience / 1000} s`)), patience);
          wake = () => {
            clearTimeout(timer);
            wake = undefined;
            resolve();
          };
        });
      }
      return ready.length > 0 ? take() : undefined;
    },
  };
}
