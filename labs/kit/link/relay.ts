// A link with a rate, a delay, a queue and losses, in user space: two veth pairs, and this program between them, which takes
// each frame from one pair (packet(7)) and sends it to the other at the right time. The far end is in the namespace of this
// program, the near end in that of the process NEAR.
//
//   unshare --net node out/labs/kit/link/relay.js NEAR '{"rate":20e6,"delay":20,"queue":1e6,"loss":0.01,"seed":1}'
import {
  AF_PACKET,
  bind,
  ETH_P_ALL,
  type Fd,
  getsockopt,
  if_nametoindex,
  MSG_DONTWAIT,
  PACKET_IGNORE_OUTGOING,
  PACKET_STATISTICS,
  PACKET_VNET_HDR,
  POLLIN,
  ppoll,
  recv,
  SOCK_RAW,
  SOL_PACKET,
  send,
  setsockopt,
  sockaddr_ll,
  socket,
  unwrap,
} from 'sys-socket';
import { ip } from '../ip.js';
import { force_rcvbuf } from '../sockets.js';
import { random } from '../statistics.js';
import { type Counts, far, type LinkShape } from './link.js';

const [near = '', shape = ''] = process.argv.slice(2);
const { rate, delay, queue, loss = 0, seed = 1 }: LinkShape = JSON.parse(shape);

const vnet_hdr = 10; // struct virtio_net_hdr: says whether the checksum is still to be computed, and stays with the frame
const headers = 200; // only frames longer than this carry data and may be lost: a loss of a SYN or an ACK is another experiment
const tell_every = 50; // ms

// left and right have no address and no ARP: they are the two ends of the wire that this program holds.
// With one segment a frame (gso_max_segs), a lost frame is one lost segment, as on a real wire.
for (const command of [
  'link add left type veth peer name near',
  'link add right type veth peer name far',
  'link set left arp off up',
  'link set right arp off up',
  'link set near gso_max_segs 1',
  'link set far gso_max_segs 1 up',
  `addr add ${far}/24 dev far`,
  `link set near netns ${near}`,
]) {
  ip(command);
}

/** One direction of the link. */
interface Way {
  readonly from: Fd;
  readonly to: Fd;
  /** Frames in the order in which they leave; `next` is the index of the first that has not left. */
  readonly waiting: { readonly frame: Uint8Array; readonly due: number }[];
  next: number;
  /** The time at which the last of them is on the wire, in ms. */
  free: number;
}

const left = packet_socket('left');
const right = packet_socket('right');
const ways: readonly Way[] = [
  { from: left, to: right, waiting: [], next: 0, free: 0 },
  { from: right, to: left, waiting: [], next: 0, free: 0 },
];
const chance = random(seed);
const counts: { -readonly [name in keyof Counts]: number } = { data: 0, lost: 0, dropped: 0, missed: 0 };
const room = Buffer.alloc(1 << 16);
let told = performance.now();
console.log('the link is there');

for (;;) {
  const first = Math.min(...ways.map((way) => way.waiting[way.next]?.due ?? Number.POSITIVE_INFINITY));
  const wait = Math.min(Math.max(first - performance.now(), 0), tell_every);
  const waiting = ways.map(({ from }) => ({ fd: from, events: POLLIN }));
  unwrap(ppoll(waiting, { tv_sec: 0, tv_nsec: Math.floor(wait * 1e6) }));
  for (const way of ways) {
    take(way);
    give(way);
  }
  if (performance.now() - told > tell_every) tell();
}

/** Takes the frames that have arrived, and computes when each leaves: after those before it, at the rate, and after the delay. */
function take(way: Way): void {
  for (;;) {
    const got = recv(way.from, room, MSG_DONTWAIT);
    if (!got.ok && got.error.code === 'EAGAIN') return;
    const size = unwrap(got) - vnet_hdr;
    const now = performance.now();
    if (size > headers) {
      counts.data += 1;
      if (chance() < loss) {
        counts.lost += 1;
        continue;
      }
    }
    const start = Math.max(way.free, now);
    if (((start - now) / 8000) * rate + size > queue) {
      counts.dropped += 1;
      continue;
    }
    way.free = start + (size * 8000) / rate;
    way.waiting.push({ frame: Uint8Array.from(room.subarray(0, vnet_hdr + size)), due: way.free + delay });
  }
}

/** Sends the frames that are due. */
function give(way: Way): void {
  const now = performance.now();
  for (;;) {
    const first = way.waiting[way.next];
    if (first === undefined || first.due > now) break;
    way.next += 1;
    send(way.to, first.frame); // fails with ENETDOWN while the lab ends, when no receiver waits for the frame
  }
  if (way.next > 1000) {
    way.waiting.splice(0, way.next);
    way.next = 0;
  }
}

function tell(): void {
  told = performance.now();
  for (const fd of [left, right]) counts.missed += unwrap(getsockopt(fd, SOL_PACKET, PACKET_STATISTICS)).tp_drops;
  console.log(JSON.stringify(counts));
}

function packet_socket(name: string): Fd {
  const fd = unwrap(socket(AF_PACKET, SOCK_RAW, 0)); // protocol 0 receives nothing, so no frame of another interface arrives before bind
  unwrap(setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, 1));
  unwrap(setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)); // ignores the frames that this program has sent
  force_rcvbuf(fd, 4 << 20);
  unwrap(bind(fd, sockaddr_ll(ETH_P_ALL, unwrap(if_nametoindex(name)))));
  return fd;
}
