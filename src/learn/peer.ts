// The peer of a learner's program: Node's own sockets, which share nothing with the package but the kernel.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { check_bytes, check_integer } from '../codec/check.js';
import { Client, open } from './client.js';
import { type End, end_of } from './end.js';
import { wrong } from './exercise.js';
import { say } from './language.js';
import { check_program, type Program } from './program.js';
import { shown_bytes } from './show.js';

export { Client as Peer, type End };

/** A listening peer, for a program that connects. */
export interface Listener {
  readonly port: number;
  /** The next connection of the program; undefined if none comes. */
  accept(program: Program): Promise<Client | undefined>;
  close(): void;
}

function check_peer(value: unknown, where: string): void {
  if (!(value instanceof Client)) throw new TypeError(`${where} must be a peer`);
}

function check_pieces(pieces: unknown, where: string): void {
  if (!Array.isArray(pieces)) throw new TypeError(`${where} must be an array of Uint8Arrays`);
  for (const piece of pieces) check_bytes(piece, where);
}

/** Connects to the program's port. If nobody listens, the diagnosis is `no-answer`, or the usual one of a program that an exception ended. */
export async function connect(program: Program): Promise<Client> {
  check_program(program, 'connect: program');
  const port = await program.port();
  const client = await open('127.0.0.1', port);
  if (client !== undefined) return client;
  await program.rests();
  if (program.status() !== undefined) await program.ended(); // it printed its port, and then threw
  return wrong('no-answer', program);
}

/** Tells whether a server also answers at 127.0.0.2, because it does not listen at 127.0.0.1 alone. */
export async function open_to_everybody(program: Program): Promise<boolean> {
  check_program(program, 'open_to_everybody: program');
  const stranger = await open('127.0.0.2', await program.port());
  stranger?.leave();
  return stranger !== undefined;
}

/** Listens on a port that the kernel chooses. */
export async function listen(): Promise<Listener> {
  const waiting: Client[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => waiting.push(new Client(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    async accept(program) {
      check_program(program, 'accept: program');
      await program.until(() => waiting.length > 0);
      return waiting.shift();
    },
    close: () => server.close(),
  };
}

/** Sends pieces, each after the program has gone to sleep again over the one before, so that every receive gets one piece, even on a busy machine. */
export async function in_lock_step(program: Program, peer: Client, pieces: readonly Uint8Array[]): Promise<void> {
  check_program(program, 'in_lock_step: program');
  check_peer(peer, 'in_lock_step: peer');
  check_pieces(pieces, 'in_lock_step: pieces');
  for (const piece of pieces) {
    peer.send(piece);
    await program.rests();
  }
}

/** Receives this many bytes from the program, or fewer if no more come. */
export async function receive(program: Program, peer: Client, length: number): Promise<Buffer> {
  check_program(program, 'receive: program');
  check_peer(peer, 'receive: peer');
  check_integer(length, 0, Number.MAX_SAFE_INTEGER, 'receive: length');
  await program.until(
    () => peer.over || peer.waiting >= length,
    () => all_came(peer),
  );
  return peer.take(length);
}

/** Tells whether nothing is in transit between the program and its peer. Bytes that the program has not received count as arrived. */
export function all_came(peer: Client): boolean {
  check_peer(peer, 'all_came: peer');
  const own = end_of(peer.port, peer.far);
  const on_its_way = peer.unsent + (own?.under_way ?? 0) + (program_end(peer)?.under_way ?? 0);
  return on_its_way === 0 && (own?.unread ?? 0) === 0;
}

/** The program's end of its connection to a peer; undefined after the program has closed it. */
export function program_end(peer: Client): End | undefined {
  check_peer(peer, 'program_end: peer');
  return end_of(peer.far, peer.port);
}

/** Pieces as a row of evidence: `HEL | LO-WORLD`. */
export function pieces_row(pieces: readonly Uint8Array[]): readonly [string, string] {
  check_pieces(pieces, 'pieces_row: pieces');
  return [say('comes', '오는 것'), pieces.map((piece) => shown_bytes(piece)).join(' | ')];
}
