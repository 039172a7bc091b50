import { received, sent } from './batch.js';
import type { Calls } from './call.js';
import { msg_flags } from './call-names.js';
import { pointer } from './quote.js';
import { at_least, bytes, bytes_or_null, int, or_null, word } from './takes.js';
import { timespec, timespec_size } from './time.js';
import { bits_of } from './xlat.js';

const flags_of = (flags: number) => bits_of(msg_flags, flags, 'MSG_???');

/** Many messages in one call. */
export const batch_calls: Calls<'sendmmsg' | 'recvmmsg'> = {
  sendmmsg: {
    blocks: true,
    takes: [int, bytes, bytes, bytes_or_null, bytes_or_null, int, int, word],
    print: (look, fd, messages, data, names, controls, first, vlen, flags) => [
      look.fd(fd),
      sent({ messages, data, names, controls }, first, vlen, look),
      String(vlen),
      flags_of(flags),
    ],
  },
  recvmmsg: {
    blocks: true,
    takes: [int, bytes, bytes, bytes_or_null, bytes_or_null, int, word, or_null(at_least(timespec_size))],
    print: (look, fd, messages, data, names, controls, vlen, flags, timeout) => {
      const before = timespec(timeout);
      return [
        look.fd(fd),
        (result) =>
          result < 0 ? pointer(messages) : received({ messages, data, names, controls }, vlen, result, look),
        String(vlen),
        flags_of(flags),
        before,
      ];
    },
    returned: (_, result, _fd, _messages, _data, _names, _controls, _vlen, _flags, timeout) => {
      if (result === 0) return '0 (Timeout)';
      return timeout === null ? String(result) : `${result} (left ${timespec(timeout)})`;
    },
  },
};
