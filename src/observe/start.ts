import { createRequire } from 'node:module';

// `SYS_SOCKET_TRACE=1 node server.js` traces from the first call on, SYS_SOCKET_FAULT disturbs from the first call on. What that
// takes is loaded only then, and at once.
const { SYS_SOCKET_TRACE, SYS_SOCKET_FAULT } = process.env;
const require = createRequire(import.meta.url);

if (wanted(SYS_SOCKET_FAULT)) {
  const { fault_as }: typeof import('./fault/environment.js') = require('./fault/environment.js');
  fault_as(SYS_SOCKET_FAULT);
}
if (wanted(SYS_SOCKET_TRACE)) {
  const { trace_as }: typeof import('./environment.js') = require('./environment.js');
  trace_as(SYS_SOCKET_TRACE);
}

function wanted(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text !== '0';
}
