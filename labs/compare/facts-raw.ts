// What sys-socket tells: a value for each call, when the call is made.
import {
  AF_INET,
  accept,
  close,
  connect,
  type Fd,
  getsockopt,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  poll,
  type Result,
  recv,
  recv_frame,
  SOCK_STREAM,
  send,
  send_frame,
  sockaddr_in,
  socket,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';
import { trace } from 'sys-socket/observe';
import { connect_to, start_listening } from '../kit/sockets.js';
import { chunks, type Facts, type FirstNo, heedless_bytes, kilobyte } from './facts.js';
import { half_closed, in_kernels, nobodys_port, reset } from './peer.js';

const { listener, port } = start_listening(128);
const room = Buffer.alloc(4096);
const hello = Buffer.from('hello');

const facts: Facts = {
  nodelay: with_pair((fd) => unwrap(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY))),
  copies: with_pair(copies),
  first_no: chunks.map((chunk) => with_pair((fd, peer) => fill(fd, peer, chunk))),
  // send(2) refuses: there is no way not to heed it.
  heedless: with_pair((fd, peer) => fill(fd, peer, 65536)),
  half_close: { default: await half_close() },
  refused: [
    said('connect', connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), sockaddr_in('127.0.0.1', nobodys_port()))),
  ],
  reset: with_pair((fd, peer) => {
    reset(peer);
    return [said('recv', recv(fd, room)), said('recv', recv(fd, room))];
  }),
  broken_pipe: {
    default: with_pair((fd, peer) => {
      unwrap(close(peer));
      const told = [said('recv', recv(fd, room)), said('send', send(fd, hello, MSG_NOSIGNAL))];
      unwrap(poll([], 20)); // the RST that answers it
      return [...told, said('send', send(fd, hello, MSG_NOSIGNAL))];
    }),
  },
};
console.log(JSON.stringify(facts));

function with_pair<T>(what: (fd: Fd, peer: Fd) => T): T {
  const fd = connect_to(port);
  const peer = unwrap(accept(listener));
  const result = what(fd, peer);
  for (const end of [fd, peer]) close(end); // the peer may be closed already
  return result;
}

/** None, when the frame is the memory that recvfrom(2) was given. */
function copies(fd: Fd, peer: Fd): number {
  const given: unknown[] = [];
  const stop = trace(({ args }) => given.push(...args), { filter: 'recvfrom' });
  unwrap(send_frame(peer, new Uint8Array(kilobyte)));
  const frame = unwrap(recv_frame(fd));
  stop();
  return given.includes(frame) ? 0 : 1;
}

/** Writes as long as the kernel takes it. */
function fill(fd: Fd, peer: Fd, chunk: number): FirstNo {
  const bytes = Buffer.alloc(chunk);
  let written = 0;
  while (written < heedless_bytes) {
    const sent = send(fd, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (!sent.ok) {
      return { chunk, told_by: sent.error.code, written, kernel: in_kernels(fd, peer), writable_length: 0 };
    }
    written += sent.value;
  }
  throw new Error('the kernel took all of it');
}

async function half_close(): Promise<number> {
  const fd = connect_to(port);
  const conn = unwrap(accept(listener));
  const answer = half_closed(fd); // has asked when it returns
  while (unwrap(recv(conn, room)) > 0);
  unwrap(poll([], 20)); // it has to think
  unwrap(send(conn, Buffer.from('answer')));
  unwrap(close(conn));
  return answer;
}

function said(call: string, result: Result<number, { readonly code: string }>): string {
  return `${call}: ${result.ok ? result.value : result.error.code}`;
}
