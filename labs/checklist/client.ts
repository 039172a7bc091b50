import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a server may take for an answer, in ms. */
export const patience = 3000;

/** What "at once" is, in ms: less than the deadlines that servers have, or one of those would look like a cap. */
export const at_once = 1000;

/** A client by Node's `net`: its end of the connection shares nothing with the package but the kernel. */
export class Client {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #over = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      socket.emit('news');
    });
    for (const event of ['end', 'error', 'close']) {
      socket.on(event, () => {
        this.#over = true;
        socket.emit('news');
      });
    }
  }

  /** Writes, and waits long enough for the server to have read it. */
  async send(bytes: Uint8Array, pause = 10): Promise<void> {
    if (!this.#over) this.#socket.write(bytes);
    await sleep(pause);
  }

  /** Throws, in words, unless exactly these bytes come. */
  async expects(bytes: Uint8Array, of: string): Promise<void> {
    await this.#until(() => this.#over || this.#received.length >= bytes.length);
    const [got, rest] = [this.#received.subarray(0, bytes.length), this.#received.subarray(bytes.length)];
    if (got.length < bytes.length) {
      const why = this.#over ? 'and the server closed the connection' : `in ${patience / 1000} s`;
      throw new Error(`${of}: ${got.length} of ${bytes.length} bytes came back, ${why}`);
    }
    const wrong = bytes.findIndex((byte, i) => got[i] !== byte);
    if (wrong >= 0) throw new Error(`${of}: byte ${wrong} came back as ${got[wrong]}, and was ${bytes[wrong]}`);
    this.#received = rest;
  }

  /** Throws unless the server ends the connection in so many ms. */
  async expects_end(after: string, within = patience): Promise<void> {
    await this.#until(() => this.#over, within);
    if (!this.#over) throw new Error(`${after}: the connection is still open after ${within / 1000} s`);
  }

  /** What it sends is not read until {@link resume}. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** No more will be sent. */
  end(): void {
    this.#socket.end();
  }

  /** RST: what is on its way is lost. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  close(): void {
    this.#socket.destroy();
  }

  async #until(holds: () => boolean, within = patience): Promise<void> {
    const deadline = AbortSignal.timeout(within);
    while (!holds() && !deadline.aborted) await once(this.#socket, 'news', { signal: deadline }).catch(() => {});
  }
}

export async function open(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  const client = new Client(socket);
  await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
  return client;
}

export function frame(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length);
  return Buffer.concat([header, payload]);
}
