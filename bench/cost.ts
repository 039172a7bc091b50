import type { Measured } from './micro-table.js';
import { in_cxx, in_net, type Servers } from './servers.js';
import { markdown } from './statistics.js';

/** The rows with the name of what they move, and how many of it one step moves. */
const moved: readonly (readonly [row: string, what: string, many: number])[] = [
  ['eagain', 'recv that finds nothing', 1],
  ['pair', 'send and recv of 64 B', 1],
  ['frame-64', 'a frame of 64 B, send_frame and recv_frame', 1],
  ['frame-64-reader', 'a frame of 64 B, send_frame and FrameReader', 1],
  ['frame-64k', 'a frame of 64 KiB, recv_frame', 1],
  ['frame-64k-into', 'a frame of 64 KiB, recv_frame_into', 1],
  ['udp', 'a datagram of 64 B, sendto and recvfrom (UDP)', 1],
  ['mmsg', 'a datagram of 64 B, sendmmsg and recvmmsg (unix, 8 a call)', 64],
  ['gso', 'a datagram of 1000 B, GSO and GRO (UDP)', 32],
  ['poll-1', 'poll of 1', 1],
  ['poll-64', 'poll of 64', 1],
  ['epoll_wait-1', 'epoll_wait, 1 ready', 1],
  ['epoll_wait-64', 'epoll_wait, 64 ready', 1],
  ['getsockopt-tcp_info', 'TCP_INFO into a struct_view, one field read', 1],
  ['getsockopt-tcp_info-value', 'TCP_INFO, a value of all fields', 1],
];

/** The figures of docs/cost.md, from the same run as docs/bench.md. */
export function cost_table(micro: readonly Measured[], { served }: Servers): string {
  const calls = moved.flatMap(([name, what, many]) => {
    const one = micro.find((each) => each.name === name);
    if (one === undefined) return [];
    const ns = one.package.min / many;
    return [[what, ns.toFixed(0), (one.package.min / one.c.min).toFixed(2)]];
  });
  const counts = [...new Set(served.map(({ connections }) => connections))];
  const names = [...new Set(served.map(({ server }) => server))];
  const cell = (server: string, connections: number) => {
    const of = (name: string) => served.find((one) => one.server === name && one.connections === connections)?.rows;
    const [own, net, cxx] = [of(server), of(in_net), of(in_cxx)];
    if (own === undefined || net === undefined || cxx === undefined) return '';
    const requests = (own.requests.median / net.requests.median).toFixed(2);
    return `${requests}, ${(own.cpu.median / cxx.cpu.median).toFixed(2)}`;
  };
  const servers = names.map((server) => [server, ...counts.map((count) => cell(server, count))]);
  return [
    markdown([['a step', 'ns, min', 'times C'], ...calls]),
    'An echo server of 64 B, by the number of connections: requests a second relative to `net`, and CPU a request relative to C++.',
    markdown([['', ...counts.map(String)], ...servers]),
  ].join('\n\n');
}
