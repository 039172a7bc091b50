import { connect, type Socket } from 'node:net';
import { looks } from './process.js';

/** How long a server may take for an answer, in ms. */
export const patience = 3000;

/** A client that uses Node's `net`, so that its end of the connection shares nothing with the package but the kernel. */
export class Client {
  readonly #socket: Socket;
  /** The local port, and the port of the peer. */
  readonly port: number;
  readonly far: number;
  /** What was received and not taken. Behind it, and only there, is room for more: what `take` has returned stays as it is. */
  #received = Buffer.alloc(0);
  #room = Buffer.alloc(0);
  #over = false;
  #sent = 0;
  #ended: 'half' | 'both' | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.localPort ?? 0;
    this.far = socket.remotePort ?? 0;
    socket.on('data', (bytes) => this.#append(bytes));
    for (const event of ['end', 'error', 'close']) {
      socket.on(event, () => {
        this.#over = true;
      });
    }
  }

  /** Copies each byte a few times at most, however small the pieces are in which they come. */
  #append(bytes: Buffer): void {
    const waiting = this.#received.length;
    if (this.#room.length < bytes.length) {
      const memory = Buffer.allocUnsafe(2 * (waiting + bytes.length));
      memory.set(this.#received);
      [this.#received, this.#room] = [memory.subarray(0, waiting), memory.subarray(waiting)];
    }
    this.#room.set(bytes);
    const { buffer, byteOffset } = this.#received;
    this.#received = Buffer.from(buffer, byteOffset, waiting + bytes.length);
    this.#room = this.#room.subarray(bytes.length);
  }

  /** The number of bytes that it has sent or queued. */
  get sent(): number {
    return this.#sent;
  }

  /** The number of bytes that the kernel has not taken yet. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  /** Whether this end has ended its direction (`half`), or the connection (`both`). */
  get ended(): 'half' | 'both' | undefined {
    return this.#ended;
  }

  /** The number of received bytes that {@link take} has not returned yet. */
  get waiting(): number {
    return this.#received.length;
  }

  get over(): boolean {
    return this.#over;
  }

  send(bytes: Uint8Array): void {
    this.#sent += bytes.length;
    if (this.#socket.writable) this.#socket.write(bytes); // also after the peer's FIN, which ends only one direction
  }

  /** Takes up to this many of the received bytes. */
  take(length: number): Buffer {
    const bytes = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return bytes;
  }

  /** Stops reading until {@link resume}. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Sends FIN: no more bytes follow. */
  end(): void {
    this.#ended ??= 'half';
    this.#socket.end();
  }

  /** Sends RST: bytes in transit are lost. */
  reset(): void {
    this.#ended = 'both';
    this.#socket.resetAndDestroy();
  }

  /**
   * Closes the connection. After the server has closed, it does so by RST, so that the server's port is not held in TIME_WAIT and the server
   * can be started there again.
   */
  leave(): void {
    this.#ended = 'both';
    if (this.#over) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }
}

/** Undefined if nobody listens there. */
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
