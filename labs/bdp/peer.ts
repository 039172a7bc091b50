// Sends until the other side has enough, and says at the end how the path was: medians of what TCP_INFO said, a line of JSON.
//
//   node out/labs/bdp/peer.js ADDRESS PORT
import {
  AF_INET,
  close,
  connect,
  getsockopt,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLOUT,
  poll,
  SOCK_STREAM,
  send,
  setsockopt,
  sockaddr_in,
  socket,
  TCP_CONGESTION,
  TCP_INFO,
  unwrap,
} from 'sys-socket';
import { median } from '../kit/statistics.js';

const [address = '', port] = process.argv.slice(2);
const bytes = Buffer.alloc(1 << 16);
const every = 10; // ms

const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, 'reno')); // every kernel has it; on a path without loss it stays out of the way
unwrap(connect(fd, sockaddr_in(address, Number(port))));
const windows: number[] = [];
const rtts: number[] = [];
let taken = 0;
let told = performance.now();
for (;;) {
  const sent = send(fd, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (!sent.ok && sent.error.code !== 'EAGAIN') break; // ECONNRESET: it has closed, with data unread
  if (sent.ok)
    taken += sent.value; // the bytes are all the same: the next send may begin anywhere
  else unwrap(poll([{ fd, events: POLLOUT }], every));
  if (performance.now() < told + every) continue;
  told = performance.now();
  const info = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
  windows.push(info.tcpi_snd_wnd ?? Number.NaN);
  rtts.push(info.tcpi_rtt / 1000);
}
unwrap(close(fd));
const later = (values: readonly number[]) => values.slice(values.length / 2); // slow start is over
console.log(JSON.stringify({ taken, window: median(later(windows)), rtt: median(later(rtts)) }));
