// The wrong twin: takes it that send(2) has sent what it was given. On a blocking socket that is even so, until a signal comes; on a
// non-blocking one, what was refused is lost, and the count goes on.
//
//   node out/labs/backpressure/twin.js PORT BYTES blocking | non-blocking
import {
  AF_INET,
  close,
  connect,
  getsockopt,
  IPPROTO_TCP,
  ioctl,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  poll,
  SIOCOUTQ,
  SOCK_STREAM,
  send,
  sockaddr_in,
  socket,
  TCP_INFO,
  unwrap,
} from 'sys-socket';

const [port, size, mode] = process.argv.slice(2);
const pattern = Uint8Array.from({ length: 251 }, (_, i) => i); // a prime, so that no two chunks begin alike
const bytes = Buffer.alloc(Number(size), pattern);
const flags = MSG_NOSIGNAL | (mode === 'blocking' ? 0 : MSG_DONTWAIT);

const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(port))));
let accepted = 0;
while (accepted < bytes.length) {
  const chunk = bytes.subarray(accepted, accepted + 65536);
  send(fd, chunk, flags);
  accepted += chunk.length; // wrong: the send may have taken less
  tell('');
}
while (tell('') > 0) unwrap(poll([], 5)); // until the peer's kernel has the last byte
unwrap(close(fd));

/** Says what send(2) has accepted, and where it is: still in the send queue, or acknowledged. Returns what is in the queue. */
function tell(refused: string): number {
  for (;;) {
    const before = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
    const queued = unwrap(ioctl(fd, SIOCOUTQ));
    const info = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
    if (before.tcpi_bytes_acked !== info.tcpi_bytes_acked) continue; // an ACK came in between
    const acked = info.tcpi_bytes_acked - 1; // the SYN is counted as one
    const time = performance.timeOrigin + performance.now();
    console.log(JSON.stringify({ time, accepted, queued, acked, unsent: info.tcpi_notsent_bytes, refused }));
    return queued;
  }
}
