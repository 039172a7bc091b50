// Run with: npx sys-socket trace exercises/03-guess-the-trace.ts -- PORT
import {
  AF_INET,
  close,
  connect,
  IPPROTO_TCP,
  recv_exact,
  SOCK_STREAM,
  send_all,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

// The lines that strace prints when the rest of this file runs: one string for each call.
const guess: string[] = [
  'socket(_) = 3',
  'connect(_, _, 16) = 0',
  'sendto(_) = 4',
  'sendto(_) = 11',
  'recvfrom(_) = 4',
  'recvfrom(_) = 11',
  'close(_) = 0',
];
console.log(guess.join('\n'));

const header = Buffer.of(0, 0, 0, 11);
const payload = Buffer.from('HELLO-WORLD');

const fd = unwrap(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(process.argv[2]))));
unwrap(send_all(fd, header));
unwrap(send_all(fd, payload));
unwrap(recv_exact(fd, header));
unwrap(recv_exact(fd, payload));
unwrap(close(fd));
