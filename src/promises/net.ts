// Hands descriptors to Node's own sockets, and takes them over.
import { createSocket, Socket as DgramSocket } from 'node:dgram';
import { Server, Socket } from 'node:net';
import { check_integer } from '../codec/check.js';
import { AF_INET, AF_INET6, AF_UNIX, F_DUPFD_CLOEXEC, SOCK_DGRAM, SOCK_STREAM } from '../constants.js';
import { as_domain } from '../domain.js';
import type { SysError } from '../errno.js';
import { as_fd, type Fd } from '../fd.js';
import { SOL_SOCKET } from '../level.js';
import { SO_ACCEPTCONN, SO_DOMAIN, SO_TYPE } from '../options.js';
import { err, ok, type Result } from '../result.js';
import { type FcntlCode, fcntl } from '../sys/fcntl.js';
import { type GetpeernameCode, getpeername } from '../sys/getpeername.js';
import { type GetsockoptError, getsockopt } from '../sys/getsockopt.js';
import { forget } from './descriptors.js';
import { type BoundSocket, close_node, descriptor_in, holds_half_a_character, is_bound } from './node-socket.js';

export type { BoundSocket };

/** The socket cannot be handed over and is unchanged. `message` says why. */
export interface NotHandedOver {
  readonly code: 'NOT_HANDED_OVER';
  readonly message: string;
}

const not = (message: string) => err<NotHandedOver>({ code: 'NOT_HANDED_OVER', message });

interface Kind {
  readonly domain: number;
  readonly type: number;
  readonly listens: boolean;
}

function kind_of(fd: Fd): Result<Kind, GetsockoptError> {
  const type = getsockopt(fd, SOL_SOCKET, SO_TYPE);
  if (!type.ok) return type;
  const domain = getsockopt(fd, SOL_SOCKET, SO_DOMAIN);
  if (!domain.ok) return domain;
  const listens = getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN);
  return listens.ok
    ? ok({ type: type.value, domain: as_domain(domain.value), listens: Boolean(listens.value) })
    : listens;
}

/**
 * Hands a stream socket to Node's `net`, which then owns the descriptor and closes it: a listening socket becomes a `net.Server`, any other a
 * `net.Socket`. Waits for the descriptor end with `CLOSED`.
 *
 * @param fd a connected or listening stream socket of AF_INET, AF_INET6 or AF_UNIX; it becomes non-blocking
 * @param options `allowHalfOpen`, as for `net.Socket`
 * @returns the `net.Socket` or `net.Server`. A server emits `listening` when it is ready
 *
 * **Errors**: `NOT_HANDED_OVER` the socket is of another kind, neither connected nor listening, or Node's already; those of `getsockopt`: `ENOTSOCK`,
 * `EBADF`.
 *
 * **strace**: `getsockopt` for `SO_TYPE`, `SO_DOMAIN`, `SO_ACCEPTCONN`; `getpeername`, unless the socket listens; then the calls of `net`
 *
 * @example
 * ```ts
 * import { Socket } from 'node:net';
 * import { AF_UNIX, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { recv_exact, to_net } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const socket = unwrap(to_net(a));
 * if (!(socket instanceof Socket)) throw new Error('it listens');
 * socket.write('HELLO');
 * const got = Buffer.alloc(5);
 * unwrap(await recv_exact(b, got));
 * console.log(String(got)); // HELLO
 * socket.destroy();
 * ```
 */
export function to_net(
  fd: Fd,
  options: { readonly allowHalfOpen?: boolean } = {},
): Result<Socket | Server, GetsockoptError | SysError<GetpeernameCode> | NotHandedOver> {
  check_integer(fd, 0, 0x7fff_ffff, 'to_net: fd');
  const kind = kind_of(fd);
  if (!kind.ok) return kind;
  const { domain, type, listens } = kind.value;
  if (type !== SOCK_STREAM || !([AF_INET, AF_INET6, AF_UNIX] as number[]).includes(domain)) {
    return not(
      `net supports only streams of AF_INET, AF_INET6 and AF_UNIX, and fd ${fd} has type ${type}, domain ${domain}`,
    );
  }
  if (!listens) {
    const peer = getpeername(fd);
    if (!peer.ok && peer.error.code === 'ENOTCONN') return not(`fd ${fd} is neither connected nor listening`);
    if (!peer.ok) return peer;
  }
  const node = listens
    ? new Server({ ...unnamed, ...options }).listen({ fd, exclusive: true, signal: undefined } as { fd: number })
    : unless_taken(() => new Socket({ ...unnamed, ...options, fd, readable: true, writable: true }));
  if (node === undefined) return taken(fd);
  if (node instanceof Server && !node.listening) {
    node.on('error', () => {}); // it will be emitted, and is EEXIST too
    return taken(fd);
  }
  forget(fd);
  return ok(node);
}

