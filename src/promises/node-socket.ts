// What is needed of Node's own sockets. Two private properties are read, in one function each: the descriptor of a handle, and the decoder of a
// stream.
import { randomUUID } from 'node:crypto';
import type { Socket as DgramSocket } from 'node:dgram';
import { renameSync } from 'node:fs';
import * as net from 'node:net';
import { Server, type Socket } from 'node:net';
import { as_fd, type Fd } from '../fd.js';

/** A `net.BoundSocket`, which Node 24 and later have, and whose descriptor is public. */
export interface BoundSocket {
  fd(): number;
  close(): void;
}

export function is_bound(socket: object): socket is BoundSocket {
  const made_by: unknown = Reflect.get(net, 'BoundSocket');
  return typeof made_by === 'function' && socket instanceof made_by;
}

/** The descriptor of Node's handle. Only a BoundSocket has a public property for it. */
export function descriptor_in(socket: Socket | Server | DgramSocket | BoundSocket): Fd | undefined {
  if (is_bound(socket)) return descriptor_of(socket);
  const state = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'state symbol');
  const holder: unknown = state === undefined ? socket : Reflect.get(socket, state);
  const handle: unknown = Reflect.get(holder as object, state === undefined ? '_handle' : 'handle');
  const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  return typeof fd === 'number' && fd >= 0 ? as_fd(fd) : undefined;
}

/** Undefined if it was closed, or `net` has adopted it: ERR_SOCKET_HANDLE_ADOPTED. */
function descriptor_of(bound: BoundSocket): Fd | undefined {
  try {
    return as_fd(bound.fd());
  } catch {
    return undefined;
  }
}

/** True if the stream has received the beginning of a character, and waits for its other bytes: setEncoding. They are not in `readableLength`. */
export function holds_half_a_character(socket: Socket): boolean {
  const state: unknown = Reflect.get(socket, '_readableState');
  const decoder: unknown = Reflect.get(Object(state), 'decoder');
  const missing: unknown = Reflect.get(Object(decoder), 'lastNeed');
  return typeof missing === 'number' && missing > 0;
}

/** Closes what is no connection. libuv removes the path of a unix server with it, without which nobody could connect to the duplicate. */
export function close_node(socket: Server | DgramSocket | BoundSocket): void {
  const path = socket instanceof Server ? socket.address() : null;
  const back = typeof path === 'string' && !path.startsWith('\0') ? put_aside(path) : undefined;
  // Not the server's own method: that of http would end idle connections.
  if (socket instanceof Server) Server.prototype.close.call(socket);
  else socket.close();
  back?.();
}

/** Gives a path another name for the moment. Returns a function that gives it back; undefined where libuv cannot remove the path either. */
function put_aside(path: string): (() => void) | undefined {
  const aside = `${path}.${randomUUID()}`; // rename(2) would replace a file of that name
  try {
    renameSync(path, aside);
  } catch {
    return undefined;
  }
  return () => renameSync(aside, path);
}
