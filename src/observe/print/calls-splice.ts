import { little_endian, view_of } from '../../codec/struct.js';
import type { Calls } from './call.js';
import { pointer } from './quote.js';
import { int, offset, place_or_null, word } from './takes.js';
import { bits_of, flags } from './xlat.js';

const splice_flags = flags('1 SPLICE_F_MOVE 2 SPLICE_F_NONBLOCK 4 SPLICE_F_MORE 8 SPLICE_F_GIFT');
const flags_of = (bits: number) => bits_of(splice_flags, bits, 'SPLICE_F_???');

/** C's size_t. */
const size = (count: number | bigint) => String(BigInt.asUintN(64, BigInt(count)));

function place(cell: Uint8Array | null): string {
  return cell === null ? pointer(cell) : `[${view_of(cell).getBigInt64(0, little_endian)}]`;
}

/** sendfile's place is printed unsigned, and once more when it has moved. */
function moving(cell: Uint8Array | null): string | ((result: number) => string) {
  if (cell === null) return pointer(cell);
  const read = () => view_of(cell).getBigUint64(0, little_endian);
  const before = read();
  return (result) => (result > 0 ? `[${before}] => [${read()}]` : `[${before}]`);
}

/** From descriptor to descriptor. */
export const splice_calls: Calls<'sendfile' | 'splice' | 'tee' | 'copy_file_range'> = {
  sendfile: {
    blocks: true,
    takes: [int, int, place_or_null, offset],
    print: (look, out_fd, in_fd, at, count) => [look.fd(out_fd), look.fd(in_fd), moving(at), size(count)],
  },
  splice: {
    blocks: true,
    takes: [int, place_or_null, int, place_or_null, offset, word],
    print: (look, fd_in, off_in, fd_out, off_out, len, bits) => [
      look.fd(fd_in),
      place(off_in),
      look.fd(fd_out),
      place(off_out),
      size(len),
      flags_of(bits),
    ],
  },
  tee: {
    blocks: true,
    takes: [int, int, offset, word],
    print: (look, fd_in, fd_out, len, bits) => [look.fd(fd_in), look.fd(fd_out), size(len), flags_of(bits)],
  },
  copy_file_range: {
    takes: [int, place_or_null, int, place_or_null, offset, word],
    print: (look, fd_in, off_in, fd_out, off_out, len, bits) => [
      look.fd(fd_in),
      place(off_in),
      look.fd(fd_out),
      place(off_out),
      size(len),
      String(bits >>> 0),
    ],
  },
};
