import { encode_nlattr, encode_nlmsg, type NlMessage, nlattrs, nlmsgs, rtnl_message } from 'sys-socket';
import { describe, expect, it } from 'vitest';

const detached = new Uint8Array(8);
structuredClone(detached, { transfer: [detached.buffer] });

describe('nlattrs', () => {
  it.each([-4, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses to begin at %s',
    (start) => {
      expect(() => nlattrs(new Uint8Array(8), start)).toThrow(
        new RangeError(`nlattrs: start must be an integer from 0 to 4294967295, got ${start}`),
      );
    },
  );

  it('has none behind the end', () => {
    expect(nlattrs(new Uint8Array(8), 12).size).toBe(0);
  });

  it('ends at a length that is not possible: shorter than its header, or longer than what there is', () => {
    const whole = encode_nlattr(1, Uint8Array.of(7));
    for (const length of [0, 3, 5]) {
      const bytes = Uint8Array.of(...whole, length, 0, 2, 0);
      expect([...nlattrs(bytes).keys()]).toEqual([1]);
    }
  });
});

describe('misuse names the argument', () => {
  const none = null as unknown as Uint8Array;
  it.each<[string, () => unknown]>([
    ['nlattrs: bytes', () => nlattrs(none)],
    ['nlattrs: bytes', () => nlattrs(detached)],
    ['nlmsgs: datagram', () => nlmsgs(none)],
    ['nlmsgs: datagram', () => nlmsgs(detached)],
    ['encode_nlattr: value', () => encode_nlattr(1, none)],
    ['encode_nlmsg: payload', () => encode_nlmsg(1, 0, 0, none)],
    ['rtnl_message: message', () => rtnl_message(null as unknown as NlMessage)],
    ['rtnl_message: payload', () => rtnl_message({ nlmsg_type: 16, payload: none } as unknown as NlMessage)],
  ])('%s', (argument, call) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(argument);
  });
});
