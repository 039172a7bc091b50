// One client, one server, some handshakes of TLS: who makes which call, what of it can be read on the wire, and what a resumed session saves.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import type { Call } from '../kit/call.js';
import { bars } from '../kit/chart.js';
import { check_each } from '../kit/check.js';
import type { Check, Lab } from '../kit/lab.js';
import { tool } from '../kit/needs.js';
import { segments_of } from '../kit/packets.js';
import { sum } from '../kit/statistics.js';
import { type Connection, connections_of, converse, type Files } from './conversation.js';
import { bars_of, figure_of } from './figure.js';
import { messages_of, record_types } from './records.js';
import { dissect, tshark } from './tshark.js';

const server_name = 'lab.example';
const protocol = 'line/1';
const secret = 'OPEN-SESAME';

const lab: Lab = {
  asks: say(
    'what can strace, a capture, and a holder of the keys read of a TLS connection?',
    'TLS 연결에서 strace와 캡처, 그리고 키를 가진 이는 각각 무엇을 읽는가?',
  ),
  section: '13',
  tier: 1,
  needs: [tool('openssl', 'openssl', 'version')],
  helps: [tshark],
  twin: {
    mistake: say('uses TLSv1_2_method, which allows only TLS 1.2', 'TLSv1_2_method를 요구한다. 1.2만이라는 뜻이다'),
    diagnosis: 'certificate-in-clear',
  },

  async experiment(bench) {
    const files = make_certificate(bench);
    const times = bench.pick(6, 3);
    const progress = bench.phase(say(`${times} connections, captured`, `연결 ${times}개를 캡처하며`));
    const stop_capture = await bench.capture();
    const talk = await converse(bench, times, files);
    progress(0.5);
    const straced = bench.strace === undefined ? undefined : await converse(bench, times, files, bench.strace);
    await stop_capture();
    progress(1);
    rmSync(files.key);

    const pcap = join(bench.folder, 'capture.pcap');
    const segments = segments_of(pcap);
    const connections = connections_of(talk, segments);
    for (const [connection, { up, down }] of connections.entries()) {
      for (const [from, { records }] of Object.entries({ client: up, server: down })) {
        for (const { type, length, clear } of records) {
          bench.event({ connection, from, type: record_types[type] ?? type, length, readable: clear ? 1 : 0 });
        }
      }
    }
    const { raw: certificate } = new X509Certificate(readFileSync(files.cert));
    const whole = connections.filter(({ resumed }) => !resumed);
    const resumed = connections.filter((connection) => connection.resumed);
    const length = (some: readonly Connection[]) => some.map(({ down }) => down.bytes.length);
    const [most, least] = [Math.max(...length(resumed)), Math.min(...length(whole))];
    const waits = connections.map((connection) => connection.waits);
    return {
      checks: [
        {
          law: say(
            'the first handshake is full, and each later one is resumed',
            '첫 핸드셰이크는 전체이고, 그 뒤는 모두 재개다',
          ),
          holds: connections.every((connection, i) => connection.resumed === i > 0) && connections.length === times,
          measured: say(
            `${whole.length} full, ${resumed.length} resumed`,
            `전체 ${whole.length}, 재개 ${resumed.length}`,
          ),
          otherwise: 'not-resumed',
        },
        check_each(
          connections,
          say(
            'anyone can read the server name (SNI) and the protocol (ALPN) that the client asks for',
            '클라이언트가 누구를(SNI), 어느 프로토콜로(ALPN) 찾는지는 누구나 읽을 수 있다',
          ),
          'hello-not-readable',
          ({ up: { bytes } }) => ({
            holds: bytes.includes(server_name) && bytes.includes(protocol),
            measured: `${server_name}: ${bytes.indexOf(server_name)}, ${protocol}: ${bytes.indexOf(protocol)}`,
          }),
        ),
        check_each(
          connections,
          say('of the handshake, only the two Hellos can be read', '핸드셰이크에서 두 Hello 말고는 아무도 읽지 못한다'),
          'certificate-in-clear',
          ({ up, down }) => {
            const read = [...messages_of(up.records), ...messages_of(down.records)];
            return { holds: read.join() === 'ClientHello,ServerHello', measured: read.join(', ') };
          },
        ),
        check_each(
          connections,
          say(
            'neither the certificate nor the data can be read on the wire',
            '인증서도, 주고받은 말도 선 위에 보이지 않는다',
          ),
          'certificate-in-clear',
          ({ up, down, answer }) => {
            const places = [down.bytes.indexOf(certificate), up.bytes.indexOf(secret), down.bytes.indexOf(answer)];
            return {
              holds: answer === `you said ${secret}` && places.every((at) => at < 0),
              measured: say(
                `at byte ${places.join(', ')}; -1 means not found`,
                `${places.join(', ')}번째 바이트. -1은 없음`,
              ),
            };
          },
        ),
        {
          law: say(
            'the client waits one round trip before it can send data, resumed or not',
            '클라이언트는 말하기 전에 서버를 한 번 기다린다. 재개이든 아니든',
          ),
          holds: waits.every((count) => count === 1),
          measured: say(`round trips: ${waits.join(', ')}`, `왕복: ${waits.join(', ')}`),
          otherwise: 'one-more-round-trip',
        },
        {
          law: say(
            'in a resumed session, the server sends less by at least its certificate',
            '재개된 세션에서 서버는 적어도 인증서만큼 덜 보낸다',
          ),
          holds: least - most >= certificate.length,
          measured: `${least} - ${most} ≥ ${certificate.length}`,
          otherwise: 'nothing-saved',
        },
        check_each(
          connections,
          say(
            "to_net is the package's last call on the descriptor: its trace has no byte of TLS",
            '이 디스크립터에서 to_net이 패키지의 마지막 호출이다. 그 trace에는 TLS의 바이트가 없다',
          ),
          'package-moves-bytes',
          ({ calls }) => {
            const names = calls.map(({ name }) => name);
            return {
              holds: calls.length > 0 && calls.every((call) => !moves.test(call.name)),
              measured: names.join(', '),
            };
          },
        ),
        ...(straced === undefined ? [] : [accounted(connections_of(straced, segments))]),
        ...(tshark.missing() ? [] : dissected(pcap, talk.port, files.keys)),
      ],
      conclusion: [
        say(
          `Of a full ${whole[0]?.protocol} handshake, anyone could read ${read_by_anybody(whole)}; the first of these has the name ${server_name} and ${protocol}.`,
          `전체 ${whole[0]?.protocol} 핸드셰이크에서 누구나 읽을 수 있던 것: ${read_by_anybody(whole)}. 그 첫째 안에 ${server_name}이라는 이름과 ${protocol}.`,
        ),
        say(
          `In a resumed session, the server sent ${least - most} bytes less; the round trips were ${whole[0]?.waits} in a full handshake and ${resumed[0]?.waits} in a resumed one.`,
          `재개된 세션은 서버에서 ${least - most}바이트를 덜 받았고, 왕복은 ${whole[0]?.waits}번과 ${resumed[0]?.waits}번이었다.`,
        ),
        say(
          'connect is a call of the package, every read and write is a call of Node, and their bytes are ciphertext: reading them takes the keys (--tls-keylog).',
          'connect는 패키지의 호출이고 모든 read와 write는 Node의 호출이며, 그 바이트는 암호문이다. 읽으려면 선이 아니라 키가 있어야 한다(--tls-keylog).',
        ),
      ],
      chart: bars(bars_of(connections), say('bytes', '바이트')),
      figure: figure_of(connections),
    };
  },
};
export default lab;

