// C's NULL is null, and at the end of the arguments it may be left out.
import {
  accept,
  accept4,
  EPOLL_CTL_DEL,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_pwait2,
  getaddrinfo,
  MSG_DONTWAIT,
  mmsghdr,
  ppoll,
  pthread_sigmask,
  recvfrom,
  recvmmsg,
  recvmsg,
  SIG_BLOCK,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  sendfile,
  sendmsg,
  sendto,
  splice,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, pair } from '../support/sockets.js';
import { nowhere } from './kit.js';

const hello = Buffer.from('HELLO');
const buf = new Uint8Array(8);
const now = { tv_sec: 0, tv_nsec: 0 };
const bytes = { bytes: 8 };

/** Calls that get as far as the kernel, whatever it says. */
const calls: Readonly<Record<string, () => { readonly ok: boolean }>> = {
  accept: () => accept(nowhere, null),
  accept4: () => accept4(nowhere, null, SOCK_NONBLOCK),
  recvfrom: () => recvfrom(nowhere, buf, 0, null),
  recvmsg: () => recvmsg(nowhere, { msg_name: null, msg_iov: [buf] }),
  recvmmsg: () => recvmmsg(nowhere, mmsghdr(1, bytes), 1, MSG_DONTWAIT, null),
  sendto: () => sendto(nowhere, hello, 0, null),
  sendmsg: () => sendmsg(nowhere, { msg_name: null, msg_iov: [hello], msg_control: null }),
  epoll_ctl: () => epoll_ctl(closing(unwrap(epoll_create1(0))), EPOLL_CTL_DEL, nowhere, null),
  epoll_pwait2: () => epoll_pwait2(nowhere, epoll_events(1), null, null),
  ppoll: () => ppoll([], now, null),
  pthread_sigmask: () => pthread_sigmask(SIG_BLOCK, null),
  'getaddrinfo, of the service and the hints': () => getaddrinfo('127.0.0.1', null, null),
  'getaddrinfo, of the node': () => getaddrinfo(null, '80', null),
  sendfile: () => sendfile(nowhere, nowhere, null, 1),
  splice: () => splice(nowhere, null, nowhere, null, 1),
};

describe('null', () => {
  it.each(Object.entries(calls))('is NULL for %s', (_name, call) => {
    expect(call).not.toThrow();
  });

  it('says what leaving out says', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(sendto(a, hello, 0, null));
    expect(unwrap(recvfrom(b, buf, 0, null))).toBe(5);
    const texts = (found: ReturnType<typeof getaddrinfo>) => unwrap(found).map(({ ai_addr }) => ai_addr.text);
    expect(texts(getaddrinfo('127.0.0.1', null, null))).toEqual(texts(getaddrinfo('127.0.0.1')));
  });

  it('is no buffer, no set and no list where C has none', () => {
    expect(() => Reflect.apply(sendto, undefined, [nowhere, null, 0])).toThrow('sendto: buf must be');
    expect(() => Reflect.apply(ppoll, undefined, [null])).toThrow('ppoll: fds must be');
    expect(() => Reflect.apply(sendmsg, undefined, [nowhere, null])).toThrow('sendmsg: msg must be');
  });
});
