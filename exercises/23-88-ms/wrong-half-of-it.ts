import { type Fd, MSG_MORE, recv_frame, send_all, unwrap } from 'sys-socket';

/** Sends a question, and returns its answer: each is 4 bytes of length and the text. */
export function ask(fd: Fd, question: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(question.length);
  unwrap(send_all(fd, header, { flags: MSG_MORE }));
  unwrap(send_all(fd, question));
  return unwrap(recv_frame(fd));
}

/** The other end: receives a question, and sends its answer. */
export function answer(fd: Fd, reply: (question: Uint8Array) => Uint8Array): void {
  const said = reply(unwrap(recv_frame(fd)));
  const header = Buffer.alloc(4);
  header.writeUInt32BE(said.length);
  unwrap(send_all(fd, header));
  unwrap(send_all(fd, said));
}
