// What a user's first program does, in the project that tarball.test.ts makes.
import { AF_UNIX, close, MSG_NOSIGNAL, recv, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';

const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
console.log('send', unwrap(send(a, Buffer.from('hello'), MSG_NOSIGNAL)));
const buf = new Uint8Array(16);
const received = unwrap(recv(b, buf, 0));
console.log('recv', received, Buffer.from(buf.subarray(0, received)).toString());
unwrap(close(a));
unwrap(close(b));
