import { explain } from '../../explain/explain.js';

/** What went before the call, as far as it is known. */
export interface Circumstances {
  /** The line that closed the descriptor. */
  readonly closed_by?: string | undefined;
  /** The socket was made, and never connected. */
  readonly never_connected?: boolean;
}

/** Where what went before says more than call and code. */
function by_circumstances(code: string, { closed_by, never_connected = false }: Circumstances): string | undefined {
  if (code === 'EBADF' && closed_by !== undefined) return `the descriptor is not open: ${closed_by} closed it`;
  if (code === 'EPIPE' && never_connected) return 'the socket was never connected: call connect(2) first';
  return undefined;
}

/**
 * Why the kernel refused a call, and where the manual says so: `ECONNREFUSED: no socket is listening at this address; ... connect(2), ERRORS`
 *
 * @param name the function of C: `'recv'`
 * @param code the name of the errno: `'ECONNREFUSED'`
 */
export function explanation(name: string, code: string, circumstances: Circumstances = {}): string {
  const { text, page, section } = explain({ syscall: name, code });
  const particular = by_circumstances(code, circumstances);
  return particular === undefined ? text : `${code}: ${particular}. ${page}, ${section}`;
}
