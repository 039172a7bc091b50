// `round-trip.cjs FILE` calls the addon in FILE as musl-host.c does, and says what it saw in the same words.
const native = require(process.argv[2]);

const [AF_UNIX, SOCK_STREAM] = [1, 1];
const hello = Buffer.from('hello');
const sv = new Int32Array(2);
console.log(`socketpair ${native.socketpair(AF_UNIX, SOCK_STREAM, 0, sv)}`);
const [a, b] = sv;
console.log(`send ${native.send(a, hello, 0)}`);
const buf = Buffer.alloc(16);
const received = native.recv(b, buf, 0);
console.log(`recv ${received} ${buf.toString('utf8', 0, received)}`);
console.log(`close ${native.close(a)} ${native.close(b)}`);
console.log(`send ${native.send(-1, hello, 0)}`);
try {
  native.close('3');
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