/** Node copies the options into a plain object. What is missing there, it would take from Object.prototype. */
const unnamed = { allowHalfOpen: false, signal: undefined };

/** Undefined if another socket of Node has the descriptor. */
function unless_taken<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (thrown) {
    if (Reflect.get(Object(thrown), 'code') === 'EEXIST') return undefined;
    throw thrown;
  }
}

const taken = (fd: Fd) => not(`another socket of Node has fd ${fd} already`);

/**
 * Hands a UDP socket to Node's `dgram`, which then owns the descriptor and closes it. Waits for the descriptor end with `CLOSED`.
 *
 * @param fd a datagram socket of AF_INET or AF_INET6 that is not connected, except 0; it becomes non-blocking
 * @returns a `dgram.Socket` that already receives: its event `listening` has been emitted
 *
 * **Errors**: `NOT_HANDED_OVER` the socket is of another kind (dgram has no unix sockets), connected, or Node's already, or it is descriptor 0; those of
 * `getsockopt`.
 *
 * **strace**: `getsockopt` for `SO_TYPE`, `SO_DOMAIN`, `SO_ACCEPTCONN`; `getpeername`; then the calls of `dgram`
 *
 * @example
 * ```ts
 * import { AF_INET, SOCK_DGRAM, socket, unwrap } from 'sys-socket';
 * import { to_dgram } from 'sys-socket/promises';
 *
 * const udp = unwrap(to_dgram(unwrap(socket(AF_INET, SOCK_DGRAM, 0))));
 * udp.close();
 * ```
 */
export function to_dgram(fd: Fd): Result<DgramSocket, GetsockoptError | NotHandedOver> {
  check_integer(fd, 0, 0x7fff_ffff, 'to_dgram: fd');
  const kind = kind_of(fd);
  if (!kind.ok) return kind;
  const { domain, type } = kind.value;
  if (type !== SOCK_DGRAM || (domain !== AF_INET && domain !== AF_INET6)) {
    return not(`dgram supports only UDP, and fd ${fd} has type ${type}, domain ${domain}`);
  }
  if (fd === 0) return not('dgram would bind another socket in place of fd 0: hand over a duplicate (F_DUPFD_CLOEXEC)');
  if (getpeername(fd).ok) return not(`fd ${fd} is connected, and dgram could not send: it would not know the peer`);
  const udp = createSocket(domain === AF_INET ? 'udp4' : 'udp6');
  if (unless_taken(() => udp.bind({ fd, exclusive: true })) === undefined) {
    udp.close();
    return taken(fd);
  }
  forget(fd);
  return ok(udp);
}

/** What {@link from_net} returns. */
export interface FromNet {
  /** The descriptor, which the caller must close. It is non-blocking and has FD_CLOEXEC. */
  readonly fd: Fd;
  /** The bytes that `net` has already read from the socket. They precede those that the descriptor will deliver. */
  readonly head: Uint8Array;
}

