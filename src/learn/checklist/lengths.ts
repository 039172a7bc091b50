// Bytes are received and sent in pieces: recv and send return the number of bytes that they moved. Chapter, 0.3.1 and 0.5.

import { type Client, frame, header } from '../client.js';
import { say } from '../language.js';
import { Fault } from './fault.js';
import { comes_back, echoes, hello, on_connections, type Subject, shown, type Trial } from './trial.js';

export const lengths: readonly Trial[] = [
  {
    point: 'lengths',
    name: say('a frame in two parts, cut at every position', '모든 자리에서 둘로 잘린 프레임'),
    diagnosis: 'trusts-one-call',
    run: (server) =>
      on_connections(
        server,
        Array.from({ length: hello.length - 1 }, (_, i) => i + 1),
        (client, cut) => echoes(server, client, [hello.subarray(0, cut), hello.subarray(cut)]),
      ),
  },
  {
    point: 'lengths',
    name: say('a frame byte by byte', '한 바이트씩 오는 프레임'),
    diagnosis: 'trusts-one-call',
    run: (server) =>
      on_connections(server, [Array.from(hello, (byte) => Uint8Array.of(byte))], (client, bytes) =>
        echoes(server, client, bytes),
      ),
  },
  {
    point: 'lengths',
    name: say('three frames and a half at once', '한꺼번에 오는 프레임 셋과 반'),
    diagnosis: 'one-message-per-read',
    async run(server) {
      if (server.one_frame) return; // the server ignores everything after the first frame
      const client = await server.goes_on();
      const all = Buffer.concat([hello, hello, hello, hello]);
      const half = 3 * hello.length + 7;
      client.send(all.subarray(0, half));
      await comes_back(server, client, all.subarray(0, 3 * hello.length), this.name);
      client.send(all.subarray(half));
      await comes_back(
        server,
        client,
        hello,
        say(`${this.name}, and the other half`, `${this.name}, 그리고 나머지 반`),
      );
    },
  },
  {
    point: 'lengths',
    name: say('an empty frame, then a frame with a payload', '빈 프레임, 그리고 내용이 있는 프레임'),
    diagnosis: 'empty-is-not-the-end',
    run: (server) =>
      on_connections(server, [header(0), hello], (client, bytes) =>
        echoes(
          server,
          client,
          [bytes],
          bytes.length === 4 ? shown([bytes]) : `${shown([header(0)])} | ${shown([hello])}`,
        ),
      ),
  },
  {
    point: 'lengths',
    name: say('a large frame for a slow reader', '느리게 읽는 상대에게 보내는 큰 프레임'),
    diagnosis: 'trusts-one-call',
    async run(server) {
      const { client, large } = await begins_a_large_frame(server);
      client.pause();
      client.send(large.subarray(4));
      await server.rests(); // until it sleeps in send, or the kernel has accepted all bytes
      client.resume();
      await comes_back(
        server,
        client,
        large,
        say(`${large.length} bytes for a slow reader`, `느리게 읽는 상대가 ${large.length}바이트`),
      );
      client.leave();
    },
  },
  {
    point: 'lengths',
    name: say('stopped and continued in the middle of a frame (Ctrl-Z, fg)', '프레임 중간에 멈췄다가 계속(Ctrl-Z, fg)'),
    diagnosis: 'gives-up-on-EINTR',
    run: (server) =>
      on_connections(server, [0, 2, 9], async (client, cut) => {
        client.send(hello.subarray(0, cut));
        await server.reads(client);
        await server.rests(); // until it sleeps in a call
        await server.stopped(async () => {});
        client.send(hello.subarray(cut));
        await comes_back(
          server,
          client,
          hello,
          say(`${cut} bytes, SIGSTOP, SIGCONT, and the rest`, `${cut}바이트, SIGSTOP, SIGCONT, 그리고 나머지`),
        );
      }),
  },
];

const sizes = [1 << 19, 1 << 16, 1 << 12, 1 << 8] as const;

/** Sends the header of the largest of these frames that the server's cap allows. The server may end the connection for larger ones. */
export async function begins_a_large_frame(server: Subject): Promise<{ client: Client; large: Buffer }> {
  for (const size of sizes) {
    const large = frame(Buffer.alloc(size, 'its lines are of such a length that no two pieces begin alike\n'));
    const client = await server.open();
    client.send(large.subarray(0, 4));
    await server.reads(client);
    await server.rests();
    if (server.far_end(client)?.open) return { client, large };
    client.leave();
  }
  throw new Fault(
    'no-answer',
    say('the length of a frame of 256 bytes', '256바이트 프레임의 길이'),
    say('the server closed the connection', '서버가 연결을 닫았다'),
  );
}
