// The bank, and servers that claim to be it: TLS servers of Node, on sockets whose first bytes the judge sees. Their certificates are valid
// until 2126; the keys are public, and useless for anything else.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createServer as create_tls_server, type TlsOptions } from 'node:tls';

/** What a server has received from a client. */
export interface Bank {
  readonly port: number;
  /** The first bytes that arrived, unencrypted: undefined while there are none. */
  first(): Buffer | undefined;
  /** What it received under TLS. */
  said(): string;
  close(): void;
}

/** It is split into two records in the middle of a letter. */
export const answer = Buffer.from('BALANCE 소켓 12\n');
const cut = 9;

export async function open_bank(who: keyof typeof identities, options: TlsOptions = {}): Promise<Bank> {
  const [sockets, heard] = [new Set<Socket>(), { first: undefined as Buffer | undefined, said: '' }];
  const secured = create_tls_server({ ...identities[who], ...options });
  secured.on('tlsClientError', () => {}); // the client has refused the server, as it may
  secured.on('secureConnection', (secure) => {
    secure.on('error', () => {});
    secure.on('data', (bytes) => {
      heard.said += bytes;
      if (!heard.said.endsWith('\n')) return;
      secure.write(answer.subarray(0, cut));
      secure.end(answer.subarray(cut));
    });
  });
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      heard.first ??= bytes;
      socket.pause();
      socket.unshift(bytes);
      secured.emit('connection', socket);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    first: () => heard.first,
    said: () => heard.said,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const identities = {
  /** By the authority, for bank.example. */
  bank: {
    key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTbu62//RSR/VJjYu
enPpvQhQ2wXqWuc8GUEb+HdXQGahRANCAARQkIO6a8piJvA47GzaaQGArYaGrugj
dr77ST/FfTSJ9TTxta55/nXDc/QJkWZFbIQAXYeA1nmBhdB+icumMZrs
-----END PRIVATE KEY-----`,
    cert: `-----BEGIN CERTIFICATE-----
MIIBlDCCATqgAwIBAgIUb+AHwcgAdMEX1gNis1kazIEvFpQwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTc3lzLXNvY2tldCBleGVyY2lzZTAgFw0yNjExMjkxMjQwMDBa
GA8yMTI2MTEwNTEyNDAwMFowFzEVMBMGA1UEAwwMYmFuay5leGFtcGxlMFkwEwYH
KoZIzj0CAQYIKoZIzj0DAQcDQgAEUJCDumvKYibwOOxs2mkBgK2Ghq7oI3a++0k/
xX00ifU08bWuef51w3P0CZFmRWyEAF2HgNZ5gYXQfonLpjGa7KNbMFkwFwYDVR0R
BBAwDoIMYmFuay5leGFtcGxlMB0GA1UdDgQWBBRqNVM3F4gbfXUqq4pKdDg4CZZm
6jAfBgNVHSMEGDAWgBR+v9K69esawTFgcQQOD/24OKeavjAKBggqhkjOPQQDAgNI
ADBFAiBiAUhW1UmNphI7/5cHDt5lz16X1aTxrU2VD114hoCqrQIhAN0jRn7Abuea
vkkdLxhVU3BvFE7YqQxCbY1AtViCgztP
-----END CERTIFICATE-----`,
  },
  /** By the authority, for other.example. */
  other: {
    key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgF0HNrty3/uG9sjuR
8PiE6abaVbhe0MQn0ZeNR4YYCNmhRANCAAQjeKsHuWie1F8o9MoN9IRAGs9mL3qW
gZYEDwEBfQ5ovey1euqEKtyqtzTWsFF2YR0yts2VQIsuPnxw/l6GTlV6
-----END PRIVATE KEY-----`,
    cert: `-----BEGIN CERTIFICATE-----
MIIBljCCATygAwIBAgIUVtG5sBEMmf7HNqtkCtfrijcxmHcwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTc3lzLXNvY2tldCBleGVyY2lzZTAgFw0yNjExMjkxMjQwMDBa
GA8yMTI2MTEwNTEyNDAwMFowGDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABCN4qwe5aJ7UXyj0yg30hEAaz2YvepaBlgQP
AQF9Dmi97LV66oQq3Kq3NNawUXZhHTK2zZVAiy4+fHD+XoZOVXqjXDBaMBgGA1Ud
EQQRMA+CDW90aGVyLmV4YW1wbGUwHQYDVR0OBBYEFNJf4AaSHUF0+4gXh/QtPvrV
c4r5MB8GA1UdIwQYMBaAFH6/0rr16xrBMWBxBA4P/bg4p5q+MAoGCCqGSM49BAMC
A0gAMEUCIGIXNwLwIpPfKkS464xdMGbzuH5JaJsSjO+D0mkZwcjkAiEA3I/kPdqh
DTEbwkZY8dpfSDP67mdJJqFymbK9/X9NKcA=
-----END CERTIFICATE-----`,
  },
  /** Not by the authority, for bank.example. */
  imposter: {
    key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLSLpHiF5XqVBaPwZ
4hCekuaDM+SvQa25aps6Xld2/M2hRANCAATnamhvGmoJePekygTvrV2Xae67mtIg
HgxjdrMmPEHUC6RZ2239GTPxndBNdnjrBXpAom5NLrmlx8iqHuGZRdnr
-----END PRIVATE KEY-----`,
    cert: `-----BEGIN CERTIFICATE-----
MIIBnjCCAUSgAwIBAgIUVF8HyVqGlrATalVDmycpnWGsZv4wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMYmFuay5leGFtcGxlMCAXDTI2MTEyOTEyNDAwMFoYDzIxMjYx
MTA1MTI0MDAwWjAXMRUwEwYDVQQDDAxiYW5rLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATnamhvGmoJePekygTvrV2Xae67mtIgHgxjdrMmPEHUC6RZ
2239GTPxndBNdnjrBXpAom5NLrmlx8iqHuGZRdnro2wwajAdBgNVHQ4EFgQU9c1b
DCTwJmBltLa20BQyEqs75g4wHwYDVR0jBBgwFoAU9c1bDCTwJmBltLa20BQyEqs7
5g4wDwYDVR0TAQH/BAUwAwEB/zAXBgNVHREEEDAOggxiYW5rLmV4YW1wbGUwCgYI
KoZIzj0EAwIDSAAwRQIgYMul3KemgEpyz31WYzRHQ1n9b6bOfsAQSffKA/erCP0C
IQCblq3NfjHwRUDo5F5RzAh54bvwLpRrHNfLHj7ZemuddQ==
-----END CERTIFICATE-----`,
  },
} as const;
