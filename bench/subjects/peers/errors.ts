import { constants } from 'node:os';

/** Turns a call that throws into one that returns -1, for peers that report errors only by throwing. errno is found from the error's properties. */
export function returning(): { call(work: () => number): number; errno(): number } {
  let errno = 0;
  return {
    call(work) {
      try {
        return work();
      } catch (error) {
        errno = number_of(error);
        return -1;
      }
    },
    errno: () => errno,
  };
}

const { EAGAIN } = constants.errno;
const words = 'Resource temporarily unavailable';

/** The peers report errno in five ways: a number, a number as text, fs's negative number, its name as the code, or strerror(3) in the message. */
function number_of(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  const { errno, code } = error as NodeJS.ErrnoException; // both may be missing
  if (errno !== undefined) return Math.abs(errno);
  if (Number(code) === EAGAIN || code === 'EAGAIN' || error.message.includes(words)) return EAGAIN;
  return 0;
}
