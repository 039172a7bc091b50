// The wrong twin: header and payload in two calls, whatever it is asked for, and no option set. It is the chapter's own pair,
// and most of the programs that "lose 40 ms in the network".
//
//   node out/labs/nagle/twin.js PORT WAY EXCHANGES CONNECTIONS
import {
  AF_INET,
  close,
  connect,
  frame_header,
  MSG_NOSIGNAL,
  recv_exact,
  SOCK_STREAM,
  send,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const [port, , exchanges, connections] = process.argv.slice(2);
const payload = Buffer.from('HELLO-WORLD');
const header = frame_header(payload.length);
const answer = Buffer.alloc(header.length + payload.length);

for (let connection = 0; connection < Number(connections); connection += 1) {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(port))));
  const took: number[] = [];
  const end = performance.now() + 2500; // enough, whatever it waits for
  for (let exchange = 0; exchange < Number(exchanges) && performance.now() < end; exchange += 1) {
    const start = performance.now();
    unwrap(send(fd, header, MSG_NOSIGNAL)); // goes out at once
    unwrap(send(fd, payload, MSG_NOSIGNAL)); // waits for the ACK of the header
    unwrap(recv_exact(fd, answer));
    took.push(performance.now() - start);
  }
  unwrap(close(fd));
  console.log(took.map((ms) => ms.toFixed(4)).join(' '));
}
