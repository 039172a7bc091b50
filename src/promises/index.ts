export { type AcceptError, accept, accept4 } from './accept.js';
export { type ConnectError, connect } from './connect.js';
export { type ConnectionsOptions, connections } from './connections.js';
export { frames, type RecvFrameSoonError, recv_frame, send_frame } from './frame.js';
export { getaddrinfo } from './getaddrinfo.js';
export { type BoundSocket, type FromNet, from_net, type NotHandedOver, to_dgram, to_net } from './net.js';
export { type OnReady, type OnReadyOptions, on_ready, ready_events } from './on-ready.js';
export type { WaitOptions } from './options.js';
export type { Aborted, Blocking, Closed, SoonError, TimedOut, WaitCode, WaitError } from './outcome.js';
export { read, write } from './read.js';
export { readable, ready, writable } from './ready.js';
export { recv, recvfrom, recvmsg } from './recv.js';
export { send, sendmsg, sendto } from './send.js';
export { sendfile, splice } from './splice.js';
export {
  type RecvExactSoonError,
  type RecvmsgExactSoonError,
  recv_exact,
  recvmsg_exact,
  type SendAllSoonError,
  type StreamSoonOptions,
  send_all,
} from './stream.js';
export type { WatchCode } from './watch.js';
