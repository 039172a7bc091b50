// Sends framed messages in one of several ways, each when the answer to the one before has come, and says how long each took:
// a line of milliseconds for every connection.
//
//   node out/labs/nagle/program.js PORT WAY EXCHANGES CONNECTIONS
import {
  AF_INET,
  close,
  connect,
  type Fd,
  frame_header,
  IPPROTO_TCP,
  MSG_MORE,
  MSG_NOSIGNAL,
  recv_exact,
  SOCK_STREAM,
  send,
  sendmsg,
  setsockopt,
  sockaddr_in,
  socket,
  TCP_CORK,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';

const [port, way = '', exchanges, connections] = process.argv.slice(2);
const payload = Buffer.from('HELLO-WORLD');
const header = frame_header(payload.length);
const answer = Buffer.alloc(header.length + payload.length);

/** Header and payload in two calls, as the chapter's send_frame does it. */
function two_writes(fd: Fd): void {
  unwrap(send(fd, header, MSG_NOSIGNAL));
  unwrap(send(fd, payload, MSG_NOSIGNAL));
}

const ways: Readonly<Record<string, (fd: Fd) => void>> = {
  'two writes': two_writes,
  TCP_NODELAY: two_writes, // the option is set below, once
  'one sendmsg': (fd) => {
    unwrap(sendmsg(fd, { msg_iov: [header, payload] }, MSG_NOSIGNAL));
  },
  MSG_MORE: (fd) => {
    unwrap(send(fd, header, MSG_NOSIGNAL | MSG_MORE)); // more is to come: the kernel waits for it
    unwrap(send(fd, payload, MSG_NOSIGNAL));
  },
  TCP_CORK: (fd) => {
    unwrap(setsockopt(fd, IPPROTO_TCP, TCP_CORK, 1));
    two_writes(fd);
    unwrap(setsockopt(fd, IPPROTO_TCP, TCP_CORK, 0)); // out with it
  },
};
const send_message = ways[way];
if (send_message === undefined) throw new Error(`there is no way ${way}`);

for (let connection = 0; connection < Number(connections); connection += 1) {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(port))));
  if (way === 'TCP_NODELAY') unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
  const took: number[] = [];
  const end = performance.now() + 2500; // enough, whatever it waits for
  for (let exchange = 0; exchange < Number(exchanges) && performance.now() < end; exchange += 1) {
    const start = performance.now();
    send_message(fd);
    unwrap(recv_exact(fd, answer));
    took.push(performance.now() - start);
  }
  unwrap(close(fd));
  console.log(took.map((ms) => ms.toFixed(4)).join(' '));
}
