import type { StraceEvent } from '../event.js';
import { moves_the_stream, receives_of, sends_of, type Transfer } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** A short send is followed by a send of the rest. With `receives`, so is a short receive. */
export function continues_short_counts(
  events: readonly StraceEvent[],
  { receives = false }: { readonly receives?: boolean | undefined } = {},
): Verdict {
  const all = receives ? [...sends_of(events), ...receives_of(events)].sort((a, b) => a.at - b.at) : sends_of(events);
  const owed = new Map<string, Transfer>();
  let count = 0;
  for (const transfer of all) {
    if (!moves_the_stream(transfer.call)) continue;
    const key = `${direction(transfer)} ${transfer.key}`;
    const short = owed.get(key);
    const moved = transfer.call.result ?? -1;
    if (short !== undefined && !continues(short, transfer)) return broken(transfer.at, expectation(short));
    if (moved < 0) continue; // the call failed, and the rest is still missing
    owed.delete(key);
    if (moved === transfer.asked || (moved === 0 && direction(transfer) === 'receive')) continue;
    count += 1;
    owed.set(key, transfer);
  }
  const [left] = owed.values();
  if (left !== undefined) return broken(left.at, `${expectation(left)}, but no such call followed`);
  if (count === 0) throw new NothingToJudge('no count was short; SYS_SOCKET_FAULT=sendto:short=3 causes some');
  return holds(`every short count was continued (${count})`);
}

function direction({ call }: Transfer): 'send' | 'receive' {
  return /^(recv|read)/.test(call.name) ? 'receive' : 'send';
}

function rest_of({ asked, call }: Transfer): number {
  return asked - (call.result ?? 0);
}

/**
 * Compares the bytes that strace printed, because a program may send more after the rest. Where strace printed none of the rest, nothing disproves
 * that the next send begins with it. For a receive, compares the counts.
 */
function continues(short: Transfer, next: Transfer): boolean {
  if (direction(next) === 'receive') return next.asked === rest_of(short);
  const unsent = short.bytes.subarray(short.call.result ?? 0);
  const known = Math.min(unsent.length, next.bytes.length);
  if (known === 0) return next.asked > 0;
  return Buffer.compare(unsent.subarray(0, known), next.bytes.subarray(0, known)) === 0;
}

function expectation(short: Transfer): string {
  const { name, result } = short.call;
  return `the remaining ${rest_of(short)} bytes next: ${name} (event ${short.at + 1}) moved ${result} of ${short.asked}`;
}
