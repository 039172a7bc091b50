import { AF_INET, close, connect, SOCK_STREAM, send_all, sockaddr_in, socket, unwrap } from 'sys-socket';

/** The code is an error message, so it goes to stderr. */
const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
const connected = connect(fd, sockaddr_in('127.0.0.1', Number(process.argv[2])));
if (connected.ok) unwrap(send_all(fd, Buffer.from('hello\n')));
else console.error(connected.error.code);
unwrap(close(fd));
process.exit(connected.ok ? 0 : 2);
