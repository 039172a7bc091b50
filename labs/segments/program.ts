// Sends messages of given sizes, each in one call on a connection of its own, and says how many segments the kernel made of it.
//
//   node out/labs/segments/program.js PORT SIZE...
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
  shutdown,
  sockaddr_in,
  socket,
  TCP_INFO,
  unwrap,
} from 'sys-socket';

const [port, ...sizes] = process.argv.slice(2).map(Number);
for (const size of sizes) {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port ?? 0)));
  unwrap(send_all(fd, Buffer.alloc(size, 'x'))); // one send(2): the kernel cuts
  unwrap(shutdown(fd, SHUT_WR));
  unwrap(recv(fd, Buffer.alloc(1))); // 0, once the peer has all of it
  const { tcpi_data_segs_out, tcpi_snd_mss } = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
  console.log(`${size} bytes, ${tcpi_data_segs_out} segments, mss ${tcpi_snd_mss}`);
  unwrap(close(fd));
}
