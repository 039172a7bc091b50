// The rows of bench/floor/datagrams.cc with this package.
import {
  AF_INET,
  AF_UNIX,
  bind,
  CMSG_SPACE,
  cmsg,
  cmsg_value,
  type Fd,
  getsockname,
  IPPROTO_UDP,
  mmsghdr,
  recvfrom,
  recvmmsg,
  recvmsg,
  SOCK_DGRAM,
  type SockAddr,
  sendmmsg,
  sendmsg,
  sendto,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  socketpair,
  UDP_GRO,
  UDP_SEGMENT,
  unwrap,
} from 'sys-socket';
import { type Step, wrong } from './kit.js';

function sockets(): { sender: Fd; receiver: Fd; to: SockAddr } {
  const [sender, receiver] = [0, 0].map(() => unwrap(socket(AF_INET, SOCK_DGRAM, 0)));
  if (sender === undefined || receiver === undefined) wrong('socket');
  unwrap(bind(receiver, sockaddr_in('127.0.0.1', 0)));
  return { sender, receiver, to: unwrap(getsockname(receiver)) };
}

const gso_size = 1000;
const super_packet = new Uint8Array(gso_size * 32);
/** unix(7): at most max_dgram_qlen messages are queued, 10 by default. */
const at_once = 8;
const vlen = 64;

export const datagrams: Readonly<Record<string, () => Step>> = {
  udp() {
    const { sender, receiver, to } = sockets();
    const bytes = new Uint8Array(64);
    const from = sockaddr_storage();
    return () => {
      if (!sendto(sender, bytes, 0, to).ok) wrong('sendto');
      const came = recvfrom(receiver, bytes, 0, from);
      if (!came.ok || came.value !== bytes.length) wrong('recvfrom');
    };
  },
  mmsg() {
    const [left, right] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
    const out = Array.from({ length: vlen / at_once }, () => mmsghdr(at_once, { bytes: 64 }));
    const into = mmsghdr(at_once, { bytes: 64 });
    for (const batch of out) for (let i = 0; i < at_once; ++i) batch.resize(i, 64);
    return () => {
      let k = 0;
      for (const batch of out) {
        k += 1;
        for (let i = 0; i < at_once; ++i) batch.iov_base(i)[0] = k;
        const sent = sendmmsg(left, batch, at_once);
        if (!sent.ok || sent.value !== at_once) wrong('sendmmsg');
        const came = recvmmsg(right, into, at_once);
        if (!came.ok || came.value !== at_once) wrong('recvmmsg');
        for (let i = 0; i < at_once; ++i) if (into.iov_base(i)[0] !== k || into.msg_len(i) !== 64) wrong('recvmmsg');
      }
    };
  },
  gso() {
    const { sender, receiver, to } = sockets();
    unwrap(setsockopt(receiver, IPPROTO_UDP, UDP_GRO, 1));
    const msg_control = [cmsg(IPPROTO_UDP, UDP_SEGMENT, gso_size)];
    const sent = { msg_name: to, msg_iov: [super_packet], msg_control };
    const arrived = { msg_iov: [super_packet], msg_controllen: CMSG_SPACE(4) };
    return () => {
      if (!sendmsg(sender, sent).ok) wrong('sendmsg');
      for (let came = 0; came < super_packet.length; ) {
        const one = recvmsg(receiver, arrived);
        if (!one.ok) wrong('recvmsg');
        came += one.value.received;
        const told = one.value.msg_control[0];
        if (told === undefined || cmsg_value(told, IPPROTO_UDP, UDP_GRO) !== gso_size) wrong('recvmsg');
      }
    };
  },
};
