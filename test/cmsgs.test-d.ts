import { type Cmsg, type Fd, type InPktinfo, read_cmsg, type SockExtendedErr, type Timeval } from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

declare const arrived: Cmsg;

describe('read_cmsg', () => {
  const message = read_cmsg(arrived);

  it('tells the type of the value by the name of the type', () => {
    switch (message.type) {
      case 'SCM_RIGHTS':
        expectTypeOf(message.level).toEqualTypeOf<'SOL_SOCKET'>();
        expectTypeOf(message.value).toEqualTypeOf<readonly Fd[] | undefined>();
        break;
      case 'SCM_PIDFD':
        expectTypeOf(message.value).toEqualTypeOf<Fd | undefined>();
        break;
      case 'IP_PKTINFO':
        expectTypeOf(message.level).toEqualTypeOf<'IPPROTO_IP'>();
        expectTypeOf(message.value).toEqualTypeOf<InPktinfo | undefined>();
        break;
      case 'IP_RECVERR':
        expectTypeOf(message.value).toEqualTypeOf<SockExtendedErr | undefined>();
        break;
      case 'SCM_TIMESTAMP':
        expectTypeOf(message.value).toEqualTypeOf<Timeval | undefined>();
        break;
      // @ts-expect-error: no message has that name
      case 'SCM_RIGHT':
        break;
    }
  });
});
