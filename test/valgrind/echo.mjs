// An echo pair in one process, and a call of each kind: what valgrind is to look at. Prints what came.

import {
  AF_INET,
  AF_UNIX,
  AI_NUMERICHOST,
  accept,
  bind,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  connect,
  getaddrinfo,
  getifaddrs,
  getpeername,
  getsockname,
  getsockopt,
  listen,
  mmsghdr,
  POLLIN,
  poll,
  recv_exact,
  recv_frame,
  recvmmsg,
  recvmsg,
  SCM_RIGHTS,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  send_all,
  send_frame,
  sendmsg,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  socketpair,
  unwrap,
} from '../../dist/index.js';

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 1));
const self = sockaddr_storage();
unwrap(getsockname(listener, self));
const client = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(connect(client, self));
const served = unwrap(accept(listener, sockaddr_storage()));
unwrap(getpeername(served, sockaddr_storage()));

unwrap(send_all(client, Buffer.from('hello')));
unwrap(poll([{ fd: served, events: POLLIN, revents: 0 }], -1));
const greeting = Buffer.alloc(5);
unwrap(recv_exact(served, greeting));
console.log(greeting.toString());
unwrap(send_frame(served, Buffer.from('HELLO')));
console.log(Buffer.from(unwrap(recv_frame(client))).toString());
unwrap(setsockopt(client, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
console.log(unwrap(getsockopt(client, SOL_SOCKET, SO_LINGER)).l_onoff);

const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
unwrap(
  sendmsg(a, { msg_iov: [Buffer.from('a'), Buffer.from('b')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a, b])] }),
);
const came = unwrap(recvmsg(b, { msg_iov: [new Uint8Array(2)], msg_controllen: CMSG_SPACE(8) }));
console.log(close_rights(came.msg_control));
for (const text of ['one', 'two']) unwrap(send(a, Buffer.from(text), 0));
console.log(unwrap(recvmmsg(b, mmsghdr(2, { bytes: 8, name: 16, control: 64 }), 2)));

console.log(unwrap(getaddrinfo('127.0.0.1', '80', { ai_flags: AI_NUMERICHOST, ai_socktype: SOCK_STREAM })).length);
console.log(unwrap(getifaddrs()).some(({ ifa_name }) => ifa_name === 'lo'));
for (const fd of [listener, client, served, a, b]) unwrap(close(fd));
