// Run with: npx sys-socket trace exercises/02-refused.ts -- PORT
import { AF_INET, close, connect, SOCK_STREAM, send, sockaddr_in, socket, unwrap } from 'sys-socket';

const port = Number(process.argv[2]);
const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));

// If a server listens there: send `hello\n`, and exit with status 0.
// If not: print the code, ECONNREFUSED, and exit with status 2. In both cases close the descriptor.
throw new Error('TODO: connect, and look at its result');
