import { connect, type Socket } from 'node:net';
import { looks } from './process.js';

/** How long a server may take for an answer, in ms. */
export const patience = 3000;

/** A client by Node's `net`: its end of the connection shares nothing with the package but the kernel. */
export class Client {
  readonly #socket: Socket;
  /** Its own port, and the one at the other end. */
  readonly port: number;
  readonly far: number;
  #received = Buffer.alloc(0);
  #over = false;
  #sent = 0;
  #ended: 'half' | 'both' | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.localPort ?? 0;
    this.far = socket.remotePort ?? 0;
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
    });
    for (const event of ['end', 'error', 'close']) {
      socket.on(event, () => {
        this.#over = true;
      });
    }
  }

  /** How many bytes it has sent, or tried to. */
  get sent(): number {
    return this.#sent;
  }

  /** How many of them wait until the kernel takes them. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  /** Whether it has ended its direction, or both. */
  get ended(): 'half' | 'both' | undefined {
    return this.#ended;
  }

  /** How many bytes have come, and not been {@link take}n. */
  get waiting(): number {
    return this.#received.length;
  }

  get over(): boolean {
    return this.#over;
  }

  send(bytes: Uint8Array): void {
    this.#sent += bytes.length;
    if (this.#socket.writable) this.#socket.write(bytes); // also after the other's FIN, which ends one direction
  }

  /** So many of the bytes that have come, or all. */
  take(length: number): Buffer {
    const bytes = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return bytes;
  }

  /** What it sends is not read until {@link resume}. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** FIN: no more will be sent. */
  end(): void {
    this.#ended ??= 'half';
    this.#socket.end();
  }

  /** RST: what is on its way is lost. */
  reset(): void {
    this.#ended = 'both';
    this.#socket.resetAndDestroy();
  }

  /** Goes. After the server has closed, by RST: its port is then not held in TIME_WAIT, and it can be started there again. */
  leave(): void {
    this.#ended = 'both';
    if (this.#over) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }
}

/** Undefined when nobody listens there. */
export async function open(host: string, port: number): Promise<Client | undefined> {
  const socket = connect({ port, host, noDelay: true, allowHalfOpen: true });
  let client: Client | undefined;
  socket
    .on('error', () => {})
    .once('connect', () => {
      client = new Client(socket);
    });
  await looks(() => client !== undefined || socket.destroyed, patience);
  if (client === undefined) socket.destroy();
  return client;
}

export function frame(payload: Uint8Array): Buffer {
  return Buffer.concat([header(payload.length), payload]);
}

export function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}
