// TLS 1.3 on raw descriptors: the sockets are created, bound and connected with raw calls, and passed to Node's `tls` with `to_net`.
//
//   node tls.ts serve CERT KEY [PORT]                  answers a line with SNI, ALPN, the client's name, and whether the session was resumed
//   node tls.ts ask CERT PORT NAME LINE [CERT KEY]     the first CERT is the one to trust; the last two are the client's own
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type ConnectionOptions, createServer, connect as tls_connect } from 'node:tls';
import {
  AF_INET,
  bind,
  type Fd,
  getsockname,
  listen,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { connect, connections, to_net } from 'sys-socket/promises';

const [what, cert = '', ...rest] = process.argv.slice(2);
const ALPNProtocols = ['line/1'];

if (what === 'serve') await serve(rest[0] ?? '', Number(rest[1] ?? 9443));
else if (what === 'ask') await ask(Number(rest[0]), rest[1] ?? '', rest[2] ?? '', rest.slice(3));
else throw new Error('serve CERT KEY [PORT], or ask CERT PORT NAME LINE [CERT KEY]');

function stream(): Fd {
  return unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

/** The descriptor as a socket of net: Node owns it from now on. */
function handed_over(fd: Fd): Socket {
  const handed = unwrap(to_net(fd));
  if (!(handed instanceof Socket)) throw new Error('it listens');
  return handed;
}

async function serve(key: string, port: number): Promise<void> {
  const listener = stream();
  unwrap(bind(listener, sockaddr_in('127.0.0.1', port)));
  unwrap(listen(listener, 128));
  console.log(`listening on ${unwrap(getsockname(listener))}`);
  // A client may present a certificate. The answer contains its name if the certificate is trusted here.
  const own = { cert: readFileSync(cert), key: readFileSync(key), ca: readFileSync(cert) };
  const server = createServer({
    ...own,
    minVersion: 'TLSv1.3',
    ALPNProtocols,
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.on('tlsClientError', (error) => console.error(`dropped: ${error.message}`));
  server.on('secureConnection', (secure) => {
    createInterface(secure).on('line', (line) => {
      const { servername, alpnProtocol, authorized } = secure;
      // A resumed session counts as authorized even if no certificate was presented.
      const client = (authorized && secure.getPeerCertificate().subject?.CN) || null;
      const resumed = secure.isSessionReused();
      secure.end(`${JSON.stringify({ line, servername, alpnProtocol, client, resumed })}\n`);
    });
  });
  for await (const conn of connections(listener)) server.emit('connection', handed_over(unwrap(conn)));
}

/** Sends the line twice: the second handshake resumes the session of the first. */
async function ask(port: number, servername: string, line: string, [own, key]: readonly string[]): Promise<void> {
  const mine = own === undefined || key === undefined ? {} : { cert: readFileSync(own), key: readFileSync(key) };
  let session: Buffer | undefined;
  for (let i = 0; i < 2; i += 1) {
    const fd = stream();
    unwrap(await connect(fd, sockaddr_in('127.0.0.1', port)));
    const options: ConnectionOptions = { ...mine, ca: readFileSync(cert), servername, ALPNProtocols };
    const secure = tls_connect({ ...options, socket: handed_over(fd), ...(session && { session }) });
    secure.on('session', (ticket) => {
      session = ticket;
    });
    await once(secure, 'secureConnect');
    secure.write(`${line}\n`);
    for await (const answer of createInterface(secure)) console.log(`${secure.getProtocol()} ${answer}`);
  }
}
