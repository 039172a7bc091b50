import { AF_NETLINK, is_sockaddr_nl, type SockAddr, sockaddr, sockaddr_in, sockaddr_nl } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { cpp } from '../support/cpp.js';

const golden = cpp(`
  #include <cstdio>
  #include <linux/netlink.h>
  #include <sys/socket.h>
  int main() {
    sockaddr_nl addr{};
    addr.nl_family = AF_NETLINK;
    addr.nl_pid = 0x12345678;
    addr.nl_groups = 0x80000011;
    for (auto* at = reinterpret_cast<unsigned char*>(&addr); at < reinterpret_cast<unsigned char*>(&addr + 1); ++at)
      std::printf("%02x", *at);
  }`);

describe('sockaddr_nl', () => {
  it('makes the bytes of C, and they are read as it was made', () => {
    const made = sockaddr_nl(0x1234_5678, 0x8000_0011);
    expect(Buffer.from(made.bytes).toString('hex')).toBe(golden);
    const read: SockAddr = sockaddr(Buffer.from(golden, 'hex'));
    expect(read).toMatchObject({ sa_family: AF_NETLINK, nl_pid: 0x1234_5678, nl_groups: 0x8000_0011, length: 12 });
    expect(is_sockaddr_nl(read)).toBe(true);
  });

  it('is the address of the kernel without arguments', () => {
    expect(sockaddr_nl()).toMatchObject({ nl_pid: 0, nl_groups: 0 });
    expect(String(sockaddr_nl())).toBe('netlink:0');
  });

  it('is told from other families, and from one that was cut off', () => {
    expect(is_sockaddr_nl(sockaddr_in('127.0.0.1', 1))).toBe(false);
    const cut = sockaddr(sockaddr_nl(1).bytes.subarray(0, 11));
    expect(is_sockaddr_nl(cut)).toBe(false);
    expect(cut.nl_pid).toBeUndefined();
  });

  it('throws for what does not fit', () => {
    expect(() => sockaddr_nl(-1)).toThrow(
      new RangeError('sockaddr_nl: pid must be an integer from 0 to 4294967295, got -1'),
    );
    expect(() => sockaddr_nl(0, 2 ** 32)).toThrow(RangeError);
    expect(() => Reflect.apply(sockaddr_nl, undefined, ['1'])).toThrow(TypeError);
  });
});
