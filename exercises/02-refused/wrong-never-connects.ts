import { AF_INET, close, SOCK_STREAM, socket, unwrap } from 'sys-socket';

const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
console.log('ECONNREFUSED');
unwrap(close(fd));
process.exit(2);
