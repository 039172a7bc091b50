// Answers a request of 7 bytes with 5, and ends the connection in one of several ways; or sends to a peer that has closed.
//
//   node out/labs/closing/ways.js PORT WAY
import {
  AF_INET,
  close,
  connect,
  MSG_NOSIGNAL,
  POLLIN,
  poll,
  recv,
  recv_exact,
  SHUT_WR,
  SO_LINGER,
  SO_SNDBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  send_all,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const [port, way = ''] = process.argv.slice(2);
const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
const room = Buffer.alloc(64);
const read_request = () => unwrap(recv_exact(fd, room.subarray(0, 7)));
const reply = () => unwrap(send(fd, Buffer.from('reply'), MSG_NOSIGNAL));

const ways: Readonly<Record<string, () => void>> = {
  close: () => {
    read_request();
    reply();
  },
  'SHUT_WR first': () => {
    read_request();
    reply();
    unwrap(shutdown(fd, SHUT_WR));
    while (unwrap(recv(fd, room)) > 0); // the other direction is open
  },
  'close, unread': () => {
    unwrap(poll([{ fd, events: POLLIN }], -1)); // it is there, and stays there
    reply();
  },
  'close, SO_LINGER 0': () => {
    read_request();
    reply();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
  },
  'full, close': fill,
  'full, SO_LINGER': () => {
    fill();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 5 }));
  },
  MSG_NOSIGNAL: () => send_twice(MSG_NOSIGNAL),
  'SIGPIPE ignored': () => send_twice(0), // Node does that when it starts
  'SIGPIPE kills': () => {
    const nothing = () => {};
    process.on('SIGPIPE', nothing).off('SIGPIPE', nothing); // leaves what C programs begin with: SIG_DFL
    send_twice(0);
  },
};

const end = ways[way];
if (end === undefined) throw new Error(`there is no way ${way}`);
unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, 1 << 18));
unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(port))));
end();
unwrap(close(fd));

/** More than the peer takes: the rest waits in the send queue. */
function fill(): void {
  unwrap(send_all(fd, Buffer.alloc(1 << 17)));
}

/** The peer has closed. The first send goes out, and is answered with a RST; the second one is told. */
function send_twice(flags: number): void {
  while (unwrap(recv(fd, room)) > 0);
  console.log(`first ${unwrap(send(fd, Buffer.from('x'), flags))}`);
  unwrap(poll([{ fd, events: 0 }], 3000)); // POLLHUP: the RST is here
  const second = send(fd, Buffer.from('x'), flags);
  console.log(`second ${second.ok ? second.value : second.error.code}`);
}
