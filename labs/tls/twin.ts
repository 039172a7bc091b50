// The wrong twin: it asks for `TLSv1_2_method`, which many a page shows for "1.2 or better", and which means 1.2 alone. There the certificate goes in
// clear, and the client may speak a round trip later.
//
//   node out/labs/tls/twin.js serve CERT KEY
//   node out/labs/tls/twin.js ask PORT CERT TIMES
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { createServer, connect as tls_connect } from 'node:tls';
import {
  AF_INET,
  bind,
  type Fd,
  getsockname,
  listen,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { connect, connections, to_net } from 'sys-socket/promises';

const [role, ...args] = process.argv.slice(2);
const ALPNProtocols = ['line/1'];
if (role === 'serve') await serve(args[0] ?? '', args[1] ?? '');
else await ask(Number(args[0]), args[1] ?? '', Number(args[2]));

/** The descriptor as net's: it is Node's from here on. */
function handed_over(fd: Fd): Socket {
  const socket = unwrap(to_net(fd));
  if (!(socket instanceof Socket)) throw new Error('it listens');
  return socket;
}

async function serve(cert: string, key: string): Promise<void> {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 16));
  const own = { cert: readFileSync(cert), key: readFileSync(key) };
  const server = createServer({ ...own, ALPNProtocols, secureProtocol: 'TLSv1_2_method' });
  server.on('secureConnection', (secure) => secure.once('data', (line) => secure.end(`you said ${line}`)));
  console.log(`listening on ${unwrap(getsockname(listener))}`);
  for await (const conn of connections(listener)) server.emit('connection', handed_over(unwrap(conn)));
}

async function ask(port: number, cert: string, times: number): Promise<void> {
  let session: Buffer | undefined;
  for (let i = 0; i < times; i += 1) {
    const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    unwrap(await connect(fd, sockaddr_in('127.0.0.1', port)));
    const from = String(unwrap(getsockname(fd)));
    const raw = handed_over(fd);
    const options = { socket: raw, servername: 'lab.example', ca: readFileSync(cert), ALPNProtocols };
    const secure = tls_connect({ ...options, ...(session && { session }) });
    secure.on('session', (ticket) => {
      session = ticket;
    });
    const closed = once(secure, 'close');
    await once(secure, 'secureConnect');
    const before = raw.bytesRead; // what had to come before anything may be sent
    secure.write('OPEN-SESAME');
    const [answer] = await once(secure, 'data');
    const [protocol, resumed] = [secure.getProtocol(), secure.isSessionReused()];
    await closed;
    console.log(JSON.stringify({ from, protocol, resumed, before, answer: String(answer) }));
  }
}
