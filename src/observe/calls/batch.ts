import { most_received, most_sent } from '../../structs/batch-layout.js';
import { msg_flags } from '../print/names/call.js';
import { pointer } from '../print/quote.js';
import { descriptors_of, received, sent } from '../print/structs/batch.js';
import { timespec, timespec_size } from '../print/structs/time.js';
import { bits_of } from '../print/xlat.js';
import { all_pieces, at_least, bytes, bytes_or_null, fd, int, or_null, word } from './accepts.js';
import type { SomeCalls } from './call.js';

const flags_of = (flags: number) => bits_of(msg_flags, flags, 'MSG_???');

/** Calls that transfer several messages. */
export const batch_calls = {
  sendmmsg: {
    page: 'sendmmsg(2)',
    classes: ['network'],
    waits: 'out',
    accepts: [fd, or_null(all_pieces), bytes, bytes, bytes_or_null, bytes_or_null, int, int, word],
    print: (options, fd, iov, messages, data, names, controls, first, vlen, flags) => [
      options.fd(fd),
      sent({ iov, messages, data, names, controls }, first, Math.min(vlen, most_sent), options),
      String(Math.min(vlen, most_sent)),
      flags_of(flags),
    ],
  },
  recvmmsg: {
    page: 'recvmmsg(2)',
    classes: ['network'],
    waits: 'in',
    accepts: [
      fd,
      or_null(all_pieces),
      bytes,
      bytes,
      bytes_or_null,
      bytes_or_null,
      int,
      word,
      or_null(at_least(timespec_size)),
    ],
    makes: (result, _fd, iov, messages, data, names, controls, vlen) =>
      descriptors_of({ iov, messages, data, names, controls }, Math.min(result, vlen)),
    print: (options, fd, iov, messages, data, names, controls, vlen, flags, timeout) => {
      const before = timespec(timeout);
      return [
        options.fd(fd),
        (result) =>
          result < 0 ? pointer(messages) : received({ iov, messages, data, names, controls }, vlen, result, options),
        String(Math.min(vlen, most_received)),
        flags_of(flags),
        before,
      ];
    },
    returned: (_, result, _fd, _iov, _messages, _data, _names, _controls, _vlen, _flags, timeout) => {
      if (result === 0) return '0 (Timeout)';
      return timeout === null ? String(result) : `${result} (left ${timespec(timeout)})`;
    },
  },
} satisfies SomeCalls;
