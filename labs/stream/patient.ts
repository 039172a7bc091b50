// The same in lock step without TCP_NODELAY. Nagle's algorithm lets one small segment wait for the ACK of another, but a program that only
// reads does not keep its ACK back: its kernel sends it when the queue is empty. So nothing waits, and no delayed ACK is counted.
import { readFileSync } from 'node:fs';
import { close, send_all, unwrap } from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import type { Check } from '../kit/lab.js';
import { connect_to } from '../kit/sockets.js';

/** Nothing where the network is not the lab's own: the kernel counts for all who use it. */
export async function without_nodelay(bench: Bench, pieces: number): Promise<Check[]> {
  if (!bench.alone) return [];
  const program = bench.start({ trace: 'recvfrom' });
  const peer = connect_to(await program.port());
  const progress = bench.phase(
    say(`${pieces} bytes one by one, without TCP_NODELAY`, `TCP_NODELAY 없이 ${pieces}바이트를 하나씩`),
  );
  const before = delayed_acks();
  for (let i = 0; i < pieces; i += 1) {
    unwrap(send_all(peer, Buffer.from([0]))); // four of them are a frame of no bytes
    await program.call();
    progress((i + 1) / pieces);
  }
  const late = delayed_acks() - before;
  unwrap(close(peer));
  for await (const _ of program.lines());
  await program.ended();
  return [
    {
      law: say(
        'even without TCP_NODELAY, no piece waits for a delayed ACK: a program that only reads acknowledges as it reads',
        'TCP_NODELAY가 없어도 조각은 지연 ACK를 기다리지 않는다: 읽기만 하는 프로그램은 읽으면서 확인한다',
      ),
      holds: late < pieces / 4, // one is late when the reader does not run for 40 ms
      measured: say(`${late} delayed ACKs, ${pieces} pieces`, `조각 ${pieces}개에 지연 ACK ${late}개`),
      otherwise: 'waits-for-delayed-acks',
    },
  ];
}

/** How many ACKs the kernel has sent since they had waited long enough. proc_pid_net(5) */
function delayed_acks(): number {
  const [names = [], values = []] = readFileSync('/proc/self/net/netstat', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('TcpExt: '))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf('DelayedACKs')]);
}
