import { type Fd, MSG_NOSIGNAL, recv_frame, sendmsg, unwrap, writev } from 'sys-socket';

/** Sends a question, and returns its answer: each is 4 bytes of length and the text. */
export function ask(fd: Fd, question: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(question.length);
  unwrap(sendmsg(fd, { msg_iov: [header, question] }, MSG_NOSIGNAL));
  return unwrap(recv_frame(fd));
}

/** The other end: receives a question, and sends its answer. */
export function answer(fd: Fd, reply: (question: Uint8Array) => Uint8Array): void {
  const said = reply(unwrap(recv_frame(fd)));
  const header = Buffer.alloc(4);
  header.writeUInt32BE(said.length);
  unwrap(writev(fd, [header, said]));
}
