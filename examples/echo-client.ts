// The chapter's echo client: sends one frame, and prints the frame that comes back. On a connection of several small frames, each after the first
// would take about 43 ms: a frame is two sends without TCP_NODELAY, and the peer delays its ACK (labs/nagle).
//   npm run echo-client -- [MESSAGE] [--host 127.0.0.1] [--port 9000]
//   npm run echo-client -- --stdin   reads the message from stdin and writes its echo to stdout, byte for byte
//
// Exit status: 0, or as in the chapter: 1 no address, 2 no connection, 3 not sent, 4 no header returned, 5 no payload returned.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  AF_UNSPEC,
  announced_length,
  close,
  connect,
  type Fd,
  FRAME_CAP,
  FRAME_HEADER,
  frame_header,
  getaddrinfo,
  recv_exact,
  SOCK_STREAM,
  send_all,
  socket,
} from 'sys-socket';

const { values, positionals } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '9000' },
    stdin: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const message = values.stdin ? readFileSync(0) : Buffer.from(positionals[0] ?? 'hello-socket');

// libc keeps only the low 16 bits of a larger number: 70000 becomes 4464. A service name passes this check, and libc looks it up.
if (Number(values.port) < 0 || Number(values.port) > 0xffff) fail(1, `no port has the number ${values.port}`);
const conn = connect_to(values.host, values.port);

const headed = send_all(conn, frame_header(message.length));
const sent = headed.ok ? send_all(conn, message) : headed;
if (!sent.ok) fail(3, `cannot send: ${sent.error.message}`);

const header = new Uint8Array(FRAME_HEADER);
const answered = recv_exact(conn, header);
if (!answered.ok) fail(4, `no header came back: ${answered.error.message}`);
const length = announced_length(header, Math.max(FRAME_CAP, message.length));
if (!length.ok) fail(4, `the header is no good: ${length.error.message}`);

const payload = Buffer.alloc(length.value);
const filled = recv_exact(conn, payload);
if (!filled.ok) fail(5, `the payload did not come back: ${filled.error.message}`);

process.stdout.write(values.stdin ? payload : Buffer.concat([Buffer.from('echo: '), payload, Buffer.from('\n')]));
close(conn);

/** Tries the addresses in getaddrinfo's list until one accepts the connection. */
function connect_to(host: string, port: string): Fd {
  const found = getaddrinfo(host, port, { ai_family: AF_UNSPEC, ai_socktype: SOCK_STREAM });
  if (!found.ok) return fail(1, `cannot resolve ${host}:${port}: ${found.error.message}`);
  let why = '';
  for (const { ai_family, ai_socktype, ai_protocol, ai_addr } of found.value) {
    const made = socket(ai_family, ai_socktype, ai_protocol);
    if (!made.ok) {
      why = `socket: ${made.error.message}`;
      continue;
    }
    const connected = connect(made.value, ai_addr);
    if (connected.ok) return made.value;
    why = `${ai_addr}: ${connected.error.message}`;
    close(made.value);
  }
  return fail(2, `cannot connect: ${why}`);
}

function fail(status: number, why: string): never {
  console.error(`echo-client: ${why}`);
  process.exit(status);
}
