import { err, ok, type Result } from 'sys-socket';
import { exercise, say, wrong } from 'sys-socket/learn';

interface Failed {
  readonly code: string;
  readonly sent: number;
}

type Outcome = Result<string, Failed>;
type Again = (
  attempt: () => Outcome,
  limits: { readonly most: number; readonly first: number; readonly cap: number },
  world: { sleep(ms: number): void; random(): number },
) => Outcome;

const limits = { most: 6, first: 100, cap: 1000 } as const;
/** The longest wait before each attempt but the first. */
const ceilings = [100, 200, 400, 800, 1000];

const failed = (code: string, sent = 0): Outcome => err({ code, sent });
const refused = failed('ECONNREFUSED');
const reset = failed('ECONNRESET');
const answered = ok('WORLD');

class Endless extends Error {}

export default exercise({
  section: '0.11',
  minutes: 20,
  pages: ['connect(2)', 'errno(3)'],
  lab: 'closing',
  async judge(bench) {
    const again = await bench.load<Again>('again');
    /** The result of these attempts, the last of them repeated forever, with a random number that is always this one. */
    const trial = (attempts: readonly Outcome[], die: number) => {
      let made = 0;
      const waits: number[] = [];
      const attempt = (): Outcome => {
        made += 1;
        if (made > 100) throw new Endless();
        return attempts[Math.min(made, attempts.length) - 1] ?? refused;
      };
      let result: Outcome | undefined;
      let endless = false;
      try {
        result = again(attempt, limits, { sleep: (ms) => waits.push(ms), random: () => die });
      } catch (error) {
        if (!(error instanceof Endless)) throw error;
        endless = true;
      }
      const rows = [
        [say('attempts', '시도'), attempts.map(shown).join(', ')],
        [say('die', '주사위'), String(die)],
        [say('you', '호출'), `${endless ? say('more than 100', '100번 넘게') : made}`],
        [
          say('waits', '기다림'),
          `${waits.slice(0, 8).map(Math.round).join(', ')}${waits.length > 8 ? ', ...' : ''} ms`,
        ],
        [say('returned', '반환'), result === undefined ? '-' : shown(result)],
      ] as const;
      return { made, waits, result, endless, told: { rows } };
    };
    const same = (one: Outcome | undefined, other: Outcome) => one !== undefined && shown(one) === shown(other);

    const at_once = trial([answered], 0.5);
    if (at_once.made > 1) wrong('goes-on-after-success', at_once.told);
    const later = trial([refused, reset, answered], 0.5);
    if (later.made < 3 && later.result?.ok !== true) wrong('gives-up-at-once', later.told);
    if (later.made > 3) wrong('goes-on-after-success', later.told);
    if (!same(later.result, answered)) wrong('loses-the-error', later.told);

    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']) {
      const passes = trial([failed(code), answered], 0.5);
      if (passes.made === 1) wrong('gives-up-at-once', passes.told);
    }
    for (const code of ['EACCES', 'EINVAL']) {
      const useless = trial([failed(code), answered], 0.5);
      if (useless.made > 1) wrong('repeats-what-cannot-pass', useless.told);
    }
    for (const half of [failed('ECONNRESET', 3), failed('ETIMEDOUT', 1)]) {
      const twice = trial([half, answered], 0.5);
      if (twice.made > 1) wrong('does-it-twice', twice.told);
      const second = trial([refused, half, answered], 0.5);
      if (second.made > 2) wrong('does-it-twice', second.told);
      if (!same(second.result, half)) wrong('loses-the-error', second.told);
    }

    const never = trial([refused, refused, refused, refused, refused, reset], 0.999);
    if (never.endless) wrong('retries-for-ever', never.told);
    if (never.made !== limits.most) wrong(never.made > limits.most ? 'one-too-many' : 'gives-up-at-once', never.told);
    if (never.waits.length >= never.made) wrong('sleeps-for-nothing', never.told);
    if (!same(never.result, reset)) wrong('loses-the-error', never.told);
    for (const [i, ceiling] of ceilings.entries()) {
      const wait = never.waits[i] ?? 0;
      const asked = [say('at most', '많아야'), `${ceilings.join(', ')} ms`] as const;
      if (wait > ceiling + 1) wrong('waits-too-long', never.told, asked);
      const low = trial([refused], 0);
      if (Math.abs(wait - (low.waits[i] ?? 0)) < ceiling / 10) wrong('all-at-once', low.told, never.told);
      if (wait < 0.9 * ceiling) wrong('does-not-back-off', never.told, asked);
    }
  },
});

/** `ok`, `ECONNRESET after 3 bytes`. */
function shown(outcome: Outcome): string {
  if (outcome.ok) return 'ok';
  const { code, sent } = outcome.error;
  return sent > 0 ? say(`${code} after ${sent} bytes`, `${sent}바이트 뒤 ${code}`) : code;
}
