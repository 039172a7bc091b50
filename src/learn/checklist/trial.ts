import { type Client, frame, patience } from '../client.js';
import { say } from '../language.js';
import { open_sockets } from '../process.js';
import type { Diagnosis, Point } from './diagnoses.js';
import { Fault } from './fault.js';
import type { Server } from './server.js';

/** A server that has answered, and what is known about it. */
export interface Subject extends Server {
  /** True if it ends each connection after one frame, as the server in the chapter does. */
  readonly one_frame: boolean;
  /** The connection of the previous trial if it is still usable, otherwise a new one. {@link open} closes it. */
  goes_on(): Promise<Client>;
}

/** An action of a client, and its required result. */
export interface Trial {
  readonly point: Point;
  readonly name: string;
  /** The diagnosis if the server fails the trial. */
  readonly diagnosis: Diagnosis;
  /** The diagnosis if the server ends during the trial, if that is a different fault. */
  readonly dies?: Diagnosis;
  /** Throws a Fault. */
  run(server: Subject): Promise<void>;
}

export const hello = frame(Buffer.from('HELLO-WORLD'));

/** Calls `use` with each of the items: on one connection, or on a connection for each item if the server ends them after one frame. */
export async function on_connections<T>(
  server: Subject,
  items: readonly T[],
  use: (client: Client, item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    const client = await server.goes_on();
    await use(client, item);
    if (server.one_frame) client.leave();
  }
}

/** Throws a Fault if two or more sockets of clients that have disconnected are still open. */
export async function closes_all(server: Server, before: number, how: string): Promise<void> {
  await server.until(() => open_sockets(server.pid) <= before);
  const left = open_sockets(server.pid) - before;
  if (left < 2) return; // one socket may serve another purpose of the program
  throw new Fault(
    'leaks-a-descriptor',
    how,
    say(
      `${left} more sockets are open than before (/proc/${server.pid}/fd)`,
      `전보다 소켓 ${left}개가 더 열려 있다(/proc/${server.pid}/fd)`,
    ),
  );
}

/** Sends the pieces, each after the server has read the previous one, and checks that exactly the same bytes come back. */
export async function echoes(
  server: Server,
  client: Client,
  pieces: readonly Uint8Array[],
  what?: string,
): Promise<void> {
  for (const [i, piece] of pieces.entries()) {
    if (i > 0) await server.reads(client);
    client.send(piece);
  }
  const began = performance.now();
  await comes_back(server, client, Buffer.concat(pieces), what ?? shown(pieces));
  server.took(performance.now() - began);
}

export async function comes_back(server: Server, client: Client, bytes: Buffer, what: string): Promise<void> {
  await server.answers(() => client.over || client.waiting >= bytes.length);
  const problem = difference(client.take(bytes.length), bytes, client.over);
  if (problem !== undefined) throw new Fault(undefined, what, problem);
  const late = server.late();
  if (late !== undefined) throw late;
}

/** Checks that an ordinary client is served after one that misbehaved. */
export async function serves_the_next(server: Server, after: string): Promise<void> {
  const client = await server.open();
  await echoes(
    server,
    client,
    [hello],
    say(`${after}; then the next client sends a frame`, `${after}. 다음 클라이언트가 프레임을 보냈다`),
  );
  client.leave();
}

function difference(got: Buffer, wanted: Buffer, over: boolean): string | undefined {
  const closed = say(', and the server closed the connection', ', 그리고 서버가 연결을 닫았다');
  const late = say(` within ${patience / 1000} s`, `(${patience / 1000}초 동안)`);
  const end = over ? closed : late;
  if (got.length === 0 && wanted.length > 0) return say(`nothing${end}`, `아무것도 오지 않았다${end}`);
  const wrong = got.findIndex((byte, i) => byte !== wanted[i]);
  if (wrong >= 0) {
    const [is, was] = [got[wrong] ?? 0, wanted[wrong] ?? 0].map(hex);
    const from = Math.max(0, wrong - 4);
    const part = in_hex(got.subarray(from, from + 12));
    return say(
      `byte ${wrong + 1} came back as ${is} instead of ${was}: ${from > 0 ? '... ' : ''}${part}`,
      `${wrong + 1}번째 바이트가 ${is}(으)로 왔다. 보낸 것은 ${was}: ${from > 0 ? '... ' : ''}${part}`,
    );
  }
  if (got.length === wanted.length) return undefined;
  return say(`${got.length} of ${wanted.length} bytes${end}`, `${wanted.length}바이트 중 ${got.length}바이트${end}`);
}

/** The bytes of the pieces and their text, with a bar between pieces: `00 00 | 00 0b 48  "HELLO"`. */
export function shown(pieces: readonly Uint8Array[]): string {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const text = pieces
    .map((piece) =>
      Buffer.from(piece)
        .toString('latin1')
        .replaceAll(/[^ -~]/g, '.'),
    )
    .join('|');
  if (length > 64) return say(`${length} bytes`, `${length}바이트`);
  return pieces.length > 6
    ? say(`${in_hex(Buffer.concat(pieces))}, byte by byte`, `${in_hex(Buffer.concat(pieces))}, 한 바이트씩`)
    : `${pieces.map(in_hex).join(' | ')}  "${text}"`;
}

function in_hex(bytes: Uint8Array): string {
  return Array.from(bytes, hex).join(' ');
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
