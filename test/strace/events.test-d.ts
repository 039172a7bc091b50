import 'sys-socket/vitest';
import type { Result } from 'sys-socket';
import type { TraceEvent } from 'sys-socket/observe';
import {
  type Descriptor,
  has_flag,
  is,
  type Judged,
  parse_strace,
  type StraceCall,
  type Straced,
  type StraceError,
  type StraceEvent,
  strace,
  type Value,
} from 'sys-socket/strace';
import { expect, expectTypeOf, it } from 'vitest';

declare const event: StraceEvent;
declare const value: Value;

it('an event is known by its kind', () => {
  if (event.kind === 'call') expectTypeOf(event).toEqualTypeOf<StraceCall>();
  if (event.kind === 'malformed') expectTypeOf(event.position).toBeNumber();
  // @ts-expect-error: only a call has arguments
  event.args;
  if (event.kind === 'call') expectTypeOf(event.descriptor).toEqualTypeOf<Descriptor | undefined>();
});

it('a code that is no errno does not compile', () => {
  if (event.kind !== 'call') return;
  event.code === 'EINTR';
  event.code === 'ERESTARTSYS';
  // @ts-expect-error: misspelt
  event.code === 'EINTER';
});

it('a value is known by its kind', () => {
  if (is(value, 'string')) expectTypeOf(value.bytes).toEqualTypeOf<Uint8Array>();
  if (is(value, 'struct')) expectTypeOf(value.fields.sa_family).toEqualTypeOf<Value | undefined>();
  expectTypeOf(has_flag(value, 'MSG_NOSIGNAL')).toBeBoolean();
  // @ts-expect-error: no such kind
  is(value, 'pointer');
});

it('a text is read at once, a stream as it arrives', () => {
  expectTypeOf(parse_strace('')).toExtend<Iterable<StraceEvent>>();
  expectTypeOf(parse_strace(process.stdin)).toExtend<AsyncIterable<StraceEvent>>();
  // @ts-expect-error: neither
  parse_strace(5);
});

it('events of the built-in trace can be judged too', () => {
  expectTypeOf<readonly TraceEvent[]>().toExtend<Judged>();
});

it('a run is a Result', () => {
  expectTypeOf(strace('true')).resolves.toEqualTypeOf<Result<Straced, StraceError>>();
  // @ts-expect-error: an option of nobody
  strace('true', [], { follow: false });
});

it('the assertions are those of expect', () => {
  expect('').toMakeCalls(['close'], { exactly: true });
  expect('').not.toRetryOnEINTR();
  // @ts-expect-error: misspelt
  expect('').toRetryOnEINTER();
});
