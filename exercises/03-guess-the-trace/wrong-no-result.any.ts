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
  'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3',
  'connect(3, _, 16) = _',
  String.raw`sendto(3, "\0\0\0\v", 4, MSG_NOSIGNAL, NULL, 0) = 4`,
  'sendto(3, "HELLO-WORLD", 11, MSG_NOSIGNAL, NULL, 0) = 11',
  String.raw`recvfrom(3, "\0\0\0\v", 4, 0, NULL, NULL) = 4`,
  'recvfrom(3, "HELLO-WORLD", 11, 0, NULL, NULL) = 11',
  'close(3) = 0',
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
