// The kernel is played: what it answers seldom, and what others might.
import {
  AF_NETLINK,
  AF_UNIX,
  MSG_TRUNC,
  NLM_F_DUMP_INTR,
  NLM_F_MULTI,
  NLMSG_DONE,
  NLMSG_ERROR,
  SOCK_DIAG_BY_FAMILY,
  sock_diag,
  sockaddr_nl,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { constant } from '../../src/headers.js';
import { interpose } from '../../src/native.js';
import { encode_nlattr, encode_nlmsg, nlattrs, nlmsgs } from '../../src/netlink/nlmsghdr.js';
import { ok, refused } from '../sys/kit.js';

/** What is received in place of an answer, by the number of the question: a message, or an errno. */
type Answer = (seq: number, asked: number) => ReadonlyArray<Uint8Array | number>;

interface Played {
  readonly result: unknown;
  /** How often it was asked. */
  readonly asked: number;
  /** The length of each buffer that was received into. */
  readonly room: readonly number[];
}

/** Asks for unix sockets a kernel that answers so; `from` is the port id of who answers. */
function play(answer: Answer, from: (at: number) => number = () => 0): Played {
  let asked = 0;
  const room: number[] = [];
  let queue: Array<Uint8Array | number> = [];
  const restore = interpose(() => ({
    socket: () => 9,
    close: () => 0,
    sendto: (_fd, message) => {
      const [{ nlmsg_seq = 0 } = {}] = nlmsgs(message);
      asked++;
      queue = [...answer(nlmsg_seq, asked)];
      return message.length;
    },
    recvfrom: (_fd, buffer, flags, cell) => {
      expect(flags & MSG_TRUNC).toBe(MSG_TRUNC);
      const next = queue.shift() ?? -constant('EAGAIN');
      if (typeof next === 'number') return next;
      room.push(buffer.length);
      const addr = sockaddr_nl(from(room.length)).bytes;
      new Uint32Array(cell?.buffer ?? new ArrayBuffer(4), 0, 1)[0] = addr.length;
      cell?.set(addr, 4);
      buffer.set(next.subarray(0, buffer.length));
      return next.length;
    },
  }));
  try {
    return { result: sock_diag({ family: AF_UNIX }), asked, room };
  } finally {
    restore();
  }
}

/** struct unix_diag_msg of a socket with this inode, and its cookie. */
function row(inode: number): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.set([AF_UNIX, 1, 7]);
  bytes.writeUInt32LE(inode, 4);
  bytes.writeUInt32LE(inode, 8);
  return bytes;
}

const int32 = (number: number) => new Uint8Array(Int32Array.of(number).buffer);
const tell = (seq: number, inode: number, flags = 0) =>
  encode_nlmsg(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI | flags, seq, row(inode));
const done = (seq: number, error = 0) => encode_nlmsg(NLMSG_DONE, NLM_F_MULTI, seq, int32(error));
const inodes = (...numbers: number[]) => ok(numbers.map((inode) => expect.objectContaining({ inode })));

