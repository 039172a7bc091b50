import { type Fd, IPPROTO_TCP, recv_frame, send_all, setsockopt, TCP_NODELAY, unwrap } from 'sys-socket';

/** Sends a question, and returns its answer: each is 4 bytes of length and the text. */
export function ask(fd: Fd, question: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(question.length);
  unwrap(send_all(fd, header));
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1)); // sends what was kept
  unwrap(send_all(fd, question));
  return unwrap(recv_frame(fd));
}

/** The other end: receives a question, and sends its answer. */
export function answer(fd: Fd, reply: (question: Uint8Array) => Uint8Array): void {
  const said = reply(unwrap(recv_frame(fd)));
  const header = Buffer.alloc(4);
  header.writeUInt32BE(said.length);
  unwrap(send_all(fd, Buffer.concat([header, said])));
}
