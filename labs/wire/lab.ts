// A framed echo, seen from both programs (the package's own trace) and from between them (a capture), put on one clock. Then the
// same under the real strace, which must tell the same calls.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { calls_of } from '../kit/call.js';
import { root } from '../kit/catalogue.js';
import { check_each } from '../kit/check.js';
import type { Check, Lab } from '../kit/lab.js';
import { tool } from '../kit/needs.js';
import { segments_of } from '../kit/packets.js';
import { conversation, echo, fins_seen, message, seen, type Told } from './echo.js';
import { chart_of, figure_of, hex, ladder_of } from './ladder.js';

/** What must go over the wire: not by the package's own function, which is on trial here. */
const frame = Buffer.from(`\x00\x00\x00\x0b${message}`, 'latin1');

const tshark = tool('tshark');

const lab: Lab = {
  asks: say(
    'what goes over the wire for one framed echo, and which syscall sends what?',
    '프레임 에코 한 번에 선 위로 무엇이 오가며, 어느 시스템 콜이 무엇을 보내는가?',
  ),
  section: '0.5',
  tier: 1,
  helps: [tshark],
  twin: {
    mistake: say('sends the length in host byte order', '길이를 자기 메모리의 순서대로 보낸다'),
    diagnosis: 'not-network-byte-order',
  },

  async experiment(bench) {
    const count = bench.pick(5, 2);
    const progress = bench.phase(
      say(`${count} connections, with both ends traced`, `연결 ${count}개, 양쪽 끝을 trace하며`),
    );
    const stop_capture = await bench.capture();
    const told: Told[] = [];
    for (let i = 0; i < count; i += 1) {
      told.push(await echo(bench));
      progress((i + 1) / (count + 1));
    }
    await stop_capture();
    progress(1);
    const straced = await under_strace(bench, told);

    const all = segments_of(join(bench.folder, 'capture.pcap'));
    const echoes = told.map((one) => seen(one, all));
    const ladders = echoes.map(({ client, server, segments }) => ladder_of(client, server, segments));
    for (const [i, { steps }] of ladders.entries()) {
      for (const { at, from, to, text } of steps) bench.event({ connection: i, at, from, to, text });
    }
    const shifts = echoes.flatMap(({ shifts }) => shifts);
    const shifted = (Math.max(...shifts.map(({ by }) => Math.abs(by))) * 1e6).toFixed(0);
    const shown = ladders.at(-1) ?? { steps: [], waits: [] };
    const [last] = echoes.slice(-1);
    const with_data = last?.segments.filter(({ length }) => length > 0).length;
    return {
      checks: [
        check_each(
          echoes,
          say('it begins with SYN, SYN+ACK, ACK', 'SYN, SYN+ACK, ACK로 시작한다'),
          'no-handshake',
          ({ segments }) => {
            const first = segments.slice(0, 3).map(({ flags, length }) => `${flags}${length > 0 ? ` ${length}` : ''}`);
            return { holds: first.join() === 'SYN,SYN+ACK,ACK', measured: first.join(', ') };
          },
        ),
        check_each(
          echoes,
          say(
            `the request is ${hex(frame.subarray(0, 4))} ${message}`,
            `요청은 ${hex(frame.subarray(0, 4))} ${message}이다`,
          ),
          'not-network-byte-order',
          ({ up }) => ({
            holds: up.bytes.equals(frame),
            measured: `${hex(up.bytes.subarray(0, 4))} ${up.bytes.subarray(4).toString('latin1')}`,
          }),
        ),
        check_each(
          echoes,
          say('the echo has the same bytes', '에코는 같은 바이트다'),
          'echo-differs',
          ({ up, down }) => ({
            holds: down.bytes.equals(up.bytes),
            measured: say(`${down.bytes.length} bytes back`, `돌아온 ${down.bytes.length}바이트`),
          }),
        ),
        check_each(
          echoes,
          say(
            'sent by syscalls = on the wire = received by syscalls',
            '시스템 콜이 보낸 것 = 선 위의 것 = 시스템 콜이 받은 것',
          ),
          'bytes-lost',
          ({ up, down }) => ({
            holds: [up, down].every(({ sent, bytes, received }) => sent === bytes.length && received === bytes.length),
            measured: [up, down]
              .map(({ sent, bytes, received }) => `${sent} = ${bytes.length} = ${received}`)
              .join(back),
          }),
        ),
        check_each(
          echoes,
          say(
            'SYN and FIN count as one byte each: FIN = SYN + 1 + bytes, acked by FIN + 1',
            'SYN과 FIN은 한 바이트씩으로 센다: FIN = SYN + 1 + 바이트, FIN + 1로 확인된다',
          ),
          'no-clean-end',
          ({ up, down }) => ({
            holds: up.ended && down.ended,
            measured: [up, down].map(({ fin }) => `FIN = SYN + ${fin}`).join(back),
          }),
        ),
        check_each(
          echoes,
          say(
            "the client's close sends a FIN, which the server sees as recvfrom = 0; the server's FIN comes after that close, and no call sees it",
            '클라이언트의 close는 FIN을 보내고, 서버에게는 recvfrom = 0이다. 서버의 FIN은 그 close 뒤에 오고, 어느 호출도 그것을 보지 못한다',
          ),
          'a-fin-that-nobody-should-see',
          fins_seen,
        ),
        {
          law: say(
            'on one clock: a call begins, its segment is sent, and the call that waits for it returns',
            '한 시계 위에서: 호출이 시작되고, 그 세그먼트가 가고, 그것을 기다린 호출이 반환된다',
          ),
          holds: shifts.every(({ low, high, by }) => low <= high && Math.abs(by) < grain),
          measured: say(
            `${shifts.length} programs; clocks shifted by up to ${shifted} µs`,
            `프로그램 ${shifts.length}개, 시계를 최대 ${shifted} µs 옮김`,
          ),
          otherwise: 'clocks-apart',
        },
        ...straced,
        ...dissected(bench, told),
      ],
      conclusion: [
        say(
          `One echo of ${message}: ${last?.segments.length} segments, of which ${with_data} carry data, ${frame.length} bytes each: ${hex(frame.subarray(0, 4))} and the text.`,
          `${message} 에코 한 번: 세그먼트 ${last?.segments.length}개, 그중 ${with_data}개가 데이터를 ${frame.length}바이트씩 나른다: ${hex(frame.subarray(0, 4))}와 본문.`,
        ),
        say(
          "connect(2) returns when the SYN+ACK arrives; the server program sees accept(2), the bytes, and a 0 for the client's FIN; no program sees the server's FIN.",
          'connect(2)는 SYN+ACK가 오면 반환된다. 서버 프로그램은 accept(2)와 바이트, 그리고 클라이언트의 FIN이 바뀐 0을 안다. 서버의 FIN은 어느 프로그램도 모른다.',
        ),
        say(
          'The length is sent highest byte first (htonl(3), frame_header). Two ends with the same mistake agree with each other, so check the wire.',
          '길이는 높은 바이트부터 간다(htonl(3), frame_header): 같은 실수를 하는 두 끝은 서로 잘 통하니, 선 위를 보라.',
        ),
      ],
      chart: chart_of(shown),
      figure: figure_of(shown),
    };
  },
};
export default lab;