describe('an answer', () => {
  it('ends with NLMSG_DONE, in whatever pieces it comes', () => {
    const together = play((seq) => [Buffer.concat([tell(seq, 1), tell(seq, 2), done(seq)])]);
    expect(together.result).toEqual(inodes(1, 2));
    expect(play((seq) => [tell(seq, 1), tell(seq, 2), done(seq)]).result).toEqual(inodes(1, 2));
  });

  it('of one message, which is not NLM_F_MULTI, ends with it', () => {
    const single = play((seq) => [encode_nlmsg(SOCK_DIAG_BY_FAMILY, 0, seq, row(5)), tell(seq, 6)]);
    expect(single.result).toEqual(inodes(5));
  });

  it('that changed while it was given is asked for again, and only the last one counts', () => {
    const { result, asked } = play((seq, asked) => [
      tell(seq, asked),
      tell(seq, 9, asked < 3 ? NLM_F_DUMP_INTR : 0),
      done(seq),
    ]);
    expect(asked).toBe(3);
    expect(result).toEqual(inodes(3, 9));
  });

  it('that changes always is EINTR after ten times', () => {
    const { result, asked } = play((seq) => [tell(seq, 1, NLM_F_DUMP_INTR), done(seq)]);
    expect(asked).toBe(10);
    expect(result).toEqual(refused('sock_diag', 'EINTR'));
  });

  it('that does not fit is asked for again, with room for it', () => {
    const long = (seq: number) => {
      const padding = encode_nlattr(99, new Uint8Array(40_000));
      return encode_nlmsg(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, seq, Buffer.concat([row(1), padding]));
    };
    const { result, asked, room } = play((seq) => [Buffer.concat([long(seq), done(seq)])]);
    expect(asked).toBe(2);
    expect(room).toEqual([32_768, 16 + 16 + 4 + 40_000 + 20]);
    expect(result).toEqual(
      ok([expect.objectContaining({ inode: 1, attributes: new Map([[99, new Uint8Array(40_000)]]) })]),
    );
  });

  it('with an error is refused: as NLMSG_ERROR, and in NLMSG_DONE', () => {
    const error = (seq: number, number: number) => encode_nlmsg(NLMSG_ERROR, 0, seq, int32(number));
    expect(play((seq) => [error(seq, -constant('EINVAL'))]).result).toEqual(refused('sock_diag', 'EINVAL'));
    expect(play((seq) => [tell(seq, 1), done(seq, -constant('EPERM'))]).result).toEqual(refused('sock_diag', 'EPERM'));
    expect(play((seq) => [error(seq, 0)]).result).toEqual(inodes());
    expect(play(() => [-constant('ENOBUFS')]).result).toEqual(refused('recvfrom', 'ENOBUFS'));
  });

  it('to another question is passed over', () => {
    const { result } = play((seq) => [
      tell(seq - 1, 1),
      done(seq - 1),
      Buffer.concat([tell(seq + 1, 2), tell(seq, 3)]),
      done(seq),
    ]);
    expect(result).toEqual(inodes(3));
  });

  it('of another process is passed over', () => {
    const { result } = play(
      (seq) => [tell(seq, 1), tell(seq, 2), done(seq)],
      (at) => (at === 1 ? 4242 : 0),
    );
    expect(result).toEqual(inodes(2));
  });

  it('whose lengths are impossible does no harm', () => {
    const broken = (seq: number, length: number) => {
      const message = Buffer.from(tell(seq, 1));
      message.writeUInt32LE(length, 0);
      return message;
    };
    for (const length of [0, 15, 17, 0xffff_ffff]) {
      expect(play((seq) => [broken(seq, length), done(seq)]).result).toEqual(inodes());
    }
    const short = play((seq) => [
      encode_nlmsg(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, seq, row(1).subarray(0, 15)),
      done(seq),
    ]);
    expect(short.result).toEqual(inodes());
    expect(play(() => [new Uint8Array(0), new Uint8Array(3)]).result).toEqual(refused('recvfrom', 'EAGAIN'));
  });

  it('that tells twice of one socket is one row', () => {
    expect(play((seq) => [tell(seq, 1), tell(seq, 1), tell(seq, 2), done(seq)]).result).toEqual(inodes(1, 2));
  });
});

describe('attributes', () => {
  it('are padded to four bytes, and end where their lengths become impossible', () => {
    const bytes = Buffer.concat([encode_nlattr(1, Uint8Array.of(7)), encode_nlattr(2, Uint8Array.of(1, 2, 3, 4, 5))]);
    expect(bytes).toHaveLength(8 + 12);
    expect([...nlattrs(bytes)]).toEqual([[1, Uint8Array.of(7)], [2, Uint8Array.of(1, 2, 3, 4, 5)]]); // biome-ignore format: a list
    expect([...nlattrs(bytes.subarray(0, 12)).keys()]).toEqual([1]);
    for (const length of [0, 3, 14]) {
      const broken = Buffer.from(bytes);
      broken.writeUInt16LE(length, 8);
      expect([...nlattrs(broken).keys()]).toEqual([1]);
    }
  });

  it('lose the bits that say how they are made: NLA_F_NESTED, NLA_F_NET_BYTEORDER', () => {
    expect([...nlattrs(encode_nlattr(0xc005, new Uint8Array(0))).keys()]).toEqual([5]);
  });
});

it('the socket is of AF_NETLINK, and closed again', () => {
  const calls: string[] = [];
  const restore = interpose((below) => ({
    socket: (domain, type, protocol) => {
      calls.push(`socket ${domain === AF_NETLINK}`);
      return below.socket(domain, type, protocol);
    },
    sendto: () => -constant('ENOBUFS'),
    close: (fd) => {
      calls.push('close');
      return below.close(fd);
    },
  }));
  try {
    expect(sock_diag({ family: AF_UNIX })).toEqual(refused('sendto', 'ENOBUFS'));
  } finally {
    restore();
  }
  expect(calls).toEqual(['socket true', 'close']);
});
