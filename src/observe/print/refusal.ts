import { errno_name, strerror } from '../../errno.js';
import { values } from './xlat.js';

/** Numbers internal to the kernel, which a fault may return: linux/errno.h. */
export const kernel_errnos = values(`
  512 ERESTARTSYS ERESTARTNOINTR ERESTARTNOHAND ENOIOCTLCMD ERESTART_RESTARTBLOCK EPROBE_DEFER EOPENSTALE
  521 EBADHANDLE ENOTSYNC EBADCOOKIE ENOTSUPP ETOOSMALL ESERVERFAULT EBADTYPE EJUKEBOX EIOCBQUEUED ERECALLCONFLICT
`);

/** strace's text for those that make the kernel restart the call. */
const restarts: ReadonlyMap<string, string> = new Map([
  ['ERESTARTSYS', 'To be restarted if SA_RESTART is set'],
  ['ERESTARTNOINTR', 'To be restarted'],
  ['ERESTARTNOHAND', 'To be restarted if no handler'],
  ['ERESTART_RESTARTBLOCK', 'Interrupted by signal'],
]);

/** `-1 EAGAIN (Resource temporarily unavailable)` */
export function refusal(errno: number): string {
  const known = errno_name(errno);
  const name = known.startsWith('ERRNO_') ? kernel_errnos.get(errno) : known;
  if (name === undefined) return `-1 (errno ${errno})`;
  const restart = restarts.get(name);
  return restart === undefined ? `-1 ${name} (${strerror(errno)})` : `? ${name} (${restart})`;
}
