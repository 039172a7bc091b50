import * as sys from 'sys-socket';
import { tcp_state_name } from 'sys-socket';
import { expect, it } from 'vitest';

it('a state has the name of the C headers', () => {
  const named = Array.from({ length: 11 }, (_, i) => tcp_state_name(i + 1));
  // enum of netinet/tcp.h, in its order
  expect(named).toEqual([
    'TCP_ESTABLISHED',
    'TCP_SYN_SENT',
    'TCP_SYN_RECV',
    'TCP_FIN_WAIT1',
    'TCP_FIN_WAIT2',
    'TCP_TIME_WAIT',
    'TCP_CLOSE',
    'TCP_CLOSE_WAIT',
    'TCP_LAST_ACK',
    'TCP_LISTEN',
    'TCP_CLOSING',
  ]);
  expect(named.map((name) => Reflect.get(sys, name))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

it('a state without a name has its number', () => {
  expect([0, 12, 99].map(tcp_state_name)).toEqual(['TCP_STATE_0', 'TCP_STATE_12', 'TCP_STATE_99']);
});
