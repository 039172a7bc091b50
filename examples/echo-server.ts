// The chapter's echo server: it serves one client at a time, so a slow client makes the others wait. Of several small frames on one connection each after
// the first takes about 43 ms: a frame is two sends without TCP_NODELAY, and the peer delays its ACK (labs/nagle). For real use: echo-service.ts.
//   npm run echo-server -- [--host H] [--port 9000] [--cap BYTES] [--deadline MS] [--once]
import { parseArgs } from 'node:util';
import {
  AF_UNSPEC,
  AI_ADDRCONFIG,
  AI_PASSIVE,
  accept,
  bind,
  close,
  deadline_in,
  type Fd,
  FRAME_CAP,
  frame_header,
  getaddrinfo,
  getsockname,
  listen,
  own,
  poll,
  recv_frame,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  send_all,
  setsockopt,
  socket,
  unwrap,
} from 'sys-socket';

const { values } = parseArgs({
  options: {
    host: { type: 'string' },
    port: { type: 'string', default: '9000' },
    cap: { type: 'string', default: String(FRAME_CAP) },
    deadline: { type: 'string', default: '5000' },
    once: { type: 'boolean', default: false },
  },
});
const cap = Number(values.cap);
const patience = Number(values.deadline);

// libc keeps only the low 16 bits of a larger number: 70000 becomes 4464. A service name passes this check, and libc looks it up.
if (Number(values.port) < 0 || Number(values.port) > 0xffff) fail(1, `no port has the number ${values.port}`);
const listener = listen_on(values.host ?? null, values.port);

for (;;) {
  const accepted = accept(listener);
  if (accepted.ok) {
    using conn = own(accepted.value);
    console.log(serve(conn.fd));
  } else if (['EBADF', 'EINVAL', 'ENOTSOCK', 'EOPNOTSUPP'].includes(accepted.error.code)) {
    fail(3, `accept: ${accepted.error.message}`); // the listener itself is broken
  } else {
    console.error(`accept: ${accepted.error.message}`);
    if (['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(accepted.error.code)) poll([], 100); // the connection still waits
  }
}

/** Listens on the first usable address in getaddrinfo's list. */
function listen_on(host: string | null, port: string): Fd {
  const found = getaddrinfo(host, port, {
    ai_family: AF_UNSPEC,
    ai_socktype: SOCK_STREAM,
    ai_flags: AI_PASSIVE | AI_ADDRCONFIG,
  });
  if (!found.ok) return fail(1, `cannot resolve ${host}:${port}: ${found.error.message}`);
  let why = '';
  for (const { ai_family, ai_socktype, ai_protocol, ai_addr } of found.value) {
    const made = socket(ai_family, ai_socktype, ai_protocol);
    if (!made.ok) {
      why = `socket: ${made.error.message}`;
      continue;
    }
    setsockopt(made.value, SOL_SOCKET, SO_REUSEADDR, 1);
    const bound = bind(made.value, ai_addr);
    const listening = bound.ok ? listen(made.value, 128) : bound;
    if (listening.ok) {
      console.log(`listening on ${port === '0' ? unwrap(getsockname(made.value)) : ai_addr}`);
      return made.value;
    }
    why = `${ai_addr}: ${listening.error.message}`;
    close(made.value);
  }
  return fail(2, `cannot listen: ${why}`);
}

/** Sends frames back until the peer ends, violates the protocol, or takes too long for a frame. */
function serve(conn: Fd): string {
  let frames = 0;
  do {
    const deadline = deadline_in(patience); // a peer that stalls must cost a deadline, not the server
    const frame = recv_frame(conn, { cap, deadline });
    if (!frame.ok) {
      if (frame.error.code === 'EOF') return `served ${frames} frames`;
      return `dropped after ${frames} frames: ${frame.error.message}`;
    }
    const headed = send_all(conn, frame_header(frame.value.length), { deadline });
    const sent = headed.ok ? send_all(conn, frame.value, { deadline }) : headed;
    if (!sent.ok) return `dropped after ${frames} frames: ${sent.error.message}`;
    frames += 1;
  } while (!values.once);
  return `served ${frames} frames`;
}

function fail(status: number, why: string): never {
  console.error(`echo-server: ${why}`);
  process.exit(status);
}
