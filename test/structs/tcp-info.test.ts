import { spawnSync } from 'node:child_process';
import {
  type Fd,
  getsockopt,
  IPPROTO_TCP,
  is_sockaddr_in,
  recv,
  SHUT_WR,
  send,
  shutdown,
  TCP_CLOSE,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT2,
  TCP_INFO,
  TCP_LISTEN,
  TCPI_OPT_SACK,
  type TcpInfo,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, vi } from 'vitest';
import { layout } from '../../src/headers.js';
import { compiled } from '../support/cpp.js';
import { listener, name_of, open, tcp_pair } from '../support/sockets.js';

function info(fd: Fd): TcpInfo {
  return unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
}

/** What does not change while nothing happens. */
function still({ tcpi_last_ack_recv, tcpi_last_ack_sent, tcpi_last_data_recv, tcpi_last_data_sent, ...rest }: TcpInfo) {
  return rest;
}

/** What `observe` saw, and what we read before and after it alike. */
async function quietly<T>(fd: Fd, observe: () => T): Promise<readonly [ours: ReturnType<typeof still>, theirs: T]> {
  return vi.waitFor(
    () => {
      const before = still(info(fd));
      const seen = observe();
      expect(still(info(fd))).toEqual(before);
      return [before, seen] as const;
    },
    { timeout: 10_000, interval: 50 },
  );
}

/** A connection over which 5 bytes went there, and 3000 came back in two sends. */
function used() {
  const { client, server } = tcp_pair();
  unwrap(send(client, Buffer.from('hello')));
  unwrap(recv(server, new Uint8Array(5)));
  for (const size of [1000, 2000]) unwrap(send(server, new Uint8Array(size)));
  for (let left = 3000; left > 0; ) left -= unwrap(recv(client, new Uint8Array(left)));
  return { client, server };
}

describe('TCP_INFO', () => {
  it('counts what went over the connection', async () => {
    const { client, server } = used();
    await vi.waitFor(() => {
      // The SYN counts as one byte acknowledged: tcp(7) does not say so, RFC 4898 does.
      expect(info(client)).toMatchObject({ tcpi_bytes_sent: 5, tcpi_bytes_received: 3000, tcpi_bytes_acked: 5 + 1 });
      expect(info(server)).toMatchObject({ tcpi_bytes_sent: 3000, tcpi_bytes_received: 5, tcpi_bytes_acked: 3000 });
    });
    expect(info(client)).toMatchObject({ tcpi_data_segs_out: 1, tcpi_retrans: 0, tcpi_lost: 0, tcpi_notsent_bytes: 0 });
    expect(info(client).tcpi_options & TCPI_OPT_SACK).toBe(TCPI_OPT_SACK);
    expect(info(client).tcpi_snd_wscale).toBe(info(server).tcpi_rcv_wscale);
  });

  it('knows the state', async () => {
    const { client } = tcp_pair();
    expect(info(open()).tcpi_state).toBe(TCP_CLOSE);
    expect(info(listener().fd).tcpi_state).toBe(TCP_LISTEN);
    expect(info(client).tcpi_state).toBe(TCP_ESTABLISHED);
    unwrap(shutdown(client, SHUT_WR));
    await vi.waitFor(() => expect(info(client).tcpi_state).toBe(TCP_FIN_WAIT2));
  });

  it('has the backlog of a listener', () => {
    expect(info(listener(undefined, 7).fd)).toMatchObject({ tcpi_unacked: 0, tcpi_sacked: 7 });
  });

  it('is, field by field, what a C program prints for the same descriptor', async () => {
    const { client } = used();
    const names = Object.keys(layout('tcp_info').fields);
    const print = names.map((name) => `std::printf("${name} %llu\\n", static_cast<unsigned long long>(info.${name}));`);
    const program = compiled(`
      #include <cstdio>
      #include <linux/tcp.h>
      #include <sys/socket.h>
      int main() {
        tcp_info info{};
        socklen_t length = sizeof info;
        if (getsockopt(3, ${IPPROTO_TCP}, TCP_INFO, &info, &length) != 0) return 1;
        ${print.join('\n')}
      }`);
    const [ours, theirs] = await quietly(client, () => {
      const { stdout } = spawnSync(program, { stdio: ['ignore', 'pipe', 'inherit', client], encoding: 'utf8' });
      return Object.fromEntries(
        [...stdout.matchAll(/^(\w+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
      );
    });
    expect(Object.keys(theirs)).toEqual(names);
    expect(theirs).toMatchObject(ours);
  });

  const no_ss = spawnSync('ss', ['-V']).error ? ' (skipped: no ss here: apt-get install iproute2)' : '';
  it.skipIf(no_ss)(`is what \`ss -tin\` prints${no_ss}`, async () => {
    const { client } = used();
    const name = name_of(client);
    const port = is_sockaddr_in(name) ? name.sin_port : 0;
    const [ours, ss] = await quietly(client, () => {
      return spawnSync('ss', ['-tinH', `sport = :${port}`], { encoding: 'utf8' }).stdout;
    });
    const printed = Object.fromEntries(
      [...ss.matchAll(/ (\w+):([\d.]+)/g)].map(([, key, value]) => [key, Number(value)]),
    );
    expect(printed).toMatchObject({
      mss: ours.tcpi_snd_mss,
      pmtu: ours.tcpi_pmtu,
      rcvmss: ours.tcpi_rcv_mss,
      advmss: ours.tcpi_advmss,
      cwnd: ours.tcpi_snd_cwnd,
      rto: ours.tcpi_rto / 1000,
      rtt: ours.tcpi_rtt / 1000,
      bytes_sent: ours.tcpi_bytes_sent,
      bytes_acked: ours.tcpi_bytes_acked,
      bytes_received: ours.tcpi_bytes_received,
      segs_out: ours.tcpi_segs_out,
      segs_in: ours.tcpi_segs_in,
      data_segs_out: ours.tcpi_data_segs_out,
      data_segs_in: ours.tcpi_data_segs_in,
      delivered: ours.tcpi_delivered,
      rcv_space: ours.tcpi_rcv_space,
      rcv_ssthresh: ours.tcpi_rcv_ssthresh,
      minrtt: ours.tcpi_min_rtt / 1000,
      snd_wnd: ours.tcpi_snd_wnd,
    });
    expect(ss).toContain(` wscale:${ours.tcpi_snd_wscale},${ours.tcpi_rcv_wscale} `);
  });
});
