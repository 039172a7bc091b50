import { describe, expectTypeOf, it } from 'vitest';
import { type Injection, inject, type RuleReport, type TraceEvent } from '../../../src/observe/index.js';

describe('inject', () => {
  it('takes a rule, or several', () => {
    expectTypeOf(inject).parameter(0).toEqualTypeOf<string | readonly string[]>();
    expectTypeOf(inject).returns.toEqualTypeOf<Injection>();
    // @ts-expect-error a rule is text, as strace takes it
    inject({ recvfrom: 'EINTR' });
    // @ts-expect-error there are no faults without a rule
    inject();
  });

  it('tells how often each rule fired', () => {
    expectTypeOf<Injection['report']>().returns.toEqualTypeOf<RuleReport[]>();
    expectTypeOf<RuleReport>().toEqualTypeOf<{
      readonly rule: string;
      readonly calls: number;
      readonly fired: number;
    }>();
  });

  it('ends with its scope', () => {
    expectTypeOf<Injection>().toExtend<Disposable>();
  });
});

describe('an event of the trace', () => {
  it('says what was injected', () => {
    expectTypeOf<TraceEvent['injected']>().toEqualTypeOf<'retval' | 'args' | undefined>();
    expectTypeOf<TraceEvent['delayed']>().toEqualTypeOf<true | undefined>();
  });
});
