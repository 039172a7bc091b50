import type { Circumstances } from './explain.js';
import type { Call } from './record.js';

/** Records the calls that can explain why a later call fails. */
export class Known {
  /** The source line that closed each descriptor. */
  readonly #closed = new Map<string, string>();
  /** Sockets created in this trace that have not been connected. */
  readonly #unconnected = new Set<string>();

  /** @returns what was known before the call */
  see(call: Call): Circumstances {
    const { program, fd, made = [], code, result, name } = call;
    const key = `${program} ${fd}`;
    const known = { closed_by: this.#closed.get(key), never_connected: this.#unconnected.has(key) };
    for (const number of made) {
      this.#closed.delete(`${program} ${number}`);
      this.#unconnected.delete(`${program} ${number}`);
      if (name === 'socket') this.#unconnected.add(`${program} ${number}`);
    }
    const sent = call.moved?.direction === 'out' && result >= 0;
    if (sent || (name === 'connect' && (result === 0 || under_way.has(code ?? '')))) this.#unconnected.delete(key);
    if (name === 'close' && result === 0) this.#closed.set(key, call.where ?? 'an earlier close');
    return known;
  }
}

/** Errors of connect(2) after which the socket may be connected nevertheless. */
const under_way: ReadonlySet<string> = new Set(['EINPROGRESS', 'EALREADY', 'EINTR', 'EISCONN']);
