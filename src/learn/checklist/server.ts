// A server under test: a separate process, observed through its trace, its output and /proc.
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { package_root } from '../../load.js';
import { end_child, start_child } from '../children.js';
import { type Client, open, patience } from '../client.js';
import { exception_of } from '../exception.js';
import { hear } from '../hear.js';
import { say } from '../language.js';
import { is_stopped, looks, until } from '../process.js';
import { is_script } from '../source.js';
import { type FarEnd, far_end, has_arrived } from './far-end.js';
import { Fault } from './fault.js';
import { not_listening } from './not-listening.js';

/** A call of the server, from its trace. */
export interface Call {
  readonly name: string;
  /** `recvfrom(18, "\0\0\0\v", 4, 0, NULL, NULL)`, and `4` or `-1 EINTR (Interrupted system call)`. */
  readonly call: string;
  readonly returned: string;
  readonly result: number;
  readonly code?: string;
  readonly fd?: number;
  /** `TCP:[127.0.0.1:9000->127.0.0.1:41234]` */
  readonly behind?: string;
  readonly tid: number;
  /** `server.ts:31:18` */
  readonly where?: string;
}

/** True if the program keeps receiving after the end of the stream. */
export function spins(calls: readonly Call[]): boolean {
  const last = calls.slice(-5);
  return (
    last.length === 5 &&
    last.every(({ name, result, fd }) => /^(recv|read)/.test(name) && result === 0 && fd === last[0]?.fd)
  );
}

/** A program, or a script that Node runs. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly calls: readonly Call[];
  /** The call that it sleeps in, with its source line; undefined if it is not a call of this package. */
  sleeps_in(): string | undefined;
  /** The useful part of its stderr. */
  complaint(): string[];
  /** Its exit status after it has ended; 128 plus the signal number if a signal killed it. */
  status(): number | undefined;
  open(): Promise<Client>;
  /** The server's end of a client's connection. */
  far_end(client: Client): FarEnd | undefined;
  /**
   * Waits until a condition holds, and returns true. Returns false if it will not hold by itself, because all threads of the server have slept
   * for three times its fastest answer, and at least for {@link of_itself}. Returns undefined if neither happened in time.
   */
  until(so: () => boolean): Promise<boolean | undefined>;
  /** Like {@link Server.until}, for an answer, which may take longer: false if the server has slept for {@link patience}. */
  answers(so: () => boolean): Promise<boolean | undefined>;
  /** A fault if the server has slept for too long in total while clients waited; otherwise undefined. */
  late(): Fault | undefined;
  /** Waits until all threads of the server sleep, for a limited time. Reaching the limit is not a fault. */
  rests(): Promise<void>;
  /** Waits until the server has read what the client sent, or will not read it. */
  reads(client: Client): Promise<void>;
  /** Runs `meanwhile` while the server is stopped (SIGSTOP), so that everything has arrived when the server continues. */
  stopped(meanwhile: () => Promise<void>): Promise<void>;
  /** Records the time that an answer took, in ms. */
  took(ms: number): void;
  end(): void;
}

const trace = pathToFileURL(`${package_root}dist/cli/trace/preload.js`);

/** The result for a client that cannot connect, because the server has ended or is about to end. */
export const unreachable = say('clients can no longer connect', '더는 어떤 클라이언트도 연결하지 못한다');

/** The limits until a program listens, in ms: sleep without a break, total time, and processor time. */
const start = { quiet: 2000, patience: 15_000, busy: 10_000 } as const;

/** The minimum time that a server must have slept before {@link Server.until} returns false, in ms. */
const of_itself = 500;

/** The total time that a server may sleep while clients wait for it, in ms. One more wait may be added to it: 20 s in total. */
const enough = 11_000;

/** The total time that the server has slept while the judge waited for it, in ms. */
export interface Meter {
  slept: number;
}

/** Starts a server, with faults in its calls (SYS_SOCKET_FAULT). Throws a Fault if it does not listen. */
export async function start_server({ file, args, env = {} }: Command, meter: Meter, faults = ''): Promise<Server> {
  const { SYS_SOCKET_TRACE, ...inherited } = process.env;
  const child = start_child([...(is_script(file) ? traced_node() : []), file, ...args], {
    env: { ...inherited, ...env, SYS_SOCKET_FAULT: faults, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  let status: number | undefined;
  child.on('close', (code, signal) => {
    status = signal === null ? (code ?? 0) : 128 + constants.signals[signal];
  });
  const calls: Call[] = [];
  const begun = hear<Call>(child.stdio[3], (call) => calls.push(call));
  const said: string[] = [];
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const complaint = () => exception_of(stderr);
  const listening = () => said.find((line) => /^\s*listening on\b/i.test(line));
  await until(pid, () => status !== undefined || listening() !== undefined, { ...start, meter });
  const where = /listening on\s+(\S*):(\d+)(?!\S*\d)/i.exec(listening() ?? '');
  const port = Number(where?.[2]);
  if (where === null || !(port > 0 && port < 65536)) {
    end_child(child);
    throw not_listening({ said, line: listening(), status, complaint: complaint(), stderr });
  }
  const host = where[1] === '[::1]' ? '::1' : '127.0.0.1';

  let fastest = 1000;
  const clients = new Set<Client>();
  const arrived = () => {
    const under_way = [...clients].filter((client) => !has_arrived(client, port));
    for (const client of clients) if (client.ended === 'both' && !under_way.includes(client)) clients.delete(client);
    return under_way.length === 0;
  };
  const server: Server = {
    pid,
    port,
    calls,
    sleeps_in: () => [...begun.values()].at(-1),
    complaint,
    status: () => status,
    async open() {
      const client = await open(host, port);
      if (client !== undefined) {
        clients.add(client);
        return client;
      }
      throw new Fault(undefined, undefined, unreachable);
    },
    far_end: (client) => far_end(port, client.port),
    until: (so) =>
      until(pid, () => status !== undefined || so(), {
        quiet: Math.max(of_itself, 3 * fastest),
        patience,
        arrived,
        meter,
      }),
    answers: (so) =>
      until(pid, () => status !== undefined || so() || spins(calls), {
        quiet: patience,
        patience: 3 * patience,
        arrived,
        meter,
      }),
    late() {
      if (meter.slept < enough) return undefined;
      const came = say(
        `it slept for ${enough / 1000} s in all while clients waited for it`,
        `기다리는 동안 서버가 모두 ${enough / 1000}초를 잤다`,
      );
      return new Fault('answers-late', undefined, came);
    },
    async rests() {
      await until(pid, () => status !== undefined, { quiet: 20, patience: 1000, arrived, meter });
    },
    async reads(client) {
      await server.until(() => {
        const end = far_end(port, client.port);
        return end === undefined || !end.open || (end.received >= client.sent && end.unread === 0);
      });
    },
    async stopped(meanwhile) {
      end_child(child, 'SIGSTOP');
      try {
        await looks(() => is_stopped(pid) || status !== undefined, Number.POSITIVE_INFINITY);
        await meanwhile();
      } finally {
        end_child(child, 'SIGCONT');
      }
    },
    took: (ms) => {
      fastest = Math.min(fastest, ms);
    },
    end: () => end_child(child),
  };
  return server;
}

function traced_node(): string[] {
  const preload = new URL(trace);
  preload.search = String(new URLSearchParams({ fd: '3', parent: String(process.pid), strings: '64', frames: 'no' }));
  return [process.execPath, '--enable-source-maps', '--import', preload.href];
}
