import fc from 'fast-check';
import {
  AF_INET,
  AF_INET6,
  AF_MPLS,
  AF_UNIX,
  as_domain,
  encode_nlattr,
  encode_nlmsg,
  ifinfomsg,
  NLMSG_DONE,
  nl_ask,
  nl_recv,
  nlmsgs,
  own,
  RTA_DST,
  RTA_MULTIPATH,
  RTM_DELROUTE,
  RTM_GETLINK,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTM_NEWNEIGH,
  RTM_NEWROUTE,
  rtmsg,
  rtnl_links,
  rtnl_message,
  SOCK_DGRAM,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';

const header = {
  rtm_family: AF_INET,
  rtm_dst_len: 8,
  rtm_src_len: 0,
  rtm_tos: 0,
  rtm_table: 254,
  rtm_protocol: 3,
  rtm_scope: 0,
  rtm_type: 1,
  rtm_flags: 0,
};

function read(type: number, family: number, ...attributes: Uint8Array[]) {
  const payload = Buffer.concat([rtmsg.encode({ ...header, rtm_family: family }, 'rtmsg'), ...attributes]);
  const [message] = nlmsgs(encode_nlmsg(type, 0, 0, payload));
  return message && rtnl_message(message);
}

describe('rtnl_message', () => {
  it.each([
    [AF_INET, Uint8Array.of(10, 0, 0, 0), '10.0.0.0'],
    [AF_INET6, Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? 1 : 0)), '::1'],
    [AF_MPLS, Uint8Array.of(0, 6, 1, 0), '00060100'],
    [AF_INET, Uint8Array.of(10), '0a'],
  ])('writes an address of family %i as it is written', (family, bytes, text) => {
    expect(read(RTM_NEWROUTE, family, encode_nlattr(RTA_DST, bytes))).toMatchObject({
      kind: 'route',
      gone: false,
      route: { ...header, rtm_family: family, rta_dst: text },
    });
  });

  it('says what is gone', () => {
    expect(read(RTM_DELROUTE, AF_INET)).toMatchObject({ kind: 'route', gone: true });
  });

  it('keeps what it does not know, as bytes of its own', () => {
    const unknown = encode_nlattr(999, Uint8Array.of(1, 2, 3));
    const told = read(RTM_NEWROUTE, AF_INET, unknown);
    unknown.fill(0);
    expect(told).toMatchObject({ route: { attributes: new Map([[999, Uint8Array.of(1, 2, 3)]]) } });
  });

  it('is undefined for other messages, and for those that are too short', () => {
    expect(read(NLMSG_DONE, AF_INET)).toBeUndefined();
    const [short] = nlmsgs(encode_nlmsg(RTM_NEWROUTE, 0, 0, new Uint8Array(rtmsg.size - 1)));
    expect(short && rtnl_message(short)).toBeUndefined();
  });

  it('never throws, and ends, whatever the bytes are', () => {
    const type = fc.constantFrom(RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH);
    const attribute = fc
      .tuple(fc.nat(40), fc.uint8Array({ maxLength: 40 }))
      .map(([type, value]) => encode_nlattr(type, value));
    const hops = fc.uint8Array({ maxLength: 60 }).map((value) => encode_nlattr(RTA_MULTIPATH, value));
    fc.assert(
      fc.property(
        type,
        fc.uint8Array({ maxLength: 24 }),
        fc.array(fc.oneof(attribute, hops)),
        (type, head, attributes) => {
          const payload = Buffer.concat([head, ...attributes]);
          expect(() =>
            rtnl_message({ nlmsg_type: type, nlmsg_flags: 0, nlmsg_seq: 0, nlmsg_pid: 0, payload }),
          ).not.toThrow();
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('misuse', () => {
  it('is thrown before anything is asked', () => {
    expect(() => rtnl_links(as_domain(-1))).toThrow(RangeError);
    expect(() => nl_ask(undefined as never)).toThrow(TypeError);
    const question = { protocol: 0, type: RTM_GETLINK, payload: new Uint8Array(ifinfomsg.size), decode: () => 1 };
    expect(() => nl_ask({ ...question, type: 65536 })).toThrow(
      new RangeError('nl_ask: type must be an integer from 0 to 65535, got 65536'),
    );
    expect(() => nl_ask({ ...question, payload: 'x' as never })).toThrow(TypeError);
    expect(() => nl_ask({ ...question, decode: 5 as never })).toThrow(TypeError);
  });

  it('of a descriptor that is no netlink socket is EAFNOSUPPORT, or what its calls say', () => {
    const [first, second] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
    using a = own(first);
    using b = own(second);
    expect(nl_recv(a.fd, new Uint8Array(64), 0x40)).toMatchObject({ ok: false, error: { code: 'EAGAIN' } });
    expect(rtnl_links(AF_INET, b.fd)).toMatchObject({ ok: false });
  });
});
