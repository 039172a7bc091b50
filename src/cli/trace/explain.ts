import { explain } from '../../explain/explain.js';

/** What is known about earlier calls on the descriptor. */
export interface Circumstances {
  /** The source line that closed the descriptor. */
  readonly closed_by?: string | undefined;
  /** True if the socket was created but never connected. */
  readonly never_connected?: boolean;
}

/** The explanation from earlier calls, if they explain more than the call and the errno. */
function by_circumstances(code: string, { closed_by, never_connected = false }: Circumstances): string | undefined {
  if (code === 'EBADF' && closed_by !== undefined) return `the descriptor is not open: ${closed_by} closed it`;
  if (code === 'EPIPE' && never_connected) return 'the socket was never connected: call connect(2) first';
  return undefined;
}

/**
 * The reason why a call failed, and the section of the manual: `ECONNREFUSED: no socket is listening at this address; ... connect(2), ERRORS`
 *
 * @param name the C function: `'recv'`
 * @param code the name of the errno: `'ECONNREFUSED'`
 */
export function explanation(name: string, code: string, circumstances: Circumstances = {}): string {
  const { text, page, section } = explain({ syscall: name, code });
  const particular = by_circumstances(code, circumstances);
  return particular === undefined ? text : `${code}: ${particular}. ${page}, ${section}`;
}
