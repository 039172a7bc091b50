// Run with: npx sys-socket trace exercises/33-tls.ts PORT
import { Socket } from 'node:net';
import * as tls from 'node:tls';
import { AF_INET, connect, type Fd, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
import { to_net } from 'sys-socket/promises';

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

const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(process.argv[2] ?? 9443))));
ask(fd);

/** Speaks TLS on a connected descriptor: asks the bank, and prints its answer; or exits with status 2. */
function ask(fd: Fd): void {
  const raw = unwrap(to_net(fd)); // from here on the descriptor belongs to Node
  if (!(raw instanceof Socket)) throw new Error('it listens');
  const secure = tls.connect({ socket: raw, servername: name, ca, minVersion: 'TLSv1.3', ALPNProtocols: [protocol] });
  secure.once('secureConnect', () => {
    if (secure.alpnProtocol === protocol) secure.write('OPEN-SESAME\n');
    else secure.destroy(new Error(`not ${protocol}`));
  });
  let answer = '';
  secure.setEncoding('utf8').on('data', (piece: string) => {
    answer += piece;
  });
  secure.once('end', () => process.stdout.write(answer));
  secure.once('error', () => {
    process.exitCode = 2;
  });
}