/** Calls that move bytes. */
const moves = /^(send|recv|read|write)/;

function read_by_anybody([connection]: readonly Connection[]): string {
  const { up, down } = connection ?? { up: { records: [] }, down: { records: [] } };
  return [...messages_of(up.records), ...messages_of(down.records)].join(', ');
}

/** A certificate that signs itself, for this run. Its key does not stay in the folder. */
function make_certificate({ folder }: Bench): Files {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), keys: join(folder, 'keys.log') };
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', `/CN=${server_name}`, '-addext', `subjectAltName=DNS:${server_name}`];
  execFileSync('openssl', ['req', '-x509', ...curve, ...name, '-keyout', files.key, '-out', files.cert], {
    stdio: 'ignore',
  });
  return files;
}

/** Node's calls, by the real strace: they moved what was on the wire. */
function accounted(connections: readonly Connection[]): Check {
  const moved = (calls: readonly Call[], name: RegExp) =>
    sum(calls.filter((call) => name.test(call.name) && call.result > 0).map(({ result }) => result));
  return check_each(
    connections,
    say(
      "strace: Node's write and read moved the bytes that were on the wire",
      'strace: Node의 write와 read가 옮긴 바이트 = 선 위의 바이트',
    ),
    'bytes-unaccounted',
    ({ calls, up, down }) => {
      const [sent, came] = [moved(calls, /^write/), moved(calls, /^read/)];
      return {
        holds: sent === up.bytes.length && came === down.bytes.length,
        measured: `${sent} = ${up.bytes.length}, ${came} = ${down.bytes.length}`,
      };
    },
  );
}

/** The first is what a stranger sees; the keys are the client's. */
function dissected(pcap: string, port: number, keys: string): Check[] {
  const [stranger, friend] = [dissect(pcap, port), dissect(pcap, port, keys)];
  return [
    {
      law: say(
        'tshark reads the two Hellos, the name and the protocol',
        'tshark는 두 Hello와 이름과 프로토콜을 읽는다',
      ),
      holds:
        stranger.messages.join() === 'ClientHello,ServerHello' &&
        stranger.servers.join() === server_name &&
        stranger.protocols.join() === protocol,
      measured: [stranger.messages, stranger.servers, stranger.protocols].map((names) => names.join(', ')).join('; '),
      otherwise: 'certificate-in-clear',
    },
    {
      law: say(
        'with the keys of the connections (keys.log), tshark also reads the certificate',
        '연결의 키가 있으면(keys.log) tshark는 인증서도 읽는다',
      ),
      holds: ['Certificate', 'Finished'].every((name) => friend.messages.includes(name)),
      measured: friend.messages.join(', '),
      otherwise: 'keys-do-not-open',
    },
  ];
}
