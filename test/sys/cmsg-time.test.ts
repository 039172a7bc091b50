// The control messages of time: when a datagram came, when it went, and when it is to go.
import {
  AF_INET,
  AF_INET6,
  CLOCK_MONOTONIC,
  cmsg,
  cmsg_value,
  ENOMSG,
  type Fd,
  getsockopt,
  IP_RECVERR,
  IPPROTO_IP,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  recvmsg,
  SCM_TIMESTAMP,
  SCM_TIMESTAMPING,
  SCM_TIMESTAMPNS,
  SCM_TSTAMP_SCHED,
  SCM_TSTAMP_SND,
  SCM_TXTIME,
  SO_EE_ORIGIN_TIMESTAMPING,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SO_TIMESTAMPNS,
  SO_TXTIME,
  SOF_TIMESTAMPING_OPT_CMSG,
  SOF_TIMESTAMPING_OPT_ID,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
  SOF_TIMESTAMPING_TX_SCHED,
  SOF_TIMESTAMPING_TX_SOFTWARE,
  SOF_TXTIME_REPORT_ERRORS,
  SOL_SOCKET,
  setsockopt,
  type Timespec,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { until } from '../support/servers.js';
import { datagrams, give, type Message, take } from './datagrams.js';
import { ok, refused } from './kit.js';

const hello = Buffer.from('HELLO-WORLD');

/** The one value in a message, by what reads it. */
function only<V>(message: Message, read: (arrived: Message['msg_control'][number]) => V | undefined): V {
  const values = message.msg_control.map(read).filter((value) => value !== undefined);
  expect(values).toHaveLength(1);
  return values[0] ?? expect.fail('no value');
}

const milliseconds = ({ tv_sec, tv_nsec }: Timespec) => tv_sec * 1000 + tv_nsec / 1e6;

/** Sends a datagram to the socket itself, and takes it: between the two times. A clock may be set while the test runs. */
function between<T>(fd: Fd, send: () => void, read: (message: Message) => T): { time: T; low: number; high: number } {
  const low = Date.now() - 1000;
  send();
  const time = read(take(fd));
  return { time, low, high: Date.now() + 1000 };
}

describe.each([AF_INET, AF_INET6])('of family %i', (family) => {
  it('SO_TIMESTAMP: when a datagram arrived, to the microsecond', () => {
    const { fd, addr } = datagrams(family);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMP, 1));
    const { time, low, high } = between(
      fd,
      () => unwrap(give(fd, addr, hello)),
      (message) => only(message, (arrived) => cmsg_value(arrived, SOL_SOCKET, SO_TIMESTAMP)),
    );
    expect(time.tv_usec).toBeLessThan(1e6);
    const at = time.tv_sec * 1000 + time.tv_usec / 1000;
    expect(at).toBeGreaterThan(low);
    expect(at).toBeLessThan(high);
  });

  it('SO_TIMESTAMPNS: to the nanosecond', () => {
    const { fd, addr } = datagrams(family);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1));
    const { time, low, high } = between(
      fd,
      () => unwrap(give(fd, addr, hello)),
      (message) => only(message, (arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMPNS)),
    );
    expect(milliseconds(time)).toBeGreaterThan(low);
    expect(milliseconds(time)).toBeLessThan(high);
  });
});

it('SCM_TIMESTAMP and SCM_TIMESTAMPNS are the same numbers: either reads what arrived', () => {
  expect([SCM_TIMESTAMP, SCM_TIMESTAMPNS]).toEqual([SO_TIMESTAMP, SO_TIMESTAMPNS]);
});

describe('SO_TIMESTAMPING', () => {
  const none = { tv_sec: 0, tv_nsec: 0 };

  it('brings three times: of the kernel, of nothing, and of the card, which loopback is not', async () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE));
    const low = Date.now() - 1000;
    let seen: readonly Timespec[] = [];
    // The kernel begins to take times a moment after the first socket has asked for them.
    await until('a datagram with a time', () => {
      unwrap(give(fd, addr, hello));
      seen = take(fd).msg_control.flatMap((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMPING)?.ts ?? []);
      return seen.length > 0;
    });
    const [software = none, ...others] = seen;
    expect(milliseconds(software)).toBeGreaterThan(low);
    expect(milliseconds(software)).toBeLessThan(Date.now() + 1000);
    expect(others).toEqual([none, none]);
  });

  it('asked for by a control message, brings when that datagram was scheduled and sent, from the error queue', () => {
    const { fd, addr } = datagrams();
    const wanted = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_CMSG;
    unwrap(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, wanted));
    const low = Date.now() - 1000;
    const flags = SOF_TIMESTAMPING_TX_SCHED | SOF_TIMESTAMPING_TX_SOFTWARE;
    unwrap(give(fd, addr, hello, cmsg(SOL_SOCKET, SO_TIMESTAMPING, flags)));
    unwrap(give(fd, addr, hello)); // and this one not
    const reports = [take(fd, MSG_ERRQUEUE | MSG_DONTWAIT), take(fd, MSG_ERRQUEUE | MSG_DONTWAIT)];
    const said = reports.map((report) => {
      const { ts } = only(report, (arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMPING));
      expect(milliseconds(ts[0])).toBeGreaterThan(low);
      expect(milliseconds(ts[0])).toBeLessThan(Date.now() + 1000);
      return only(report, (arrived) => cmsg_value(arrived, IPPROTO_IP, IP_RECVERR));
    });
    const report = { ee_errno: ENOMSG, ee_origin: SO_EE_ORIGIN_TIMESTAMPING, ee_data: 0 };
    expect(said).toMatchObject([
      { ...report, ee_info: SCM_TSTAMP_SCHED },
      { ...report, ee_info: SCM_TSTAMP_SND },
    ]);
    expect(recvmsg(fd, { msg_iov: [] }, MSG_ERRQUEUE | MSG_DONTWAIT)).toEqual(refused('recvmsg', 'EAGAIN'));
  });
});

describe('SCM_TXTIME', () => {
  const soon = () => process.hrtime.bigint() + 1_000_000n; // hrtime is CLOCK_MONOTONIC

  it('is taken by a socket with SO_TXTIME, and the datagram goes', () => {
    const { fd, addr } = datagrams();
    const how = { clockid: CLOCK_MONOTONIC, flags: SOF_TXTIME_REPORT_ERRORS };
    expect(setsockopt(fd, SOL_SOCKET, SO_TXTIME, how)).toEqual(ok(0));
    expect(getsockopt(fd, SOL_SOCKET, SO_TXTIME)).toEqual(ok(how));
    expect(give(fd, addr, hello, cmsg(SOL_SOCKET, SCM_TXTIME, soon()))).toEqual(ok(11));
    expect(String(take(fd).bytes)).toBe('HELLO-WORLD');
  });

  it('is EINVAL without SO_TXTIME', () => {
    const { fd, addr } = datagrams();
    expect(give(fd, addr, hello, cmsg(SOL_SOCKET, SCM_TXTIME, soon()))).toEqual(refused('sendmsg', 'EINVAL'));
  });

  it('is a bigint of 64 bits, since nanoseconds are past 2^53', () => {
    const encode = (value: unknown) => () => Reflect.apply(cmsg, undefined, [SOL_SOCKET, SCM_TXTIME, value]);
    expect(encode(1)).toThrow(new TypeError('cmsg: data must be a bigint, got number'));
    expect(encode(2n ** 64n)).toThrow(RangeError);
    expect(encode(-1n)).toThrow(RangeError);
  });
});
