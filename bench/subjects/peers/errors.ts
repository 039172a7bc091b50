import { constants } from 'node:os';

/** A call that throws as one that returns -1, for peers that know no other way: what the error is made of tells which one it was. */
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

/** The peers say it in five ways: a number, a text that is one, fs's negative number, strerror(3) as the code, or as the message. */
function number_of(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  const { errno, code } = error as NodeJS.ErrnoException; // both may be missing
  if (errno !== undefined) return Math.abs(errno);
  if (Number(code) === EAGAIN || code === 'EAGAIN' || error.message.includes(words)) return EAGAIN;
  return 0;
}
