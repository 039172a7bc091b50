// Node's own sockets, for the functions that speak with a learner's program: a server that reads everything, a peer of it, and a program that
// is only played.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import * as learn from '../../dist/learn/index.js';

const accepted = new Set();
/** Sockets of Node's that were made as arguments: a call may have been given none of them. */
export const given = new Set();
const server = createServer((socket) => {
  accepted.add(
    socket
      .on('error', () => {})
      .on('close', () => accepted.delete(socket))
      .resume(),
  );
});
let peer;

const played = (port) => ({
  until: async (so) => so(),
  rests: async () => true,
  port: async () => port,
  status: () => 0,
  ended: async () => 0,
  rows: [],
});

/** A program that listens, or that does not. */
export const program = (random) => played(random.once_in(2) ? server.address().port : 1);

/** @returns the peer that is connected, of which there is one. */
export const client = () => peer;

export async function connected() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  peer = await learn.peer.connect(played(server.address().port));
  while (accepted.size < 1) await turn();
  for (const socket of accepted) accepted.delete(socket); // the one that stays
}

/** Every other connection is gone when this is over: its number may be closed by the fuzzer from then on. */
export async function disconnected() {
  for (const socket of given) {
    socket.on('error', () => {});
    if (socket.destroy === undefined) socket.close();
    else socket.destroy();
  }
  given.clear();
  for (let i = 0; i < 3; i++) await turn();
  for (const socket of accepted) socket.destroy();
  while (accepted.size > 0) await turn();
}

export function hang_up() {
  peer?.reset();
  server.close();
}
