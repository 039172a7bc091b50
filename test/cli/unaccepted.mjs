// A connection to port 9000 that nobody accepts: 11 bytes wait in it while the command runs, whose status this ends with.
//
//   node unaccepted.mjs COMMAND...
import { spawnSync } from 'node:child_process';
import * as sys from '../../dist/index.js';

const [command, ...args] = process.argv.slice(2);
const address = sys.sockaddr_in('127.0.0.1', 9000);
const listener = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM | sys.SOCK_CLOEXEC, 0));
sys.unwrap(sys.bind(listener, address));
sys.unwrap(sys.listen(listener, 5));
const client = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM | sys.SOCK_CLOEXEC, 0));
sys.unwrap(sys.connect(client, address));
sys.unwrap(sys.send(client, Buffer.from('HELLO-WORLD'), 0));
process.exitCode = spawnSync(command, args, { stdio: 'inherit' }).status;
