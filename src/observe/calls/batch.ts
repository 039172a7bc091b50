import { msg_flags } from '../print/names/call.js';
import { pointer } from '../print/quote.js';
import { descriptors_of, received, sent } from '../print/structs/batch.js';
import { timespec, timespec_size } from '../print/structs/time.js';
import { bits_of } from '../print/xlat.js';
import { at_least, bytes, bytes_or_null, fd, int, or_null, word } from './accepts.js';
import type { SomeCalls } from './call.js';

/** As many as the binding has the kernel send, and receive, in one call. */
const [most_sent, most_received] = [1024, 65_536];

const flags_of = (flags: number) => bits_of(msg_flags, flags, 'MSG_???');

/** Many messages in one call. */
export const batch_calls = {
  sendmmsg: {
    page: 'sendmmsg(2)',
    classes: ['network'],
    waits: 'out',
    accepts: [fd, bytes, bytes, bytes_or_null, bytes_or_null, int, int, word],
    print: (options, fd, messages, data, names, controls, first, vlen, flags) => [
      options.fd(fd),
      sent({ messages, data, names, controls }, first, Math.min(vlen, most_sent), options),
      String(Math.min(vlen, most_sent)),
      flags_of(flags),
    ],
  },
  recvmmsg: {
    page: 'recvmmsg(2)',
    classes: ['network'],
    waits: 'in',
    accepts: [fd, bytes, bytes, bytes_or_null, bytes_or_null, int, word, or_null(at_least(timespec_size))],
    makes: (result, _fd, messages, data, names, controls, vlen) =>
      descriptors_of({ messages, data, names, controls }, Math.min(result, vlen)),
    print: (options, fd, messages, data, names, controls, vlen, flags, timeout) => {
      const before = timespec(timeout);
      return [
        options.fd(fd),
        (result) =>
          result < 0 ? pointer(messages) : received({ messages, data, names, controls }, vlen, result, options),
        String(Math.min(vlen, most_received)),
        flags_of(flags),
        before,
      ];
    },
    returned: (_, result, _fd, _messages, _data, _names, _controls, _vlen, _flags, timeout) => {
      if (result === 0) return '0 (Timeout)';
      return timeout === null ? String(result) : `${result} (left ${timespec(timeout)})`;
    },
  },
} satisfies SomeCalls;
