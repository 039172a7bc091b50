// Sends datagrams to a group and receives them: multicast of ip(7).
//
//   node multicast.ts hear GROUP PORT [-i ADDRESS] [-c COUNT]         prints each datagram and its sender
//   node multicast.ts say GROUP PORT [-i ADDRESS] [-t TTL] WORD...    sends the words as one datagram
//
// ADDRESS is an address of the interface; without it the routing table chooses the interface. The default TTL is 1: the datagrams stay in the
// local network. `hear` ends after COUNT datagrams or with a signal.
//
// Exit status: 0, or 1 with the reason.
import { parseArgs } from 'node:util';
import {
  AF_INET,
  bind,
  close,
  type Fd,
  getsockname,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_ALL,
  IP_MULTICAST_IF,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  recvfrom,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOL_SOCKET,
  sendto,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    interface: { type: 'string', short: 'i', default: '0.0.0.0' },
    count: { type: 'string', short: 'c', default: 'Infinity' },
    ttl: { type: 'string', short: 't', default: '1' },
  },
});
const [what, group = '', port = '', ...words] = positionals;

try {
  const fd = unwrap(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (what === 'hear') hear(fd);
  else if (what === 'say') say(fd);
  else throw new Error('hear GROUP PORT, or say GROUP PORT WORD...');
  unwrap(close(fd));
} catch (error) {
  console.error(`multicast: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function hear(fd: Fd): void {
  // Other sockets on this machine may receive on the same port.
  unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1));
  // By default (1) a socket receives the datagrams of every group that any socket on this machine has joined.
  unwrap(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0));
  // A socket bound to the group receives no unicast datagrams.
  unwrap(bind(fd, sockaddr_in(group, Number(port))));
  unwrap(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, { imr_multiaddr: group, imr_interface: values.interface }));
  console.log(`listening on ${unwrap(getsockname(fd))}`);

  const datagram = Buffer.alloc(65535);
  const from = sockaddr_storage();
  for (let left = Number(values.count); left > 0; left -= 1) {
    const received = unwrap(recvfrom(fd, datagram, 0, from));
    console.log(`${from}: ${datagram.toString('utf8', 0, received)}`);
  }
}

function say(fd: Fd): void {
  unwrap(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, values.interface));
  unwrap(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, Number(values.ttl)));
  unwrap(sendto(fd, Buffer.from(words.join(' ')), 0, sockaddr_in(group, Number(port))));
}
