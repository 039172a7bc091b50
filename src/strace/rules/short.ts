import type { StraceEvent } from '../event.js';
import { receives_of, sends_of, type Transfer } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** A send that took fewer bytes is followed by one with the rest. With `receives`: a receive that brought fewer, too. */
export function continues_short_counts(
  events: readonly StraceEvent[],
  { receives = false }: { readonly receives?: boolean | undefined } = {},
): Verdict {
  const all = receives ? [...sends_of(events), ...receives_of(events)].sort((a, b) => a.at - b.at) : sends_of(events);
  const owed = new Map<string, Transfer>();
  let count = 0;
  for (const transfer of all) {
    const key = `${direction(transfer)} ${transfer.key}`;
    const short = owed.get(key);
    const moved = transfer.call.result ?? -1;
    if (short !== undefined && !continues(short, transfer)) return broken(transfer.at, expectation(short));
    if (moved < 0) continue; // refused, and still owed
    owed.delete(key);
    if (moved === transfer.asked || (moved === 0 && direction(transfer) === 'receive')) continue;
    count += 1;
    owed.set(key, transfer);
  }
  const [left] = owed.values();
  if (left !== undefined) return broken(left.at, `${expectation(left)}, and it never came`);
  if (count === 0) throw new NothingToJudge('no count was short; SYS_SOCKET_FAULT=sendto:short=3 makes some');
  return holds(`every short count was continued (${count})`);
}

function direction({ call }: Transfer): 'send' | 'receive' {
  return /^(recv|read)/.test(call.name) ? 'receive' : 'send';
}

function rest_of({ asked, call }: Transfer): number {
  return asked - (call.result ?? 0);
}

/** By the bytes, as far as strace printed them: a program may send the rest with more behind it. Else by the number. */
function continues(short: Transfer, next: Transfer): boolean {
  const unsent = short.bytes.subarray(short.call.result ?? 0);
  const known = Math.min(unsent.length, next.bytes.length);
  if (direction(next) === 'receive' || known === 0) return next.asked === rest_of(short);
  return Buffer.compare(unsent.subarray(0, known), next.bytes.subarray(0, known)) === 0;
}

function expectation(short: Transfer): string {
  const { name, result } = short.call;
  return `the other ${rest_of(short)} bytes next, since ${name} (event ${short.at + 1}) moved ${result} of ${short.asked}`;
}
