// The bytes that a call leaves on the heap, and in array buffers beside it: of each row, as JSON.
//
//   node --expose-gc --min-semi-space-size=64 --max-semi-space-size=64 --no-concurrent-recompilation test/garbage/garbage.mjs
import * as sys from 'sys-socket';

const { unwrap } = sys;

/** Calls in a piece, and pieces: a million. A piece that leaves less than 600 bytes a call fits into the young generation. */
const calls = 100_000;
const pieces = 10;

const [left, right] = unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
const [one, other] = unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_DGRAM, 0));
const tcp = unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
const bytes = new Uint8Array(64);
const counters = Array.from({ length: 8 }, () => unwrap(sys.eventfd(1, 0)));
const waiting = counters.map((fd) => ({ fd, events: sys.POLLIN, revents: 0 }));
const epfd = unwrap(sys.epoll_create1(0));
for (const fd of counters) {
  unwrap(sys.epoll_ctl(epfd, sys.EPOLL_CTL_ADD, fd, { events: sys.EPOLLIN, data: fd }));
}
const events = sys.epoll_events(counters.length);
const out = sys.mmsghdr(8, { bytes: 64 });
const into = sys.mmsghdr(8, { bytes: 64 });
for (let i = 0; i < 8; ++i) out.resize(i, 64);
const info = sys.struct_view(sys.tcp_info);
const name = sys.sockaddr_storage();
let kept;

function wrong(what) {
  throw new Error(`${what}: not what was expected`);
}

// A function each, as programs have them: V8 inlines so many bytes into one, and a Result that is looked at elsewhere than it is made is garbage.
function send_batch() {
  const sent = sys.sendmmsg(one, out, 8);
  if (!sent.ok || sent.value !== 8) wrong('sendmmsg');
}

function receive_batch() {
  const came = sys.recvmmsg(other, into, 8);
  if (!came.ok || came.value !== 8 || into.msg_len(7) !== 64) wrong('recvmmsg');
}

const rows = {
  'send and recv'() {
    const sent = sys.send(left, bytes, sys.MSG_NOSIGNAL);
    const came = sys.recv(right, bytes, 0);
    if (!sent.ok || !came.ok || came.value !== 64) wrong('recv');
  },
  'recv, EAGAIN'() {
    const came = sys.recv(left, bytes, sys.MSG_DONTWAIT);
    if (came.ok || came.error.code !== 'EAGAIN') wrong('recv');
  },
  poll() {
    const ready = sys.poll(waiting, -1);
    if (!ready.ok || ready.value !== 8 || waiting[7].revents !== sys.POLLIN) wrong('poll');
  },
  epoll_wait() {
    const ready = sys.epoll_wait(epfd, events, -1);
    if (!ready.ok || ready.value !== 8 || events.events(7) !== sys.EPOLLIN) wrong('epoll_wait');
  },
  'getsockopt, an int'() {
    const got = sys.getsockopt(tcp, sys.SOL_SOCKET, sys.SO_RCVBUF);
    if (!got.ok || got.value === 0) wrong('getsockopt');
  },
  'setsockopt, an int'() {
    if (!sys.setsockopt(tcp, sys.IPPROTO_TCP, sys.TCP_NODELAY, 0).ok) wrong('setsockopt');
  },
  'getsockopt into a view, one field read'() {
    const got = sys.getsockopt(tcp, sys.IPPROTO_TCP, sys.TCP_INFO, info);
    if (!got.ok || info.tcpi_state !== sys.TCP_CLOSE) wrong('getsockopt');
  },
  'getsockname into an address, its family read'() {
    if (!sys.getsockname(tcp, name).ok || name.sa_family !== sys.AF_INET) wrong('getsockname');
  },
  'sendmmsg and recvmmsg of 8'() {
    send_batch();
    receive_batch();
  },
  // What the counting has to see.
  'an object of two numbers, kept'() {
    kept = { events: kept === undefined ? 0 : 1, data: 2 };
  },
};

/** Of the heap, and of the array buffers beside it. */
function used() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What a piece of work has left, before anything of it is collected. */
function left_by(work) {
  globalThis.gc();
  const before = used();
  work();
  return used() - before;
}

/** A batch of 8 is 16 messages. */
const batches = 10_000;

/** Bytes a call: the median of the pieces, after one in which the compiler is done. The asking itself leaves some, which is taken away. */
function garbage(row, step) {
  const count = row.includes('mmsg') ? batches : calls;
  const work = () => {
    for (let i = 0; i < count; ++i) step();
  };
  left_by(work);
  const left = Array.from({ length: pieces }, () => left_by(work) - left_by(() => {}));
  return left.sort((a, b) => a - b)[pieces / 2] / count;
}

console.log(JSON.stringify(Object.fromEntries(Object.entries(rows).map(([row, step]) => [row, garbage(row, step)]))));
