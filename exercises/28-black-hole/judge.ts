import {
  AF_INET,
  accept,
  bind,
  type Fd,
  getsockname,
  getsockopt,
  IP_MTU_DISCOVER,
  IP_PMTUDISC_DONT,
  IPPROTO_IP,
  IPPROTO_TCP,
  listen,
  MSG_DONTWAIT,
  own,
  POLLIN,
  poll,
  type Result,
  recv,
  SOCK_STREAM,
  type SockAddr,
  sockaddr_in,
  sockaddr_storage,
  socket,
  TCP_INFO,
  TCPI_OPT_TIMESTAMPS,
  unwrap,
} from 'sys-socket';
import { exercise, rule, say, type Watched, watch, wrong } from 'sys-socket/learn';

type Outcome = Result<Fd, { readonly code?: unknown }>;
type Upload = (server: SockAddr, mtu: number, bytes: Uint8Array) => Outcome;
type Row = readonly [string, string];

/** Fewer bytes than the buffers of a connection hold: nobody reads before the function has returned. */
const file = Buffer.from(Array.from({ length: 48_000 }, (_, i) => i % 251));

/** A packet that is shorter than the least value of TCP_MAXSEG allows, with the headers. */
const too_small = 120;

export default exercise({
  section: '0.1.2',
  minutes: 25,
  pages: ['tcp(7)', 'ip(7)', 'connect(2)'],
  lab: 'segments',
  async judge(bench) {
    const upload = await bench.load<Upload>('upload');
    let fragments = false;
    for (const mtu of [1280, 1400, 576]) fragments = (await through(mtu, upload)) || fragments;
    await to_nobody(upload);
    await refused_limit(upload);
    if (fragments)
      bench.remark(
        say(
          'Routers now fragment your segments. If one fragment is lost, the whole segment is. IPv6 routers do not fragment.',
          '이제 라우터가 세그먼트를 자른다. 조각 하나를 잃으면 세그먼트를 다 잃는다. IPv6 라우터는 자르지 않는다.',
        ),
      );
  },
});

/** What the kernel would put on the wire for a connection. */
interface Segments {
  /** The bytes of the largest segment, and those of its headers. */
  readonly bytes: number;
  readonly headers: number;
  /** DF: a router must not fragment it. */
  readonly whole: boolean;
}

function segments_of(fd: Fd): Segments | undefined {
  const info = getsockopt(fd, IPPROTO_TCP, TCP_INFO);
  const discover = getsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER);
  if (!info.ok || !discover.ok) return undefined;
  const { tcpi_snd_mss, tcpi_options } = info.value;
  const headers = 40 + (tcpi_options & TCPI_OPT_TIMESTAMPS ? 12 : 0);
  return { bytes: tcpi_snd_mss, headers, whole: discover.value !== IP_PMTUDISC_DONT };
}

/** An upload to a server that listens. True if its packets may be fragmented on the path. */
async function through(mtu: number, upload: Upload): Promise<boolean> {
  using server = own(listening());
  const run = await called(upload, server.fd, mtu);
  const path: Row = [say('path', '경로'), say(`packets of ${mtu} bytes, no ICMP`, `${mtu}바이트 패킷, ICMP 없음`)];
  if (run.returned?.ok !== true) return wrong('fails-on-a-good-path', path, run);
  const { value: fd } = run.returned;
  const segments = segments_of(fd);
  if (segments === undefined || !is_ready(server.fd)) return wrong('no-connection', path, run);
  using _mine = own(fd);
  using theirs = own(unwrap(accept(server.fd)));
  const told = [path, shown(segments), run] as const;
  if (hangs(segments, mtu)) wrong(cause(run, segments, mtu), ...told);
  if (segments.bytes + segments.headers < mtu / 2) wrong('wastes-the-path', ...told);
  const came = received(theirs.fd);
  const rows: Row = [say('came', '온 것'), say(`${came.length} bytes`, `${came.length}바이트`)];
  if (!came.equals(file)) wrong('other-bytes', [say('file', '파일'), String(file.length)], rows, run);
  return !segments.whole;
}

