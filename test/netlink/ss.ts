// ss(8) as the oracle: its lines, and what sock_diag tells, in the same words.
import {
  AF_INET6,
  AF_UNIX,
  type SkMeminfo,
  SOCK_DGRAM,
  SOCK_STREAM,
  TCP_LISTEN,
  TCPI_OPT_SACK,
  TCPI_OPT_TIMESTAMPS,
  TCPI_OPT_WSCALE,
  type TcpInfo,
  type UnixDiagVfs,
} from 'sys-socket';

/** A row of sock_diag, as JSON brings it from another process: addresses as texts, the cookie as hex. */
export interface Told {
  readonly family: number;
  readonly type?: number;
  readonly protocol?: number;
  readonly state: string;
  readonly src: string;
  readonly dst?: string;
  readonly inode: number;
  readonly cookie: string;
  readonly rqueue: number;
  readonly wqueue: number;
  readonly uid?: number;
  readonly timer?: number;
  readonly retrans?: number;
  readonly skv6only?: number;
  readonly shutdown?: number;
  readonly cong?: string;
  readonly peer?: number;
  readonly vfs?: UnixDiagVfs;
  readonly skmeminfo?: SkMeminfo;
  readonly tcp_info?: TcpInfo;
}

/** What a line says: the columns, and every `name:value` of the rest but those that pass with time. */
export interface Line {
  readonly state: string;
  readonly queues: string;
  readonly local: string;
  readonly peer: string;
  readonly rest: Readonly<Record<string, string>>;
}

const passing = /^(lastsnd|lastrcv|lastack|busy|rwnd_limited|sndbuf_limited|bbr|cgroup|fwmark|peers|send|timer)$/;

export function line_of(text: string): Line {
  const [state = '', received = '', sent = '', local = '', peer = '', ...rest] = text.trim().split(/ +/);
  return { state, queues: `${received} ${sent}`, local, peer, rest: named(rest.join(' ')) };
}

/** A line of `ss -x` has an inode behind each address, and the kind of the socket before everything. */
export function unix_line_of(text: string): Line {
  const [kind = '', state = '', received = '', sent = '', name, inode, peer_name, peer, ...rest] = text
    .trim()
    .split(/ +/);
  return {
    state: `${kind} ${state}`,
    queues: `${received} ${sent}`,
    local: `${name} ${inode}`,
    peer: `${peer_name} ${peer}`,
    rest: named(rest.join(' ')),
  };
}

function named(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/\b(\w+):(\([^)]*\)|\S*)/g)) found[name] = value;
  const timer = /timer:\((\w+),\S*,(\d+)\)/.exec(text);
  for (const name of Object.keys(found)) if (passing.test(name)) delete found[name];
  if (timer !== null) found.timer = `${timer[1]},${timer[2]}`;
  for (const [, name = '', rate = ''] of text.matchAll(/\b(pacing_rate|delivery_rate) (\d+)bps/g)) found[name] = rate;
  const words = text.split(' ');
  for (const word of ['ts', 'sack', 'app_limited', 'bbr', 'cubic', 'reno'])
    if (words.includes(word)) found[word] = 'yes';
  const arrow = words.find((word) => /^[<-]-[->]$/.test(word));
  if (arrow !== undefined) found.arrow = arrow;
  return found;
}

const states: Readonly<Record<string, string>> = {
  TCP_ESTABLISHED: 'ESTAB',
  TCP_SYN_SENT: 'SYN-SENT',
  TCP_SYN_RECV: 'SYN-RECV',
  TCP_FIN_WAIT1: 'FIN-WAIT-1',
  TCP_FIN_WAIT2: 'FIN-WAIT-2',
  TCP_TIME_WAIT: 'TIME-WAIT',
  TCP_CLOSE: 'UNCONN',
  TCP_CLOSE_WAIT: 'CLOSE-WAIT',
  TCP_LAST_ACK: 'LAST-ACK',
  TCP_LISTEN: 'LISTEN',
  TCP_CLOSING: 'CLOSING',
};

const timers = ['off', 'on', 'keepalive', 'timewait', 'persist'];

/** What ss would print of it. */
export function said_of(told: Told): Line {
  const { tcp_info: info, skmeminfo } = told;
  const common = {
    ...(skmeminfo && { skmem: skmem(skmeminfo) }),
    ...(told.shutdown !== undefined && {
      arrow: `${told.shutdown & 1 ? '-' : '<'}-${told.shutdown & 2 ? '-' : '>'}`,
    }),
  };
  if (told.family === AF_UNIX) {
    const kind = told.type === SOCK_STREAM ? 'u_str' : told.type === SOCK_DGRAM ? 'u_dgr' : 'u_seq';
    return {
      state: `${kind} ${states[told.state]}`,
      queues: `${told.rqueue} ${told.wqueue}`,
      local: `${told.src === '(unnamed)' ? '*' : told.src} ${told.inode}`,
      peer: `* ${told.peer ?? 0}`,
      rest: {
        ...common,
        ...(told.uid ? { uid: String(told.uid) } : {}),
        ...(told.vfs && {
          ino: String(told.vfs.udiag_vfs_ino),
          dev: device(told.vfs.udiag_vfs_dev),
        }),
      },
    };
  }
  return {
    state: states[told.state] ?? told.state,
    queues: `${told.rqueue} ${told.wqueue}`,
    local: told.src,
    peer: told.dst?.replace(/:0$/, ':*') ?? '*',
    rest: {
      ino: String(told.inode),
      sk: told.cookie,
      ...common,
      ...(told.uid ? { uid: String(told.uid) } : {}),
      ...(told.family === AF_INET6 && told.skv6only !== undefined ? { v6only: String(told.skv6only) } : {}),
      ...(told.timer ? { timer: `${timers[told.timer]},${told.retrans}` } : {}),
      ...(told.cong === undefined ? {} : { [told.cong]: 'yes' }),
      ...(info && tcp(info)),
    },
  };
}

