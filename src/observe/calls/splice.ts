import { little_endian, view_of } from '../../codec/struct.js';
import { pointer } from '../print/quote.js';
import { bits_of, flags } from '../print/xlat.js';
import { fd, offset, place_or_null, word } from './accepts.js';
import type { SomeCalls } from './call.js';

const splice_flags = flags('1 SPLICE_F_MOVE 2 SPLICE_F_NONBLOCK 4 SPLICE_F_MORE 8 SPLICE_F_GIFT');
const flags_of = (bits: number) => bits_of(splice_flags, bits, 'SPLICE_F_???');

/** C's size_t. */
const size = (count: number | bigint) => String(BigInt.asUintN(64, BigInt(count)));

function place(cell: Uint8Array | null): string {
  return cell === null ? pointer(cell) : `[${view_of(cell).getBigInt64(0, little_endian)}]`;
}

/** The offset of sendfile(2) is printed as unsigned, and printed again after the call if bytes were moved. */
function moving(cell: Uint8Array | null): string | ((result: number) => string) {
  if (cell === null) return pointer(cell);
  const read = () => view_of(cell).getBigUint64(0, little_endian);
  const before = read();
  return (result) => (result > 0 ? `[${before}] => [${read()}]` : `[${before}]`);
}

/** Calls that move bytes from one descriptor to another. */
export const splice_calls = {
  sendfile: {
    page: 'sendfile(2)',
    classes: ['network', 'desc'],
    waits: 'out',
    accepts: [fd, fd, place_or_null, offset],
    print: (options, out_fd, in_fd, at, count) => [options.fd(out_fd), options.fd(in_fd), moving(at), size(count)],
  },
  splice: {
    page: 'splice(2)',
    classes: ['desc'],
    waits: 'out',
    accepts: [fd, place_or_null, fd, place_or_null, offset, word],
    print: (options, fd_in, off_in, fd_out, off_out, len, bits) => [
      options.fd(fd_in),
      place(off_in),
      options.fd(fd_out),
      place(off_out),
      size(len),
      flags_of(bits),
    ],
  },
  tee: {
    page: 'tee(2)',
    classes: ['desc'],
    waits: 'out',
    accepts: [fd, fd, offset, word],
    print: (options, fd_in, fd_out, len, bits) => [options.fd(fd_in), options.fd(fd_out), size(len), flags_of(bits)],
  },
  copy_file_range: {
    page: 'copy_file_range(2)',
    classes: ['desc'],
    accepts: [fd, place_or_null, fd, place_or_null, offset, word],
    print: (options, fd_in, off_in, fd_out, off_out, len, bits) => [
      options.fd(fd_in),
      place(off_in),
      options.fd(fd_out),
      place(off_out),
      size(len),
      String(bits >>> 0),
    ],
  },
} satisfies SomeCalls;
