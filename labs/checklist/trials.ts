// The chapter's list (0.8.2), tried out: what a client does to a server, and what must come back.
import { at_once, type Client, frame } from './client.js';

/** The four points, and the name of the diagnosis when one is broken. */
export const points = {
  lengths: {
    law: 'it checks what recv and send return, and goes on until it has what it needs',
    otherwise: 'trusts-one-call',
  },
  cap: { law: 'it has a cap, and ends a connection that announces more, at once', otherwise: 'believes-any-length' },
  bytes: { law: 'it treats what comes as bytes, not as text', otherwise: 'takes-bytes-for-text' },
  sigpipe: { law: 'it outlives a client that is gone', otherwise: 'dies-of-a-broken-pipe' },
} as const;

export type Point = keyof typeof points;

export interface Trial {
  readonly point: Point;
  readonly name: string;
  /** Faults of the server's calls: only a program of this package has them. */
  readonly faults?: string;
  /** Throws what was wrong, in words. */
  run(client: Client): Promise<void>;
}

const hello = frame(Buffer.from('HELLO-WORLD'));
const calls = { out: 'sendto,sendmsg,writev,write', in: 'recvfrom,recvmsg,readv,read' };

/** One frame goes there and comes back. */
async function echo(client: Client, payload: Uint8Array, what: string): Promise<void> {
  const bytes = frame(payload);
  await client.send(bytes, 0);
  await client.expects(bytes, what);
}

/** It announces more than it sends, and more than anybody should believe. */
function announces(length: number): Trial {
  return {
    point: 'cap',
    name: `announces ${length} bytes`,
    async run(client) {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(length);
      await client.send(Buffer.concat([header, Buffer.from('a little')]));
      await client.expects_end(this.name, at_once);
    },
  };
}

export const trials: readonly Trial[] = [
  {
    point: 'lengths',
    name: 'a frame in two parts, cut in every place',
    async run(client) {
      for (let cut = 1; cut < hello.length; cut += 1) {
        await client.send(hello.subarray(0, cut), 20);
        await client.send(hello.subarray(cut), 0);
        await client.expects(hello, `cut after ${cut} of ${hello.length} bytes`);
      }
    },
  },
  {
    point: 'lengths',
    name: 'a frame byte by byte',
    async run(client) {
      for (const byte of hello) await client.send(Uint8Array.of(byte), 5);
      await client.expects(hello, this.name);
    },
  },
  {
    point: 'lengths',
    name: 'three frames and a half at once',
    async run(client) {
      const all = Buffer.concat([hello, hello, hello, hello]);
      await client.send(all.subarray(0, 3 * hello.length + 7));
      await client.expects(all.subarray(0, 3 * hello.length), 'the three whole ones');
      await client.send(all.subarray(3 * hello.length + 7));
      await client.expects(hello, 'the half one, completed');
    },
  },
  {
    point: 'lengths',
    name: 'a large frame, to a reader that is slow',
    async run(client) {
      const large = frame(Buffer.alloc(512 * 1024, 'its lines are of such a length that no two pieces begin alike\n'));
      client.pause();
      await client.send(large, 300);
      client.resume();
      await client.expects(large, this.name);
    },
  },
  {
    point: 'lengths',
    name: 'transfers of at most 3 bytes',
    faults: `${calls.out}:short=3 ${calls.in}:short=3`,
    run: (client) => echo(client, Buffer.from('HELLO-WORLD'), 'each call moves at most 3 bytes'),
  },
  {
    point: 'lengths',
    name: 'EINTR at every other call',
    faults: [calls.out, calls.in, 'accept,accept4', 'poll,ppoll,epoll_wait,epoll_pwait2']
      .map((of) => `${of}:error=EINTR:when=1+2`)
      .join(' '),
    run: (client) => echo(client, Buffer.from('HELLO-WORLD'), 'every other call is interrupted'),
  },
  {
    point: 'lengths',
    name: 'ends in the middle of a frame',
    async run(client) {
      await client.send(hello.subarray(0, 9));
      client.end();
      await client.expects_end(this.name);
    },
  },
  {
    point: 'lengths',
    name: 'an empty frame, and then one with something in it',
    async run(client) {
      await echo(client, new Uint8Array(0), 'the empty frame');
      await echo(client, Buffer.from('HELLO-WORLD'), 'the frame behind it');
    },
  },
  announces(0xffff_ffff),
  announces(0x7fff_ffff),
  announces(0x4000_0000),
  {
    point: 'bytes',
    name: 'all values of a byte',
    run: (client) =>
      echo(
        client,
        Uint8Array.from({ length: 256 }, (_, i) => i),
        'bytes 0 to 255',
      ),
  },
  {
    point: 'bytes',
    name: 'NUL bytes',
    run: (client) => echo(client, Buffer.from('A\0B\0\0C'), 'a payload with NUL bytes'),
  },
  {
    point: 'bytes',
    name: 'what is no UTF-8',
    run: (client) =>
      echo(client, Uint8Array.of(0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80), 'a payload that is no UTF-8'),
  },
  {
    point: 'bytes',
    name: 'text whose letters have several bytes',
    run: (client) => echo(client, Buffer.from('소켓은 바이트의 흐름이다'), 'a payload in Korean'),
  },
  {
    point: 'sigpipe',
    name: 'resets while it is written to',
    async run(client) {
      client.pause(); // the answers pile up until the server sleeps in send
      const large = frame(Buffer.alloc(1 << 19, 'x'));
      for (let i = 0; i < 16; i += 1) await client.send(large, 0);
      await client.send(new Uint8Array(0), 300);
      client.reset();
    },
  },
  {
    point: 'sigpipe',
    name: 'EPIPE at the first send',
    faults: `${calls.out}:error=EPIPE:when=1`,
    run: (client) => client.send(hello, 100),
  },
];
