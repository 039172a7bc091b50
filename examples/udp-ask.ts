// Sends a question over UDP, which may lose the question or its answer: so it asks again, and waits twice as long each time. udp(7), poll(2).
//
//   node udp-ask.ts ADDRESS PORT [--tries N] [--timeout MS] WORD...
//
// A question is 4 random bytes and the words; its answer begins with the same 4 bytes. A question that is sent again keeps them, so that the
// server can recognize it. An answer with other bytes is for a program that had this port before, and is ignored. The first try waits for MS
// milliseconds, 250 by default; the number of tries is 4 by default.
//
// Exit status: 0, or 1 with the reason.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  AF_INET,
  close,
  connect,
  type Fd,
  MSG_DONTWAIT,
  POLLIN,
  poll,
  recv,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  send,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tries: { type: 'string', default: '4' }, timeout: { type: 'string', default: '250' } },
});
const [address = '', port, ...words] = positionals;

try {
  const fd = unwrap(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  // A connected socket receives only from this peer, and gets ECONNREFUSED if nothing listens there.
  unwrap(connect(fd, sockaddr_in(address, Number(port))));
  console.log(ask(fd, words.join(' ')));
  unwrap(close(fd));
} catch (error) {
  console.error(`udp-ask: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function ask(fd: Fd, question: string): string {
  const number = randomBytes(4);
  const tries = Number(values.tries);
  for (let tried = 0; tried < tries; tried += 1) {
    unwrap(send(fd, Buffer.concat([number, Buffer.from(question)])));
    const answer = answer_by(fd, number, performance.now() + Number(values.timeout) * 2 ** tried);
    if (answer !== undefined) return answer;
  }
  throw new Error(`no answer, asked ${tries} times`);
}

/** The answer, if it arrives before `end`. Other datagrams do not extend the wait. */
function answer_by(fd: Fd, number: Buffer, end: number): string | undefined {
  const datagram = Buffer.alloc(65535);
  for (;;) {
    const left = Math.max(0, Math.ceil(end - performance.now()));
    if (unwrap(poll([{ fd, events: POLLIN }], left)) === 0) return undefined;
    const received = recv(fd, datagram, MSG_DONTWAIT);
    if (!received.ok && received.error.code === 'EAGAIN') continue; // its checksum was wrong: select(2), BUGS
    const answer = datagram.subarray(0, unwrap(received));
    if (answer.subarray(0, number.length).equals(number)) return answer.toString('utf8', number.length);
  }
}
