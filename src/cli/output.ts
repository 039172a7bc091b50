import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { write_whole } from '../observe/write.js';
import { Failure, status_of_signal } from './command.js';

const SIGPIPE = 13;

/** The status of a command whose reader went away, as of one that SIGPIPE ended. */
export const unread = status_of_signal(SIGPIPE);

/** Thrown by {@link Output.write} when nobody reads any more: `| head` has what it wanted. */
class NobodyReads extends Error {}

export function nobody_reads(error: unknown): boolean {
  return error instanceof NobodyReads;
}

/** What Node itself writes to a closed pipe ends quietly too. */
export function quiet_when_unread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(unread);
    });
  }
}

/** Where a command writes: at once, so that nothing is lost however the process ends. */
export interface Output {
  readonly fd: number;
  readonly terminal: boolean;
  write(text: string): void;
  close(): void;
}

/** @param file `-` or undefined: the descriptor that stands there instead */
export function open_output(file: string | undefined, standard: 1 | 2): Output {
  const named = file !== undefined && file !== '-';
  const fd = named ? open(file) : file === '-' ? 1 : standard;
  return {
    fd,
    terminal: isatty(fd),
    write(text) {
      if (!write_whole(fd, text)) throw new NobodyReads();
    },
    close() {
      if (named) closeSync(fd);
    },
  };
}

function open(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}
