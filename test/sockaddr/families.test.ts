import {
  as_sockaddr_alg,
  as_sockaddr_can,
  as_sockaddr_ll,
  as_sockaddr_tipc,
  as_sockaddr_vm,
  as_sockaddr_xdp,
  type SockAddr,
  sockaddr,
  sockaddr_alg,
  sockaddr_can,
  sockaddr_in,
  sockaddr_ll,
  sockaddr_tipc,
  sockaddr_vm,
  sockaddr_xdp,
  TIPC_NODE_SCOPE,
  XDP_COPY,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { cpp } from '../support/cpp.js';

/** What the compiler makes of each struct: a line of hex for each. */
const golden = Object.fromEntries(
  cpp(`
    #include <arpa/inet.h>
    #include <cstddef>
    #include <cstdio>
    #include <cstring>
    #include <sys/socket.h>
    #include <linux/can.h>
    #include <linux/if_alg.h>
    #include <linux/if_ether.h>
    #include <linux/if_packet.h>
    #include <linux/if_xdp.h>
    #include <linux/tipc.h>
    #include <linux/vm_sockets.h>

    static void print(const char* name, const void* start, std::size_t size) {
      std::printf("%s ", name);
      for (std::size_t i = 0; i < size; ++i) std::printf("%02x", static_cast<const unsigned char*>(start)[i]);
      std::printf("\\n");
    }

    int main() {
      sockaddr_ll ll{};
      ll.sll_family = AF_PACKET;
      ll.sll_protocol = htons(ETH_P_ARP);
      ll.sll_ifindex = 0x01020304;
      ll.sll_halen = 6;
      std::memcpy(ll.sll_addr, "\\x02\\x11\\x22\\x33\\x44\\x55", 6);
      print("ll", &ll, sizeof ll);
      ll.sll_hatype = 0x0304;
      ll.sll_pkttype = PACKET_OUTGOING;
      print("ll_received", &ll, offsetof(sockaddr_ll, sll_addr) + 6);

      sockaddr_vm vm{};
      vm.svm_family = AF_VSOCK;
      vm.svm_cid = VMADDR_CID_ANY;
      vm.svm_port = 0x12345678;
      vm.svm_flags = VMADDR_FLAG_TO_HOST;
      print("vm", &vm, sizeof vm);

      sockaddr_xdp xdp{};
      xdp.sxdp_family = AF_XDP;
      xdp.sxdp_flags = XDP_COPY;
      xdp.sxdp_ifindex = 0x01020304;
      xdp.sxdp_queue_id = 5;
      xdp.sxdp_shared_umem_fd = 6;
      print("xdp", &xdp, sizeof xdp);

      sockaddr_can can{};
      can.can_family = AF_CAN;
      can.can_ifindex = 7;
      print("can", &can, sizeof can);
      can.can_addr.tp.rx_id = 0x98765432;
      can.can_addr.tp.tx_id = 0x123;
      print("can_tp", &can, sizeof can);
      can.can_addr.j1939.name = 0xfedcba9876543210;
      can.can_addr.j1939.pgn = 0x12300;
      can.can_addr.j1939.addr = 0x80;
      print("can_j1939", &can, sizeof can);

      sockaddr_alg alg{};
      alg.salg_family = AF_ALG;
      std::strcpy(reinterpret_cast<char*>(alg.salg_type), "skcipher");
      std::strcpy(reinterpret_cast<char*>(alg.salg_name), "cbc(aes)");
      alg.salg_feat = 0x11223344;
      alg.salg_mask = 0x55667788;
      print("alg", &alg, sizeof alg);

      sockaddr_tipc tipc{};
      tipc.family = AF_TIPC;
      tipc.addrtype = TIPC_SOCKET_ADDR;
      tipc.addr.id.ref = 0x01020304;
      tipc.addr.id.node = 0x05060708;
      print("tipc_id", &tipc, sizeof tipc);
      tipc.addrtype = TIPC_SERVICE_ADDR;
      tipc.addr.name.name.type = 18888;
      tipc.addr.name.name.instance = 17;
      tipc.addr.name.domain = 0x1001001;
      print("tipc_name", &tipc, sizeof tipc);
      tipc.addrtype = TIPC_SERVICE_RANGE;
      tipc.scope = -TIPC_NODE_SCOPE;
      tipc.addr.nameseq = {18888, 1, 0xffffffff};
      print("tipc_nameseq", &tipc, sizeof tipc);
    }`)
    .trim()
    .split('\n')
    .map((line) => line.split(' ')),
);

const hex = (addr: SockAddr) => Buffer.from(addr.bytes).toString('hex');
const from = (name: string) => sockaddr(Buffer.from(golden[name] ?? '', 'hex'));
const mac = Uint8Array.of(0x02, 0x11, 0x22, 0x33, 0x44, 0x55);

describe('addresses have the bytes of C', () => {
  it.each([
    ['ll', sockaddr_ll(0x0806, 0x0102_0304, mac)],
    ['vm', sockaddr_vm(0xffff_ffff, 0x1234_5678, 1)],
    ['xdp', sockaddr_xdp(0x0102_0304, 5, XDP_COPY, 6)],
    ['can', sockaddr_can(7)],
    ['can_tp', sockaddr_can(7, { tp: { rx_id: 0x9876_5432, tx_id: 0x123 } })],
    ['can_j1939', sockaddr_can(7, { j1939: { name: 0xfedc_ba98_7654_3210n, pgn: 0x12300, addr: 0x80 } })],
    ['alg', sockaddr_alg('skcipher', 'cbc(aes)', 0x1122_3344, 0x5566_7788)],
    ['tipc_id', sockaddr_tipc({ id: { ref: 0x0102_0304, node: 0x0506_0708 } })],
    ['tipc_name', sockaddr_tipc({ name: { type: 18888, instance: 17 }, domain: 0x100_1001 })],
    ['tipc_nameseq', sockaddr_tipc({ nameseq: { type: 18888, lower: 1, upper: 0xffff_ffff } }, -TIPC_NODE_SCOPE)],
  ])('%s', (name, made) => {
    expect(hex(made)).toBe(golden[name]);
  });
});

describe('the bytes of C are read', () => {
  it('as a sockaddr_ll, which the kernel may end with the hardware address', () => {
    const expected = { sll_protocol: 0x0806, sll_ifindex: 0x0102_0304, sll_addr: mac };
    expect(as_sockaddr_ll(from('ll'))).toEqual({ ...expected, sll_hatype: 0, sll_pkttype: 0 });
    expect(as_sockaddr_ll(from('ll_received'))).toEqual({ ...expected, sll_hatype: 0x0304, sll_pkttype: 4 });
  });

  it('as a sockaddr_vm', () => {
    expect(as_sockaddr_vm(from('vm'))).toEqual({ svm_cid: 0xffff_ffff, svm_port: 0x1234_5678, svm_flags: 1 });
  });

  it('as a sockaddr_xdp', () => {
    const expected = { sxdp_flags: XDP_COPY, sxdp_ifindex: 0x0102_0304, sxdp_queue_id: 5, sxdp_shared_umem_fd: 6 };
    expect(as_sockaddr_xdp(from('xdp'))).toEqual(expected);
  });

  it('as a sockaddr_can, both sides of its union', () => {
    expect(as_sockaddr_can(from('can_tp'))).toMatchObject({
      can_ifindex: 7,
      can_addr: { tp: { rx_id: 0x9876_5432, tx_id: 0x123 } },
    });
    expect(as_sockaddr_can(from('can_j1939'))?.can_addr.j1939).toEqual({
      name: 0xfedc_ba98_7654_3210n,
      pgn: 0x12300,
      addr: 0x80,
    });
  });

  it('as a sockaddr_can that ends where CAN_RAW ends it: raw_getname()', () => {
    expect(as_sockaddr_can(sockaddr(from('can').bytes.subarray(0, 8)))).toEqual({
      can_ifindex: 7,
      can_addr: { tp: { rx_id: 0, tx_id: 0 }, j1939: { name: 0n, pgn: 0, addr: 0 } },
    });
  });

  it('as a sockaddr_alg', () => {
    expect(as_sockaddr_alg(from('alg'))).toEqual({
      salg_type: 'skcipher',
      salg_name: 'cbc(aes)',
      salg_feat: 0x1122_3344,
      salg_mask: 0x5566_7788,
    });
  });

  it('as a sockaddr_tipc, the side that its addrtype says', () => {
    expect(as_sockaddr_tipc(from('tipc_id'))).toEqual({ id: { ref: 0x0102_0304, node: 0x0506_0708 }, scope: 0 });
    expect(as_sockaddr_tipc(from('tipc_name'))).toEqual({
      name: { type: 18888, instance: 17 },
      domain: 0x100_1001,
      scope: 0,
    });
    expect(as_sockaddr_tipc(from('tipc_nameseq'))).toEqual({
      nameseq: { type: 18888, lower: 1, upper: 0xffff_ffff },
      scope: -TIPC_NODE_SCOPE,
    });
    const unknown = Buffer.from(golden.tipc_id ?? '', 'hex');
    unknown[2] = 99;
    expect(as_sockaddr_tipc(sockaddr(unknown))).toBeUndefined();
  });

  it('not when they are of another family, or cut off', () => {
    const casts = {
      ll: as_sockaddr_ll,
      vm: as_sockaddr_vm,
      xdp: as_sockaddr_xdp,
      can: as_sockaddr_can,
      alg: as_sockaddr_alg,
      tipc_id: as_sockaddr_tipc,
    };
    for (const [name, cast] of Object.entries(casts)) {
      expect(cast(sockaddr_in('127.0.0.1', 80))).toBeUndefined();
      expect(cast(sockaddr(from(name).bytes.subarray(0, 7)))).toBeUndefined();
      expect(cast(sockaddr(new Uint8Array(0)))).toBeUndefined();
      expect(() => Reflect.apply(cast, undefined, ['x'])).toThrow(TypeError);
    }
  });
});

describe('misuse throws', () => {
  it.each([
    ['a protocol over 16 bits', () => sockaddr_ll(0x1_0000, 1)],
    ['a hardware address over MAX_ADDR_LEN', () => sockaddr_ll(3, 1, new Uint8Array(33))],
    ['a cid over 32 bits', () => sockaddr_vm(2 ** 32, 1)],
    ['a negative queue', () => sockaddr_xdp(1, -1)],
    ['an identifier over 32 bits', () => sockaddr_can(1, { tp: { rx_id: 2 ** 32, tx_id: 0 } })],
    ['a NAME over 64 bits', () => sockaddr_can(1, { j1939: { name: 2n ** 64n, pgn: 0, addr: 0 } })],
    ['a type without room for its NUL', () => sockaddr_alg('x'.repeat(14), 'x')],
    ['a name longer than the kernel has', () => sockaddr_alg('hash', 'x'.repeat(128))],
    ['a scope over 8 bits', () => sockaddr_tipc({ id: { ref: 0, node: 0 } }, 200)],
    ['a half-open range', () => sockaddr_tipc({ nameseq: { type: 1, lower: 0, upper: 2 ** 32 } })],
  ])('%s: RangeError', (_what, call) => {
    expect(call).toThrow(RangeError);
  });

  it.each([
    ['text as a hardware address', () => Reflect.apply(sockaddr_ll, undefined, [3, 1, 'ff:ff'])],
    ['a name with a NUL', () => sockaddr_alg('hash', 'sha\u0000256')],
    ['no side of the union', () => Reflect.apply(sockaddr_tipc, undefined, [{}])],
    ['a string for a struct', () => Reflect.apply(sockaddr_can, undefined, [1, 'tp'])],
  ])('%s: TypeError', (_what, call) => {
    expect(call).toThrow(TypeError);
  });

  it('an algorithm of 64 to 127 bytes makes a sockaddr_alg_new, as long as the name and its NUL', () => {
    const long = 'x'.repeat(127);
    const made = sockaddr_alg('hash', long);
    expect(made.length).toBe(24 + 128);
    expect(as_sockaddr_alg(made)?.salg_name).toBe(long);
    expect(sockaddr_alg('hash', 'x'.repeat(63)).length).toBe(88);
  });
});
