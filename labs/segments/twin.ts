// The wrong twin: it cuts the message itself, into pieces of 1460 bytes, "which fit into a packet", and has each sent at once.
//
//   node out/labs/segments/twin.js PORT SIZE...
import {
  AF_INET,
  close,
  connect,
  getsockopt,
  IPPROTO_TCP,
  recv,
  SHUT_WR,
  SOCK_STREAM,
  send_all,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  TCP_INFO,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';

const piece = 1460; // 1500 - 20 - 20, as the books have it: without the 12 bytes of TCP's timestamps
const [port, ...sizes] = process.argv.slice(2).map(Number);
for (const size of sizes) {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port ?? 0)));
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
  const message = Buffer.alloc(size, 'x');
  for (let sent = 0; sent < size; sent += piece) unwrap(send_all(fd, message.subarray(sent, sent + piece)));
  unwrap(shutdown(fd, SHUT_WR));
  unwrap(recv(fd, Buffer.alloc(1)));
  const { tcpi_data_segs_out, tcpi_snd_mss } = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
  console.log(`${size} bytes, ${tcpi_data_segs_out} segments, mss ${tcpi_snd_mss}`);
  unwrap(close(fd));
}
