// What can be done to the datagrams of a netlink answer.
import fc from 'fast-check';

const header = 16; // struct nlmsghdr
export const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Where messages begin. */
export function messages_at(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 0; at + header <= bytes.length; ) {
    places.push(at);
    at += Math.max(header, (view(bytes).getUint32(at, true) + 3) & ~3);
  }
  return places;
}

/** Where attributes may begin: each multiple of four at which there is a length that fits, and a small type. */
function attributes_at(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = header; at + 4 <= bytes.length; at += 4) {
    const [length, type] = [view(bytes).getUint16(at, true), view(bytes).getUint16(at + 2, true) & 0x3fff];
    if (length >= 4 && at + length <= bytes.length && type < 100) places.push(at);
  }
  return places;
}

export type Change = (datagrams: Uint8Array[]) => void;
const one_of = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(list.length, 1)];
const length = fc.oneof(fc.constantFrom(0, 1, 3, 4, 5, 15, 16, 17, 0x7fff, 0xffff, 0xffff_ffff), fc.nat(0xffff));

export const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(0, 4, 6, 8, 12), length).map(
    ([d, m, field, value]): Change =>
      (all) => {
        const datagram = one_of(all, d) ?? new Uint8Array(0);
        const at = (one_of(messages_at(datagram), m) ?? 0) + field;
        if (at + 4 > datagram.length) return;
        if (field === 4 || field === 6) view(datagram).setUint16(at, value, true);
        else view(datagram).setUint32(at, value, true);
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(0, 2), length).map(
    ([d, a, field, value]): Change =>
      (all) => {
        const datagram = one_of(all, d) ?? new Uint8Array(0);
        const at = one_of(attributes_at(datagram), a);
        if (at !== undefined) view(datagram).setUint16(at + field, value, true);
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.nat(255)).map(
    ([d, at, byte]): Change =>
      (all) => {
        const datagram = one_of(all, d) ?? new Uint8Array(0);
        if (datagram.length > 0) datagram[at % datagram.length] = byte;
      },
  ),
  fc.tuple(fc.nat(), fc.nat()).map(
    ([d, end]): Change =>
      (all) => {
        const datagram = one_of(all, d);
        if (datagram !== undefined) all[d % all.length] = datagram.slice(0, end % (datagram.length + 1));
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.nat()).map(
    ([d, from, to]): Change =>
      (all) => {
        const datagram = one_of(all, d) ?? new Uint8Array(0);
        datagram.copyWithin(to % (datagram.length + 1), from % (datagram.length + 1));
      },
  ),
  fc.tuple(fc.nat(), fc.nat()).map(
    ([d, to]): Change =>
      (all) => {
        all.splice(to % (all.length + 1), 0, (one_of(all, d) ?? new Uint8Array(0)).slice());
      },
  ),
  fc.nat().map(
    (d): Change =>
      (all) =>
        void all.splice(d % Math.max(all.length, 1), 1),
  ),
);

/** Writes into the first message of each datagram. */
const first_message =
  (write: (message: DataView, length: number) => void): Change =>
  (all) => {
    for (const datagram of all) if (datagram.length >= header) write(view(datagram), datagram.length);
  };
const length_of_message = (value: number) => first_message((message) => message.setUint32(0, value, true));

/** What was read wrongly, or for ever, before. Each is done to the answer of each question first. What a nightly seed finds is kept here too. */
export const findings: readonly Change[] = [
  // nlmsg_len: none, less than the header, not a multiple of four, more than there is.
  ...[0, 15, 17, 0x7fff_ffff, 0xffff_ffff].map(length_of_message),
  // rta_len of the first attribute behind any struct: none, less than its header, more than there is.
  ...[0, 3, 0xffff].map(
    (length): Change =>
      (all) => {
        for (const datagram of all) {
          for (const at of attributes_at(datagram)) view(datagram).setUint16(at, length, true);
        }
      },
  ),
  // A dump that changes whenever it is asked for: NLM_F_DUMP_INTR, 0x10.
  first_message((message) => message.setUint16(6, message.getUint16(6, true) | 0x10, true)),
  // A message that is cut in its header, or in its struct.
  ...[3, 15, 20].map(
    (length): Change =>
      (all) =>
        void all.splice(0, all.length, ...all.map((datagram) => datagram.slice(0, length))),
  ),
  // No end, no answer, and all of it twice.
  (all) => void all.pop(),
  (all) => void all.splice(0),
  (all) => void all.push(...all.map((datagram) => datagram.slice())),
];
