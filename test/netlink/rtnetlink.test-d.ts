import {
  AF_INET,
  encode_nlmsg,
  nl_ask,
  nl_recv,
  type RtnlLinkStats64,
  type RtnlMessage,
  type RtnlRoute,
  rtnl_addrs,
  rtnl_links,
  rtnl_routes,
  SOCK_STREAM,
} from 'sys-socket';
import { expectTypeOf, it } from 'vitest';

declare const told: RtnlMessage;
declare const fd: import('sys-socket').Fd;

it('a message is known by its kind', () => {
  if (told.kind === 'route') expectTypeOf(told.route).toEqualTypeOf<RtnlRoute>();
  // @ts-expect-error: only of a link
  told.link;
});

it('an attribute may be missing, a field of the struct is there', () => {
  const links = rtnl_links();
  if (!links.ok) return;
  for (const link of links.value) {
    expectTypeOf(link.ifi_index).toBeNumber();
    expectTypeOf(link.ifla_ifname).toEqualTypeOf<string | undefined>();
    expectTypeOf(link.ifla_stats64).toEqualTypeOf<RtnlLinkStats64 | undefined>();
    // @ts-expect-error: of a route
    link.rta_dst;
  }
  const addrs = rtnl_addrs(AF_INET);
  if (addrs.ok) expectTypeOf(addrs.value[0]?.ifa_flags).toEqualTypeOf<number | undefined>();
});

it('what is no family does not compile', () => {
  rtnl_routes(AF_INET);
  // @ts-expect-error: a type of socket
  rtnl_routes(SOCK_STREAM);
});

it('errors are those that the functions document', () => {
  const came = nl_recv(fd, new Uint8Array(1));
  if (!came.ok) {
    came.error.code === 'ENOBUFS';
    came.error.code === 'EMSGSIZE';
  }
});

it('a question gives what its decode gives', () => {
  const asked = nl_ask({ protocol: 0, type: 18, payload: new Uint8Array(16), decode: ({ payload }) => payload.length });
  if (asked.ok) expectTypeOf(asked.value).toEqualTypeOf<number[]>();
  // @ts-expect-error: no payload
  encode_nlmsg(18, 0, 0);
});
