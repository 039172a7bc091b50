// 64 B are sent through Node's net (a socketpair) or dgram, and arrive as an event. The table compares this with a send and a receive.
//
//   node out/bench/subjects/peers/loop.js rows | ROW ITERATIONS
import { createSocket } from 'node:dgram';
import { Socket } from 'node:net';
import { AF_UNIX, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';

/** Creates a function that sends once, and calls back when the bytes have arrived. */
type Way = () => Promise<(came: () => void) => void>;

const message = Buffer.alloc(64);

const ways: Readonly<Record<string, Way>> = {
  async pair() {
    const [left, right] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0)).map((fd) => new Socket({ fd }));
    let told = () => {};
    right?.on('data', () => told());
    return (came) => {
      told = came;
      left?.write(message);
    };
  },
  async udp() {
    const sender = createSocket('udp4');
    const receiver = createSocket('udp4');
    await new Promise<void>((bound) => receiver.bind(0, '127.0.0.1', bound));
    const { port } = receiver.address();
    let told = () => {};
    receiver.on('message', () => told());
    return (came) => {
      told = came;
      sender.send(message, port, '127.0.0.1');
    };
  },
};

/** Sends `count` times, one after another. */
function several(send: (came: () => void) => void, count: number): Promise<void> {
  return new Promise((done) => {
    let left = count;
    const next = () => {
      if (left-- > 0) send(next);
      else done();
    };
    next();
  });
}

const [row = '', iterations = ''] = process.argv.slice(2);
if (row === 'rows') {
  console.log(JSON.stringify(Object.keys(ways)));
} else {
  const count = Number(iterations);
  const way = ways[row];
  if (way === undefined || !(count > 0)) throw new Error('usage: loop.js pair|udp ITERATIONS');
  const send = await way();
  const measure = async () => {
    const start = performance.now();
    await several(send, count);
    console.log(JSON.stringify({ ns: ((performance.now() - start) * 1e6) / count }));
  };
  await several(send, 10 * count); // until it runs as compiled code
  await measure();
  process.stdin.on('data', () => void measure()).on('end', () => process.exit());
}
