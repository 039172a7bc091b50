// The wrong twin: misspells the congestion control, and does not look at what setsockopt(2) returned. It runs on under the
// system's default.
//
//   node out/labs/loss/twin.js ADDRESS PORT ALGORITHM CONNECTIONS WARM-UP MEASURED
import {
  AF_INET,
  close,
  connect,
  type Fd,
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

const [address = '', port, algorithm = '', connections, warm_up, measured] = process.argv.slice(2);
const bytes = Buffer.alloc(1 << 16);

const fds = Array.from({ length: Number(connections) }, () => {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, `tcp_${algorithm}`); // ENOENT, and nobody looks
  unwrap(connect(fd, sockaddr_in(address, Number(port))));
  return fd;
});
/** Bytes that the kernel took of each. */
const taken = fds.map(() => 0);
send_for(Number(warm_up)); // slow start
const before = fds.map(acked);
const rtts = send_for(Number(measured));
for (const [i, fd] of fds.entries()) {
  console.log(
    JSON.stringify({
      algorithm: unwrap(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION)),
      taken: taken[i],
      mbits: ((acked(fd) - (before[i] ?? 0)) * 8) / 1000 / Number(measured),
      rtt: rtts.reduce((total, rtt) => total + rtt, 0) / rtts.length,
    }),
  );
  unwrap(close(fd));
}

/** Sends all that the kernel takes, for so many ms. Returns round trips in ms, of all connections, taken now and then. */
function send_for(ms: number): number[] {
  const end = performance.now() + ms;
  const seen: number[] = [];
  while (performance.now() < end) {
    const waiting = fds.map((fd) => ({ fd, events: POLLOUT, revents: 0 }));
    unwrap(poll(waiting, 10));
    for (const [i, { fd, revents }] of waiting.entries()) {
      if ((revents & POLLOUT) === 0) continue;
      const sent = send(fd, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (!sent.ok && sent.error.code !== 'EAGAIN') unwrap(sent);
      if (sent.ok) taken[i] = (taken[i] ?? 0) + sent.value; // the bytes are all the same: the next send may begin anywhere
      seen.push(unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO)).tcpi_rtt / 1000);
    }
  }
  return seen;
}

function acked(fd: Fd): number {
  return unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO)).tcpi_bytes_acked;
}
