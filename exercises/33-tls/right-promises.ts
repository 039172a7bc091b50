// Run with: npx sys-socket trace exercises/33-tls.ts PORT
// Without events: with connect of sys-socket/promises, and an iterator.
import { once } from 'node:events';
import { Socket } from 'node:net';
import * as tls from 'node:tls';
import { AF_INET, type Fd, SOCK_NONBLOCK, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
import { connect, to_net } from 'sys-socket/promises';

/** The bank is the server that has a certificate of this authority for this name. */
const name = 'bank.example';
const ca = `-----BEGIN CERTIFICATE-----
MIIBkjCCATmgAwIBAgIUXObvtYRgfL1hFFY+S8gcLO3K8W8wCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTc3lzLXNvY2tldCBleGVyY2lzZTAgFw0yNjExMjkxMjM5NTla
GA8yMTI2MTEwNTEyMzk1OVowHjEcMBoGA1UEAwwTc3lzLXNvY2tldCBleGVyY2lz
ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCV8KXSLK2BVbcwTMyeqJIz2rpC2
zVSdQ5nTBGNxdPR1WR96qemxJo9uZFGG3wTaiIjtyD+8Y9lJ/A4EiwoF146jUzBR
MB0GA1UdDgQWBBR+v9K69esawTFgcQQOD/24OKeavjAfBgNVHSMEGDAWgBR+v9K6
9esawTFgcQQOD/24OKeavjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cA
MEQCIB29d3UtkbFXHG/OkRFELSCDh78uQ1YO6oG6iQpheCblAiA45u7hC+RdDWOr
JDwammR+d4MA3t1O8+gB5FOhXM+6tQ==
-----END CERTIFICATE-----`;
const protocol = 'line/1';

const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(await connect(fd, sockaddr_in('127.0.0.1', Number(process.argv[2] ?? 9443))));
await ask(fd).catch(() => process.exit(2));

/** Speaks TLS on a connected descriptor, and ends its direction when it has asked. */
async function ask(fd: Fd): Promise<void> {
  const raw = unwrap(to_net(fd, { allowHalfOpen: true }));
  if (!(raw instanceof Socket)) throw new Error('it listens');
  const context = tls.createSecureContext({ ca, minVersion: 'TLSv1.3' });
  const secure = tls.connect({ socket: raw, servername: name, secureContext: context, ALPNProtocols: [protocol] });
  await once(secure, 'secureConnect');
  if (secure.alpnProtocol !== protocol) throw new Error(`not ${protocol}`);
  secure.end('OPEN-SESAME\n');
  const pieces: Buffer[] = [];
  for await (const piece of secure) pieces.push(piece);
  process.stdout.write(Buffer.concat(pieces));
}
