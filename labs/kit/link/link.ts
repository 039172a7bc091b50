import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { say } from '../../../src/learn/language.js';
import { ip } from '../ip.js';
import { type Need, tool } from '../needs.js';
import { start_program } from '../program.js';

/** What a link is like, both ways. */
export interface LinkShape {
  /** Bits a second, of whole Ethernet frames. */
  readonly rate: number;
  /** One way, ms. */
  readonly delay: number;
  /** Bytes that may wait for the wire; more is dropped. */
  readonly queue: number;
  /** The share of the frames with data that is lost, by chance. */
  readonly loss?: number;
  readonly seed?: number;
}

/** Frames, both ways together. */
export interface Counts {
  /** With data. */
  readonly data: number;
  /** By chance, as it was asked for. */
  readonly lost: number;
  /** By a full queue. */
  readonly dropped: number;
  /** Not seen in time, as the machine was busy: a measurement with many of them is none. */
  readonly missed: number;
}

/** A link between this network and another one. */
export interface Link {
  /** The address of this side. */
  readonly near: string;
  /** The address of the other side. */
  readonly far: string;
  /** The other side, as `namespace` of a program that is to run there. */
  readonly pid: number;
  /** What has passed, 50 ms ago. */
  counts(): Counts;
  end(): Promise<void>;
}

const near = '10.77.0.1';
export const far = '10.77.0.2';

/** Bytes of a full Ethernet frame, and those of them that are data: not Ethernet 14, IPv4 20, TCP 20 and its time stamps 12. */
export const frame = 1514;
export const payload = frame - 66;

const veth: Need = {
  what: say('veth and packet sockets in a network namespace', '네트워크 네임스페이스 안의 veth와 패킷 소켓'),
  install: say(
    'a kernel with CONFIG_VETH and CONFIG_PACKET: modprobe veth af_packet',
    'CONFIG_VETH와 CONFIG_PACKET이 있는 커널: modprobe veth af_packet',
  ),
  missing: () =>
    spawnSync('unshare', ['--net', 'ip', 'link', 'add', 'left', 'type', 'veth', 'peer', 'name', 'near'], {
      stdio: 'ignore',
    }).status !== 0,
};
/** What a lab with a link needs beyond tier 1. */
export const needs_of_link: readonly Need[] = [veth, tool('nsenter', 'util-linux')];

/** Makes a link. The run must be alone: it gets an interface, `near`. */
export async function start_link(shape: LinkShape): Promise<Link> {
  const relay = fileURLToPath(new URL('relay.js', import.meta.url));
  const program = start_program(relay, [String(process.pid), JSON.stringify(shape)], { namespace: 'new' });
  await program.says(/^the link is there$/);
  ip(`addr add ${near}/24 dev near`);
  ip('link set near up');
  let counts: Counts = { data: 0, lost: 0, dropped: 0, missed: 0 };
  const reading = (async () => {
    for await (const line of program.lines(60_000)) {
      counts = JSON.parse(line);
    }
  })();
  reading.catch(() => {}); // end() says it
  return {
    near,
    far,
    pid: program.pid,
    counts: () => counts,
    async end() {
      program.end('SIGTERM'); // its namespace goes with it, and both pairs
      await program.ended();
      await reading;
      spawnSync('ip', ['link', 'del', 'near'], { stdio: 'ignore' }); // the kernel would, but some time after
    },
  };
}
