import { createRequire } from 'node:module';

// `SYS_SOCKET_TRACE=1 node server.js` traces from the first call on. What that takes is loaded only then, and at once.
const wanted = process.env.SYS_SOCKET_TRACE;
if (wanted !== undefined && wanted !== '' && wanted !== '0') {
  const { trace_as }: typeof import('./environment.js') = createRequire(import.meta.url)('./environment.js');
  trace_as(wanted);
}