function hangs({ bytes, headers, whole }: Segments, mtu: number): boolean {
  return whole && bytes + headers > mtu;
}

/** Why its segments are too long. */
function cause({ calls }: Watched<Outcome>, { bytes, headers }: Segments, mtu: number): string {
  const connects = calls.findIndex(({ name }) => name === 'connect');
  const limit = calls.findLastIndex(({ call, result }) => /^setsockopt\(.*TCP_MAXSEG/.test(call) && result === 0);
  if (limit > connects) return 'too-late';
  if (limit >= 0 && bytes + headers <= mtu + 40) return 'forgets-the-headers';
  const sends = calls.filter(({ name }) => /^(send|write)/.test(name));
  return limit < 0 && sends.every(({ result }) => result <= mtu) ? 'mss-is-not-write-size' : 'large-hangs';
}

/** Nobody listens there. */
async function to_nobody(upload: Upload): Promise<void> {
  using nobody = own(bound()); // it holds the port, and does not listen
  const run = await called(upload, nobody.fd, 1280);
  const answer: Row = [say('answer', '대답'), 'ECONNREFUSED'];
  if (run.returned?.ok !== false) wrong('hides-a-refusal', answer, run);
  if (run.returned.error.code !== 'ECONNREFUSED') wrong('loses-the-error', answer, run);
  closes(run, answer);
}

/** The kernel refuses such a limit. A program needs none if routers may fragment. */
async function refused_limit(upload: Upload): Promise<void> {
  using server = own(listening());
  const run = await called(upload, server.fd, too_small);
  const path: Row = [say('path', '경로'), say(`packets of ${too_small} bytes`, `${too_small}바이트 패킷`)];
  if (run.returned?.ok === true) {
    const segments = segments_of(run.returned.value);
    if (segments === undefined) return wrong('no-connection', path, run);
    using _mine = own(run.returned.value);
    if (hangs(segments, too_small)) wrong('hides-a-refusal', path, shown(segments), run);
    return;
  }
  if (run.returned?.error.code !== 'EINVAL') wrong('loses-the-error', path, run);
  closes(run, path);
}

function closes({ calls }: Watched<Outcome>, row: Row): void {
  const left = rule('closes_every_socket', calls);
  if (left !== undefined) wrong('leaks-a-descriptor', row, left);
}

async function called(upload: Upload, listener: Fd, mtu: number): Promise<Watched<Outcome>> {
  const addr = sockaddr_storage();
  unwrap(getsockname(listener, addr));
  const run = await watch(() => upload(addr, mtu, file));
  if (run.thrown !== undefined) throw run.thrown;
  return run;
}

function shown({ bytes, headers, whole }: Segments): Row {
  const total = bytes + headers;
  return [
    say('segments', '세그먼트'),
    say(
      `${headers} + ${bytes} = ${total} bytes${whole ? ', DF: routers must not fragment them' : ''}`,
      `${headers} + ${bytes} = ${total}바이트${whole ? ', DF: 라우터가 자르지 못한다' : ''}`,
    ),
  ];
}

/** Waits until all bytes have arrived, or no more arrive. */
function received(fd: Fd): Buffer {
  const room = Buffer.alloc(2 * file.length);
  let length = 0;
  while (length < file.length && is_ready(fd)) {
    const got = unwrap(recv(fd, room.subarray(length), MSG_DONTWAIT));
    if (got === 0) break;
    length += got;
  }
  return room.subarray(0, length);
}

function is_ready(fd: Fd): boolean {
  return unwrap(poll([{ fd, events: POLLIN }], 1000)) === 1;
}

function bound(): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return fd;
}

function listening(): Fd {
  const fd = bound();
  unwrap(listen(fd, 1));
  return fd;
}
