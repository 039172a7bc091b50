import { AF_INET, close, connect, SOCK_STREAM, send, sockaddr_in, socket, unwrap } from 'sys-socket';

const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(connect(fd, sockaddr_in('127.0.0.1', Number(process.argv[2]))));
unwrap(send(fd, Buffer.from('hello\n')));
unwrap(close(fd));
