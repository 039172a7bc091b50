// sys-socket calc: the chapter's numbers, those of RFC 7323 and RFC 6349, and what is no number.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bdp, bdp_report } from '../../src/cli/calc/bdp.js';
import { loss } from '../../src/cli/calc/loss.js';
import { loss_of, mss_of, rate_of, show_bytes, show_rate, show_time, time_of } from '../../src/cli/calc/units.js';
import { alone, it_in_namespace } from '../support/namespace.js';
import { sys_socket } from './kit.js';

const host = {
  rmem_max: 212_992,
  wmem_max: 212_992,
  tcp_rmem: [4096, 131_072, 6_291_456],
  tcp_wmem: [4096, 16_384, 4_194_304],
  tcp_congestion_control: 'cubic',
};

describe('bdp', () => {
  it.each([
    ['the chapter, 0.9.1', '1Gbps', '50ms', 6_250_000],
    ['RFC 6349, 3.3.1: a T1', '1.536Mbps', '50ms', 9600],
    ['RFC 6349, 3.3.1: a T3', '44.21Mbps', '10ms', 55_263],
    ['bytes', '12.5MB/s', '0.1s', 1_250_000],
    ['microseconds', '10Gbit/s', '80us', 100_000],
  ])('is rate times round-trip time: %s', (_source, rate, rtt, bytes) => {
    expect(bdp(rate_of(rate), time_of(rtt)).bytes).toBe(bytes);
  });

  // RFC 7323, 2.3: a shift of 14 at most, for a window of less than 2^30.
  it.each([
    [65_535, 0, 1],
    [65_536, 1, 1],
    [131_070, 1, 1],
    [131_071, 2, 1],
    [65_535 * 2 ** 14, 14, 1],
    [65_535 * 2 ** 14 + 1, undefined, 2],
  ])('of %d bytes has the window scale %s, and takes %d connections', (bytes, scale, connections) => {
    expect(bdp(8 * bytes, 1)).toEqual({ bytes, scale, connections });
  });

  it('says of each limit of the host whether it is enough, and how to raise it', () => {
    const report = bdp_report(20e6, 1, host);
    expect(report).toContain('net.ipv4.tcp_rmem: 6291456 here, enough');
    expect(report).toContain(
      "net.ipv4.tcp_wmem: 4194304 here, too little: sysctl -w net.ipv4.tcp_wmem='4096 16384 5000000'",
    );
    expect(report).toContain('net.core.rmem_max: 212992 here, too little: sysctl -w net.core.rmem_max=2500000');
    expect(report).toContain('SO_RCVBUF, 2500000)');
  });

  it('has nothing to set where the first buffers are larger', () => {
    expect(bdp_report(1e6, 0.01, host)).toMatch(/already large enough here \(.*\)\.$/);
  });

  it('says how many connections a path takes that is too long for any window', () => {
    expect(bdp_report(rate_of('100Gbps'), time_of('1s'), host)).toMatch(/No TCP window is that large: 12 connections/);
  });

  it('says what it could not read', () => {
    const unknown = { ...host, rmem_max: undefined, tcp_rmem: undefined };
    expect(bdp_report(20e6, 1, unknown).match(/at least \d+ \(not readable here\)/g)).toHaveLength(2);
  });
});

describe('loss', () => {
  it.each([
    [1448, '20ms', '1%', 5.792e6],
    [1448, '20ms', '4%', 2.896e6],
    [1448, '40ms', '0.01', 2.896e6],
    [1460, '50ms', '1%', 2.336e6],
  ])('is MSS / (RTT √p): %d bytes, %s, %s', (mss, rtt, p, rate) => {
    const law = loss(mss, time_of(rtt), loss_of(p));
    expect(law.rate).toBeCloseTo(rate, 3);
    expect(law.mathis / law.rate).toBeCloseTo(1.2247, 4);
  });
});

describe('units', () => {
  it.each([
    ['1bps', 1],
    ['9.6kbps', 9600],
    ['1 GBit/s', 1e9],
    ['1e3Kbps', 1e6],
    ['1MB/s', 8e6],
    ['2Tbps', 2e12],
  ])('reads the rate %s', (text, bits) => expect(rate_of(text)).toBe(bits));

  it.each(['', '1', 'Gbps', '1Gb', '1Mb/s', '-1Gbps', '0Gbps', '1e999Gbps', '1Gbps ', '0x1Gbps'])(
    'reads no rate from %j',
    (text) => expect(() => rate_of(text)).toThrow(/RATE/),
  );
  it.each(['', '5', '5m', '5MS', '0ms', '-5ms', '1e-999s'])('reads no time from %j', (text) =>
    expect(() => time_of(text)).toThrow(/RTT/),
  );
  it.each(['', '%', '0', '0%', '100%', '1', '-1%', '1%%'])('reads no loss from %j', (text) =>
    expect(() => loss_of(text)).toThrow(/LOSS/),
  );
  it.each(['', '0', '1.5', '65536', '1460B'])('reads no segment from %j', (text) =>
    expect(() => mss_of(text)).toThrow(/MSS/),
  );

  it('shows three digits', () => {
    expect([show_rate(999), show_rate(2.336e6), show_bytes(6_250_000), show_bytes(14_600)]).toEqual([
      '999 bit/s',
      '2.34 Mbit/s',
      '6.25 MB',
      '14.6 kB',
    ]);
    expect([show_time(0.05), show_time(2), show_time(80e-6), show_time(5e-9)]).toEqual([
      '50 ms',
      '2 s',
      '80 us',
      '5 ns',
    ]);
  });
});

describe('the command line', () => {
  it('knows this host', async () => {
    const { status, stdout, stderr } = await sys_socket(['calc', 'bdp', '1Tbps', '1ms']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const most = readFileSync('/proc/sys/net/ipv4/tcp_rmem', 'utf8').trim().split(/\s+/)[2];
    expect(stdout).toContain(`net.ipv4.tcp_rmem: ${most} here`);
  });

  // A network namespace of its own has net.ipv4.tcp_rmem, but not all of net.core: the buffers of the host are not its to set.
  it_in_namespace('knows what a container may not read', async () => {
    const [file = '', ...args] = [...alone, 'test', '-e', '/proc/sys/net/core/rmem_max'];
    const readable = spawnSync(file, args).status === 0;
    const { status, stdout } = await sys_socket(['calc', 'bdp', '1Tbps', '1ms'], { within: alone });
    expect(status).toBe(0);
    expect(stdout.includes('(not readable here)')).toBe(!readable);
  });

  it.each([
    [[], /bdp RATE RTT or loss MSS RTT LOSS is missing/],
    [['ohm'], /expected bdp or loss, got 'ohm'/],
    [['bdp'], /bdp takes RATE RTT, got nothing/],
    [['bdp', '1Gbps'], /got 1Gbps/],
    [['loss', '1460', '50ms', '1%', 'more'], /loss takes MSS RTT LOSS/],
    [['bdp', '--fast', '1Gbps', '50ms'], /unknown option '--fast'/],
  ])('%j is a misuse', async (args, says) => {
    const { status, stdout, stderr } = await sys_socket(['calc', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });
});
