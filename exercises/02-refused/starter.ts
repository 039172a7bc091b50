// Run with: npx sys-socket trace exercises/02-refused.ts -- PORT
import { AF_INET, close, connect, SOCK_STREAM, send, sockaddr_in, socket, unwrap } from 'sys-socket';

const port = Number(process.argv[2]);
const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));

// When somebody listens there: send `hello\n`, and end with status 0.
// When nobody does: print the code, ECONNREFUSED, and end with status 2. In both cases the descriptor is closed.
throw new Error('TODO: connect, and look at what it says');
