import { AF_INET, connect, own, SOCK_STREAM, send_all, sockaddr_in, socket, unwrap } from 'sys-socket';

function talk(port: number): number {
  using conn = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  const connected = connect(conn.fd, sockaddr_in('127.0.0.1', port));
  if (!connected.ok) {
    console.log(`connect: ${connected.error.code}`);
    return 2;
  }
  unwrap(send_all(conn.fd, Buffer.from('hello\n')));
  return 0;
}

process.exit(talk(Number(process.argv[2])));