/**
 * Takes over the descriptor of a socket of Node: it returns a duplicate, and closes Node's descriptor. The object of Node is destroyed and
 * emits no further event, so a `for await` or a `pipeline` over it never ends. A server stops accepting; its connections stay with `net`, `http` or
 * `tls`. Node never closes the descriptors 0 to 2, so that of `process.stdin` stays open too. The path of a unix server stays: because libuv removes it
 * when the server closes, it is renamed before and renamed back after. A client that connects in between gets ENOENT.
 *
 * @param socket a `net.Socket` (also that of an HTTP upgrade, which passes bytes as `head` too), `net.Server`, `dgram.Socket`, or a
 *   `net.BoundSocket` that no server or socket uses yet
 * @returns the descriptor, and the bytes that `net` has already read; no byte is lost
 *
 * **Errors**: `NOT_HANDED_OVER` bytes would be lost, because `net` still has some to send (wait for the callback of `write`, or of `end`) or has
 * decoded them to text (`setEncoding`), or an HTTP parser has them; the socket is still connecting, or was destroyed; it is a TLS socket, whose bytes
 * only Node can decrypt. Those of `fcntl`: `EMFILE`.
 *
 * Three losses cannot be seen from outside: a datagram whose address `dgram` is still looking up (wait for the callback of `send`), and the socket under
 * a TLS socket that was made of it (`tls.connect({ socket })`) or under a session of `http2`.
 *
 * **strace**: `fcntl(21, F_DUPFD_CLOEXEC, 0) = 22`, then the `close` of `net`
 *
 * @example
 * ```ts
 * import { Socket } from 'node:net';
 * import { AF_UNIX, close, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
 * import { from_net, recv, to_net } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const socket = unwrap(to_net(a));
 * const { fd, head } = unwrap(from_net(socket));
 * unwrap(send(b, Buffer.from('HELLO')));
 * console.log(head.length, unwrap(await recv(fd, Buffer.alloc(16)))); // 0 5
 * unwrap(close(fd));
 * ```
 */
export function from_net(
  socket: Socket | Server | DgramSocket | BoundSocket,
): Result<FromNet, NotHandedOver | SysError<FcntlCode>> {
  const of_net = socket instanceof Socket;
  if (!of_net && !(socket instanceof Server) && !(socket instanceof DgramSocket) && !is_bound(socket)) {
    throw new TypeError('from_net: socket must be a net.Socket, net.Server, net.BoundSocket or dgram.Socket');
  }
  const why = of_net ? unfit(socket) : undefined;
  if (why !== undefined) return not(why);
  const handle = descriptor_in(socket);
  if (handle === undefined) return not('it has no descriptor: it is closed, was never opened, or was adopted');
  if (socket instanceof DgramSocket && socket.getSendQueueCount() > 0) return not('dgram still has datagrams to send');
  const fd = fcntl(handle, F_DUPFD_CLOEXEC, 0);
  if (!fd.ok) return fd;
  forget(fd.value);
  let head: Uint8Array = new Uint8Array(0);
  if (of_net) {
    // This happens in one turn of the event loop, because net would read more bytes in the next. The listeners are removed first, so that
    // no program sees events of the bytes read here.
    socket.removeAllListeners();
    socket.on('error', () => {});
    const pieces: Uint8Array[] = [];
    // A socket that was resumed in this turn gives one piece at a time.
    while (socket.readableLength > 0) pieces.push(socket.read());
    if (pieces.length > 0) head = pieces.length === 1 ? (pieces[0] ?? head) : Buffer.concat(pieces);
    socket.destroy();
  } else {
    if (socket instanceof DgramSocket) socket.removeAllListeners();
    // The others are of connections that stay: `request` of http, `secureConnection` of tls.
    if (socket instanceof Server) for (const event of of_listening) socket.removeAllListeners(event);
    close_node(socket);
  }
  return ok({ fd: as_fd(fd.value), head });
}

/** The events of a server that its listening socket causes. */
const of_listening = ['connection', 'drop', 'listening', 'error', 'close'];

/** Why bytes would be lost; undefined if none would. */
function unfit(socket: Socket): string | undefined {
  if ('encrypted' in socket) return 'it is a TLS socket, whose bytes only Node can decrypt';
  if (socket.destroyed) return 'it was destroyed';
  if (socket.connecting) return 'it is still connecting: wait for its connect event';
  if (socket.writableLength > 0)
    return `net still has ${socket.writableLength} bytes to send: wait until they are written`;
  if (socket.writableEnded && !socket.writableFinished) return 'net has yet to send the end: wait for its finish event';
  if (Reflect.get(socket, 'parser') instanceof Object)
    return 'an HTTP parser reads it: only the socket of an upgrade or connect event can be handed over';
  if (socket.readableEncoding !== null && (socket.readableLength > 0 || holds_half_a_character(socket)))
    return 'net has already decoded received bytes as text: setEncoding';
  return undefined;
}
