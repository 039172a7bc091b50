import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { say } from '../../../src/learn/language.js';
import { ip } from '../ip.js';
import { type Need, tool } from '../needs.js';
import { start_program } from '../program.js';

/** The properties of a link, the same in both directions. */
export interface LinkShape {
  /** Bits a second, counted in whole Ethernet frames. */
  readonly rate: number;
  /** In one direction, in ms. */
  readonly delay: number;
  /** Bytes that may wait for the wire; frames beyond that are dropped. */
  readonly queue: number;
  /** The fraction of the frames with data that is lost at random. */
  readonly loss?: number;
  readonly seed?: number;
}

/** Numbers of frames, in both directions together. */
export interface Counts {
  /** Frames with data. */
  readonly data: number;
  /** Frames lost at random, according to `loss`. */
  readonly lost: number;
  /** Frames dropped because the queue was full. */
  readonly dropped: number;
  /** Frames that the relay missed because the machine was busy. A measurement with many of them is invalid. */
  readonly missed: number;
}

/** A link between this network and another one. */
export interface Link {
  /** The address of this side. */
  readonly near: string;
  /** The address of the other side. */
  readonly far: string;
  /** The process of the other side. Pass it as `namespace` to start a program there. */
  readonly pid: number;
  /** The counts as of at most about 50 ms ago. */
  counts(): Counts;
  end(): Promise<void>;
}

const near = '10.77.0.1';
export const far = '10.77.0.2';

/** Bytes of a full Ethernet frame, and its bytes of data, without the headers: Ethernet 14, IPv4 20, TCP 20 and its timestamps 12. */
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
/** The needs of a lab with a link, beyond tier 1. */
export const needs_of_link: readonly Need[] = [veth, tool('nsenter', 'util-linux')];

/** Creates a link. The run must have a separate network, which gets the interface `near`. */
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
  reading.catch(() => {}); // end() reports the error
  return {
    near,
    far,
    pid: program.pid,
    counts: () => counts,
    async end() {
      program.end('SIGTERM'); // removes its namespace, and both veth pairs with it
      await program.ended();
      await reading;
      spawnSync('ip', ['link', 'del', 'near'], { stdio: 'ignore' }); // the kernel would do it too, but later
    },
  };
}
