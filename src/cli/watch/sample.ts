import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { AF_INET, AF_INET6, AF_UNIX, TCP_CLOSE } from '../../constants.js';
import { IPPROTO_TCP, IPPROTO_UDP } from '../../level.js';
import { type SocketDiag, sock_diag } from '../../netlink/sock-diag.js';
import { has_code } from '../../observe/has-code.js';
import type { SockAddr } from '../../sockaddr/address.js';
import { tcp_state_name } from '../../structs/tcp-state.js';
import { Failure } from '../command.js';

/** The process or the port whose sockets are watched. */
export type Target = { readonly pid: number } | { readonly port: number };

/** The state of a socket at one time. Fields that only TCP has are undefined for other protocols. */
export interface Sample {
  /** An ID that no other socket has. */
  readonly id: string;
  /** The descriptor in the watched process. */
  readonly fd: number | undefined;
  readonly protocol: 'tcp' | 'udp' | 'unix';
  readonly state: string;
  readonly local: string;
  readonly peer: string;
  readonly recv_q: number;
  readonly send_q: number;
  /** The number of unacknowledged segments. */
  readonly unacked?: number | undefined;
  /** The number of bytes that have not been sent yet. */
  readonly notsent?: number | undefined;
  /** Microseconds. */
  readonly rtt?: number | undefined;
  /** Segments. */
  readonly cwnd?: number | undefined;
  /** The number of retransmissions since the connection began. */
  readonly retrans?: number | undefined;
}

const questions = [
  { protocol: 'tcp', ask: { family: AF_INET, protocol: IPPROTO_TCP } },
  { protocol: 'tcp', ask: { family: AF_INET6, protocol: IPPROTO_TCP } },
  { protocol: 'udp', ask: { family: AF_INET, protocol: IPPROTO_UDP } },
  { protocol: 'udp', ask: { family: AF_INET6, protocol: IPPROTO_UDP } },
  { protocol: 'unix', ask: { family: AF_UNIX } },
] as const;

/** The current state of the sockets of a process, or of those with a port at either end; listeners first. */
export function sample(target: Target): Sample[] {
  const fds = 'pid' in target ? sockets_of(target.pid) : undefined;
  const wanted = (socket: SocketDiag) =>
    'pid' in target
      ? fds?.has(socket.inode) === true
      : [port_of(socket.src), port_of(socket.dst)].includes(target.port);
  const found = questions.flatMap(({ protocol, ask }) => {
    const told = sock_diag(ask);
    if (!told.ok) {
      if (told.error.code === 'ENOENT') return []; // this kernel has no diagnostics for the protocol
      throw new Failure(`the kernel does not report ${protocol} sockets: ${told.error.message}`);
    }
    return told.value.filter(wanted).map((socket) => sample_of(socket, protocol, fds?.get(socket.inode)));
  });
  return found.sort((a, b) => Number(b.state === 'LISTEN') - Number(a.state === 'LISTEN') || (a.fd ?? 0) - (b.fd ?? 0));
}

function sample_of(socket: SocketDiag, protocol: Sample['protocol'], fd: number | undefined): Sample {
  const { cookie, state, src, dst, rqueue, wqueue, tcp_info } = socket;
  const connected = state !== TCP_CLOSE && tcp_state_name(state) !== 'TCP_LISTEN';
  const tcp = connected ? tcp_info : undefined;
  const name = tcp_state_name(state).replace(/^TCP_/, '');
  return {
    id: String(cookie),
    fd,
    protocol,
    state: protocol !== 'tcp' && name === 'CLOSE' ? 'UNCONN' : name,
    local: protocol === 'unix' && String(src) === '(unnamed)' ? `inode ${socket.inode}` : String(src),
    peer: protocol === 'unix' ? (socket.peer ? `inode ${socket.peer}` : '*') : connected && dst ? String(dst) : '*',
    recv_q: rqueue,
    send_q: wqueue,
    unacked: tcp?.tcpi_unacked,
    notsent: tcp?.tcpi_notsent_bytes,
    rtt: tcp?.tcpi_rtt,
    cwnd: tcp?.tcpi_snd_cwnd,
    retrans: tcp?.tcpi_total_retrans,
  };
}

function port_of(address: SockAddr | undefined): number | undefined {
  return address?.sin_port ?? address?.sin6_port;
}

/** The inodes of a process's sockets, with the descriptor of each. proc_pid_fd(5) */
function sockets_of(pid: number): Map<number, number> {
  const folder = `/proc/${pid}/fd`;
  const found = new Map<number, number>();
  for (const fd of listed(folder, pid)) {
    const inode = /^socket:\[(\d+)\]$/.exec(link(`${folder}/${fd}`, pid))?.[1];
    if (inode !== undefined) found.set(Number(inode), Number(fd));
  }
  return found;
}

function listed(folder: string, pid: number): string[] {
  try {
    const fds = readdirSync(folder);
    if (fds.length > 0 || !has_ended(pid)) return fds;
  } catch (error) {
    check_permitted(error, pid);
  }
  throw new NoProcess(pid);
}

/** @throws Failure if the error says that the descriptors of a process may not be read. What belongs to a zombie belongs to root. */
function check_permitted(error: unknown, pid: number): void {
  if (!has_code(error, 'EACCES') && !has_code(error, 'EPERM')) return;
  if (has_ended(pid)) return;
  throw new Failure(`no permission to read the descriptors of process ${pid}: run as its user, or as root`);
}

/** True also for a zombie, a process that has ended and that its parent has not waited for. proc_pid_stat(5) */
function has_ended(pid: number): boolean {
  try {
    return /^Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, ''));
  } catch {
    return true;
  }
}

/** The process does not exist, or has ended. */
export class NoProcess extends Failure {
  constructor(pid: number) {
    super(`there is no process ${pid}`);
  }
}

/** The kernel reports the sockets of a network namespace only within it. @throws Failure if the process is in another namespace */
export function check_namespace({ pid }: { readonly pid: number }): void {
  const [own, its] = [link('/proc/self/ns/net', pid), link(`/proc/${pid}/ns/net`, pid)];
  if (own === '' || its === '' || own === its) return;
  throw new Failure(`process ${pid} is in another network namespace: run this command with nsenter -t ${pid} -n`);
}

/**
 * A symbolic link below the folder of a process; empty if it is gone. In a user namespace of its own, a process can list the descriptors of
 * one outside, but not read them: user_namespaces(7).
 */
function link(path: string, pid: number): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    check_permitted(error, pid);
    return '';
  }
}
