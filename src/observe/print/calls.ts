import type { Call } from './call.js';
import { batch_calls } from './calls-batch.js';
import { file_calls } from './calls-file.js';
import { ioctl_calls } from './calls-ioctl.js';
import { ready_calls } from './calls-ready.js';
import { signal_calls } from './calls-signal.js';
import { socket_calls } from './calls-socket.js';
import { splice_calls } from './calls-splice.js';
import { transfer_calls } from './calls-transfer.js';

/** How strace prints the functions of the native table. What is not here makes no call that concerns descriptors. */
export const calls: Readonly<Record<string, Call>> = {
  ...socket_calls,
  ...transfer_calls,
  ...batch_calls,
  ...ready_calls,
  ...file_calls,
  ...ioctl_calls,
  ...splice_calls,
  ...signal_calls,
};
