import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { has_code } from '../observe/has-code.js';
import { write_whole } from '../observe/write.js';
import { Failure, status, status_of_signal } from './command.js';

const SIGPIPE = 13;

/** The exit status of a command whose reader has closed the pipe: the same as for a program killed by SIGPIPE. */
export const unread = status_of_signal(SIGPIPE);

/** Thrown by {@link Output.write} if the reader has closed the pipe, as `| head` does. */
class NobodyReads extends Error {}

export function nobody_reads(error: unknown): boolean {
  return error instanceof NobodyReads;
}

/** Makes writes by Node itself to a closed pipe end the process quietly too, and others that fail with a sentence. */
export function quiet_when_unread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(unread);
      write_whole(2, `sys-socket: cannot write the output: ${error.message}\n`);
      process.exit(status.failure);
    });
  }
}

/** The output of a command. Writes are synchronous, so that nothing is lost however the process ends. */
export interface Output {
  readonly fd: number;
  readonly terminal: boolean;
  write(text: string): void;
  close(): void;
}

/** @param file the path; `-` is stdout, undefined is the descriptor `standard` */
export function open_output(file: string | undefined, standard: 1 | 2): Output {
  const named = file !== undefined && file !== '-';
  const fd = named ? open(file) : file === '-' ? 1 : standard;
  return {
    fd,
    terminal: isatty(fd),
    write(text) {
      const error = write_whole(fd, text);
      if (has_code(error, 'EPIPE')) throw new NobodyReads();
      if (error !== undefined) throw new Failure(`cannot write ${named ? file : 'the output'}: ${error.message}`);
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