const back = say(', back ', ', 돌아올 때 ');

/** Further off no clock of a process is, in seconds. */
const grain = 0.01;

/** The client's calls by the real strace, where there is one, which stops it at each call: so its times are not used. */
async function under_strace(bench: Bench, told: readonly Told[]): Promise<Check[]> {
  if (bench.strace === undefined) return [];
  await echo(bench, bench.strace);
  const calls = conversation(calls_of(readFileSync(bench.strace, 'utf8')), /^connect$/);
  const [by_strace, by_trace] = [calls, told[0]?.client ?? []].map((all) =>
    all.map(({ name, result }) => `${name} = ${result}`),
  );
  return [
    {
      law: say('strace shows the same calls', 'strace도 같은 호출을 보인다'),
      holds: by_strace?.join() === by_trace?.join(),
      measured: by_strace?.join(', ') ?? '',
      otherwise: 'traces-differ',
    },
  ];
}

/** The same bytes by Wireshark's eyes, with the dissector of this folder; nothing where there is no tshark, which the run then says. */
function dissected(bench: Bench, told: readonly Told[]): Check[] {
  if (tshark.missing()) return [];
  const read = ['-r', join(bench.folder, 'capture.pcap'), '-X', `lua_script:${join(root, 'labs/wire/frame.lua')}`];
  const ports = told.flatMap(({ port }) => ['-d', `tcp.port==${port},lpframe`]);
  const fields = ['-Y', 'lpframe', '-T', 'fields', '-e', 'lpframe.length', '-e', 'lpframe.text'];
  const { stdout } = spawnSync('tshark', [...read, ...ports, ...fields], { encoding: 'utf8', timeout: 20_000 });
  const frames = stdout.split('\n').filter((line) => line !== '');
  const lengths = [...new Set(frames.map((line) => Number.parseInt(line, 10)))].join(', ');
  return [
    {
      law: say(
        'tshark with frame.lua reads two frames of each connection',
        'frame.lua를 쓴 tshark는 연결마다 프레임 두 개를 읽는다',
      ),
      holds: frames.length === 2 * told.length && frames.every((line) => line === `${message.length}\t${message}`),
      measured: say(`${frames.length} frames, of length ${lengths}`, `프레임 ${frames.length}개, 길이 ${lengths}`),
      otherwise: 'not-network-byte-order',
    },
  ];
}
