// What reno must obey, and what bbr must not.

import { say } from '../../src/learn/language.js';
import type { Check } from '../kit/lab.js';
import { median, sum } from '../kit/statistics.js';
import { formula, type Measured, mathis } from './figure.js';

/** Around -0.5: few losses make the points scatter. A line that is flatter than this does not follow the law. */
const steepest = -0.85;
const flattest = -0.25;

export function checks_of(reno: readonly Measured[], beside: readonly Measured[]): Check[] {
  const ratios = reno.map((row) => row.mbits / (mathis * formula(row)));
  const exponent = slope(reno);
  return [
    {
      law: say(
        'getsockopt returns the congestion control that was requested',
        '혼잡 제어는 요청한 바로 그것이다, getsockopt로 볼 때',
      ),
      holds: [...reno, ...beside].every(({ asked, ran }) => asked === ran),
      measured: [...reno, ...beside].map(({ asked, ran }) => `${asked}: ${ran}`).join(', '),
      otherwise: 'another-congestion-control',
    },
    {
      law: say('reno: throughput ~ p^-0.5', 'reno: 처리량 ~ p^-0.5'),
      holds: exponent > steepest && exponent < flattest,
      measured: said(exponent),
      otherwise: 'another-slope',
    },
    {
      law: say(
        'reno: throughput is √(3/2) · MSS / (RTT √p), within a factor of 2.5',
        'reno: 처리량은 √(3/2) · MSS / (RTT √p), 2.5배 안에서',
      ),
      holds: median(ratios) > 0.4 && median(ratios) < 2.5,
      measured: say('ratios', '비') + ratios.map((ratio) => ` ${ratio.toFixed(2)}`).join(','),
      otherwise: 'off-the-formula',
    },
    ...of_bbr(beside.filter(({ asked }) => asked === 'bbr')),
  ];
}

/** The counterexample: the same fit must tell it from reno. Nothing where this kernel has no bbr. */
function of_bbr(bbr: readonly Measured[]): Check[] {
  const most = bbr.at(-1);
  if (most === undefined) return [];
  const exponent = slope(bbr);
  const ratio = most.mbits / formula(most);
  return [
    {
      law: say(
        `bbr does not follow that law: its slope is flatter than ${flattest}`,
        `bbr는 그 법칙에 맞지 않는다: 기울기가 ${flattest}보다 완만하다`,
      ),
      holds: exponent > flattest,
      measured: said(exponent),
      otherwise: 'bbr-takes-a-loss-as-reno-does',
    },
    {
      law: say('bbr exceeds the formula: more than twice its value', 'bbr는 공식을 벗어난다: 공식의 두 배가 넘는다'),
      holds: ratio > 2,
      measured: say(`${ratio.toFixed(1)} times`, `${ratio.toFixed(1)}배`),
      otherwise: 'bbr-takes-a-loss-as-reno-does',
    },
  ];
}

function said(exponent: number): string {
  return say(`log-log slope ${exponent.toFixed(2)}`, `로그-로그 기울기 ${exponent.toFixed(2)}`);
}

/**
 * Of the straight line through the logarithms, by least squares. What is fitted is throughput × RTT, a window, which the formula gives
 * by p alone: the machine stretches the RTT of some points, and bbr that of all by its own queue.
 */
export function slope(rows: readonly Measured[]): number {
  const xs = rows.map(({ loss }) => Math.log(loss));
  const ys = rows.map(({ mbits, rtt }) => Math.log(mbits * rtt));
  const x = sum(xs) / xs.length;
  const y = sum(ys) / ys.length;
  return sum(xs.map((at, i) => (at - x) * ((ys[i] ?? 0) - y))) / sum(xs.map((at) => (at - x) ** 2));
}