function skmem(memory: SkMeminfo): string {
  const { rmem_alloc, rcvbuf, wmem_alloc, sndbuf, fwd_alloc, wmem_queued, optmem, backlog, drops } = memory;
  return `(r${rmem_alloc},rb${rcvbuf},t${wmem_alloc},tb${sndbuf},f${fwd_alloc},w${wmem_queued},o${optmem},bl${backlog},d${drops})`;
}

/** printf's %g */
function g(number: number): string {
  return String(Number(number.toPrecision(6)));
}

/** tcp_stats_print() of ss.c: what is 0 is not printed. */
function tcp(info: TcpInfo): Record<string, string> {
  const numbers: Record<string, number | undefined> = {
    mss: info.tcpi_snd_mss,
    pmtu: info.tcpi_pmtu,
    rcvmss: info.tcpi_rcv_mss,
    advmss: info.tcpi_advmss,
    cwnd: info.tcpi_snd_cwnd,
    ssthresh: info.tcpi_snd_ssthresh < 0xffff ? info.tcpi_snd_ssthresh : 0,
    bytes_sent: info.tcpi_bytes_sent,
    bytes_retrans: info.tcpi_bytes_retrans,
    bytes_acked: info.tcpi_bytes_acked,
    bytes_received: info.tcpi_bytes_received,
    segs_out: info.tcpi_segs_out,
    segs_in: info.tcpi_segs_in,
    data_segs_out: info.tcpi_data_segs_out,
    data_segs_in: info.tcpi_data_segs_in,
    delivered: info.tcpi_delivered,
    delivered_ce: info.tcpi_delivered_ce,
    backoff: info.tcpi_backoff,
    dsack_dups: info.tcpi_dsack_dups,
    reord_seen: info.tcpi_reord_seen,
    reordering: info.tcpi_reordering === 3 ? 0 : info.tcpi_reordering,
    rcv_space: info.tcpi_rcv_space,
    rcv_ssthresh: info.tcpi_rcv_ssthresh,
    notsent: info.tcpi_notsent_bytes,
    rcv_ooopack: info.tcpi_rcv_ooopack,
    snd_wnd: info.tcpi_snd_wnd,
    unacked: info.tcpi_unacked,
    // Of a listening socket it is the backlog.
    sacked: info.tcpi_state === TCP_LISTEN ? 0 : info.tcpi_sacked,
    lost: info.tcpi_lost,
  };
  const found = Object.entries(numbers).filter(([, number]) => number !== undefined && number !== 0);
  const has = (option: number) => (info.tcpi_options & option) !== 0;
  const rates = info.tcpi_state !== TCP_LISTEN && info.tcpi_pacing_rate > 0 && info.tcpi_pacing_rate < 2 ** 63;
  return {
    ...Object.fromEntries(found.map(([name, number]) => [name, String(number)])),
    ...(has(TCPI_OPT_TIMESTAMPS) && { ts: 'yes' }),
    ...(has(TCPI_OPT_SACK) && { sack: 'yes' }),
    ...(has(TCPI_OPT_WSCALE) && { wscale: `${info.tcpi_snd_wscale},${info.tcpi_rcv_wscale}` }),
    ...(info.tcpi_rto > 0 && { rto: g(info.tcpi_rto / 1000) }),
    ...(info.tcpi_ato > 0 && { ato: g(info.tcpi_ato / 1000) }),
    ...(info.tcpi_rtt > 0 && { rtt: `${g(info.tcpi_rtt / 1000)}/${g(info.tcpi_rttvar / 1000)}` }),
    ...(info.tcpi_rcv_rtt > 0 && { rcv_rtt: g(info.tcpi_rcv_rtt / 1000) }),
    ...(info.tcpi_min_rtt > 0 && info.tcpi_min_rtt < 0xffff_ffff && { minrtt: g(info.tcpi_min_rtt / 1000) }),
    ...(rates && { pacing_rate: String(info.tcpi_pacing_rate * 8) }),
    ...(info.tcpi_delivery_rate > 0 && { delivery_rate: String(info.tcpi_delivery_rate * 8) }),
    ...(info.tcpi_delivery_rate_app_limited && { app_limited: 'yes' }),
    ...(info.tcpi_total_retrans > 0 && { retrans: `${info.tcpi_retrans}/${info.tcpi_total_retrans}` }),
  };
}

/** ss takes the kernel's number for one of glibc, and prints what major(3) and minor(3) make of it. */
function device(number: number): string {
  return `${(number >>> 8) & 0xfff}/${(number & 0xff) | ((number >>> 12) & 0xfff00)}`;
}
