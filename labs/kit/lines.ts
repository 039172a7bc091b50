/** Lines as they come, for one reader who may wait for them. */
export interface Lines {
  /** The next line; undefined once there are no more. Throws when none comes in time. */
  next(patience?: number): Promise<string | undefined>;
}

/** How long a line may take, in milliseconds, unless a caller says otherwise. */
const usual_patience = 10_000;

/** Cuts a stream into lines. What is behind the last newline is a line too, once the stream has ended. */
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
    if (parts.length > 0) wake?.(); // half a line wakes nobody
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
