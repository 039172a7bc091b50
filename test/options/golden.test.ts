// Options of protocols that most kernels lack: their numbers and the bytes of their values, as the C compiler has them.
import * as sys from 'sys-socket';
import { type Codec, getsockopt, type SocketOption, setsockopt } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { option_of } from '../../src/codec/option.js';
import { cpp } from '../support/cpp.js';
import { open } from '../support/sockets.js';

interface Golden {
  readonly level: number;
  readonly option: number;
  readonly value: unknown;
  /** Declares `value`. */
  readonly c: string;
}

function golden<L, V>(level: sys.Level<L>, option: SocketOption<NoInfer<L>, V>, value: NoInfer<V>, c: string): Golden {
  return { level, option, value, c };
}

const { SOL_ALG, SOL_CAN_RAW, SOL_DCCP, SOL_TIPC, SOL_TLS, IPPROTO_SCTP } = sys;
const bytes = (length: number, first: number) => Uint8Array.from({ length }, (_, i) => first + i);
const crypto = (name: string, iv: number, key: number, salt: number) => `
  struct ${name} value = {}; value.info.version = TLS_1_3_VERSION;
  for (int i = 0; i < ${iv}; i++) value.iv[i] = 1 + i;
  for (int i = 0; i < ${key}; i++) value.key[i] = 30 + i;
  for (int i = 0; i < ${salt}; i++) value.salt[i] = 70 + i;
  for (int i = 0; i < 8; i++) value.rec_seq[i] = 90 + i;`;
const keys = (cipher_type: number, iv: number, key: number, salt: number) => ({
  version: sys.TLS_1_3_VERSION,
  cipher_type,
  iv: bytes(iv, 1),
  key: bytes(key, 30),
  salt: bytes(salt, 70),
  rec_seq: bytes(8, 90),
});

const table: Readonly<Record<string, Golden>> = {
  CAN_RAW_FILTER: golden(
    SOL_CAN_RAW,
    sys.CAN_RAW_FILTER,
    [
      { can_id: 0x123, can_mask: 0x7ff },
      { can_id: 1, can_mask: 3 },
    ],
    'can_filter value[] = {{0x123, 0x7ff}, {1, 3}};',
  ),
  CAN_RAW_ERR_FILTER: golden(SOL_CAN_RAW, sys.CAN_RAW_ERR_FILTER, 0x1fff_ffff, 'can_err_mask_t value = CAN_ERR_MASK;'),
  CAN_RAW_LOOPBACK: golden(SOL_CAN_RAW, sys.CAN_RAW_LOOPBACK, 1, 'int value = 1;'),
  CAN_RAW_RECV_OWN_MSGS: golden(SOL_CAN_RAW, sys.CAN_RAW_RECV_OWN_MSGS, 1, 'int value = 1;'),
  CAN_RAW_FD_FRAMES: golden(SOL_CAN_RAW, sys.CAN_RAW_FD_FRAMES, 1, 'int value = 1;'),
  CAN_RAW_JOIN_FILTERS: golden(SOL_CAN_RAW, sys.CAN_RAW_JOIN_FILTERS, 1, 'int value = 1;'),
  TIPC_IMPORTANCE: golden(
    SOL_TIPC,
    sys.TIPC_IMPORTANCE,
    sys.TIPC_HIGH_IMPORTANCE,
    '__u32 value = TIPC_HIGH_IMPORTANCE;',
  ),
  TIPC_SRC_DROPPABLE: golden(SOL_TIPC, sys.TIPC_SRC_DROPPABLE, 1, '__u32 value = 1;'),
  TIPC_DEST_DROPPABLE: golden(SOL_TIPC, sys.TIPC_DEST_DROPPABLE, 1, '__u32 value = 1;'),
  TIPC_CONN_TIMEOUT: golden(SOL_TIPC, sys.TIPC_CONN_TIMEOUT, 8000, '__u32 value = 8000;'),
  TIPC_NODE_RECVQ_DEPTH: golden(SOL_TIPC, sys.TIPC_NODE_RECVQ_DEPTH, 3, '__u32 value = 3;'),
  TIPC_SOCK_RECVQ_DEPTH: golden(SOL_TIPC, sys.TIPC_SOCK_RECVQ_DEPTH, 3, '__u32 value = 3;'),
  TIPC_SOCK_RECVQ_USED: golden(SOL_TIPC, sys.TIPC_SOCK_RECVQ_USED, 3, '__u32 value = 3;'),
  TIPC_NODELAY: golden(SOL_TIPC, sys.TIPC_NODELAY, 1, '__u32 value = 1;'),
  TIPC_GROUP_JOIN: golden(
    SOL_TIPC,
    sys.TIPC_GROUP_JOIN,
    { type: 4711, instance: 2, scope: sys.TIPC_CLUSTER_SCOPE, flags: sys.TIPC_GROUP_LOOPBACK },
    'tipc_group_req value = {4711, 2, TIPC_CLUSTER_SCOPE, TIPC_GROUP_LOOPBACK};',
  ),
  DCCP_SOCKOPT_SERVICE: golden(SOL_DCCP, sys.DCCP_SOCKOPT_SERVICE, 42, 'uint32_t value = htonl(42);'),
  DCCP_SOCKOPT_GET_CUR_MPS: golden(SOL_DCCP, sys.DCCP_SOCKOPT_GET_CUR_MPS, 1424, 'int value = 1424;'),
  DCCP_SOCKOPT_SERVER_TIMEWAIT: golden(SOL_DCCP, sys.DCCP_SOCKOPT_SERVER_TIMEWAIT, 1, 'int value = 1;'),
  DCCP_SOCKOPT_SEND_CSCOV: golden(SOL_DCCP, sys.DCCP_SOCKOPT_SEND_CSCOV, 2, 'int value = 2;'),
  DCCP_SOCKOPT_RECV_CSCOV: golden(SOL_DCCP, sys.DCCP_SOCKOPT_RECV_CSCOV, 2, 'int value = 2;'),
  DCCP_SOCKOPT_AVAILABLE_CCIDS: golden(
    SOL_DCCP,
    sys.DCCP_SOCKOPT_AVAILABLE_CCIDS,
    Uint8Array.of(2, 3),
    'unsigned char value[] = {2, 3};',
  ),
  DCCP_SOCKOPT_CCID: golden(SOL_DCCP, sys.DCCP_SOCKOPT_CCID, Uint8Array.of(3, 2), 'unsigned char value[] = {3, 2};'),
  DCCP_SOCKOPT_TX_CCID: golden(SOL_DCCP, sys.DCCP_SOCKOPT_TX_CCID, 2, 'int value = 2;'),
  DCCP_SOCKOPT_RX_CCID: golden(SOL_DCCP, sys.DCCP_SOCKOPT_RX_CCID, 2, 'int value = 2;'),
  DCCP_SOCKOPT_QPOLICY_ID: golden(SOL_DCCP, sys.DCCP_SOCKOPT_QPOLICY_ID, 1, 'int value = 1;'),
  DCCP_SOCKOPT_QPOLICY_TXQLEN: golden(SOL_DCCP, sys.DCCP_SOCKOPT_QPOLICY_TXQLEN, 5, 'int value = 5;'),
  SCTP_INITMSG: golden(
    IPPROTO_SCTP,
    sys.SCTP_INITMSG,
    { sinit_num_ostreams: 10, sinit_max_instreams: 20, sinit_max_attempts: 3, sinit_max_init_timeo: 4000 },
    'sctp_initmsg value = {10, 20, 3, 4000};',
  ),
  SCTP_RTOINFO: golden(
    IPPROTO_SCTP,
    sys.SCTP_RTOINFO,
    { srto_assoc_id: 0, srto_initial: 3000, srto_max: 60_000, srto_min: 1000 },
    'sctp_rtoinfo value = {0, 3000, 60000, 1000};',
  ),
  SCTP_NODELAY: golden(IPPROTO_SCTP, sys.SCTP_NODELAY, 1, 'int value = 1;'),
  SCTP_AUTOCLOSE: golden(IPPROTO_SCTP, sys.SCTP_AUTOCLOSE, 30, 'int value = 30;'),
  SCTP_DISABLE_FRAGMENTS: golden(IPPROTO_SCTP, sys.SCTP_DISABLE_FRAGMENTS, 1, 'int value = 1;'),
  SCTP_I_WANT_MAPPED_V4_ADDR: golden(IPPROTO_SCTP, sys.SCTP_I_WANT_MAPPED_V4_ADDR, 1, 'int value = 1;'),
  SCTP_FRAGMENT_INTERLEAVE: golden(IPPROTO_SCTP, sys.SCTP_FRAGMENT_INTERLEAVE, 2, 'int value = 2;'),
  SCTP_PARTIAL_DELIVERY_POINT: golden(IPPROTO_SCTP, sys.SCTP_PARTIAL_DELIVERY_POINT, 4096, '__u32 value = 4096;'),
  SCTP_RECVRCVINFO: golden(IPPROTO_SCTP, sys.SCTP_RECVRCVINFO, 1, 'int value = 1;'),
  SCTP_RECVNXTINFO: golden(IPPROTO_SCTP, sys.SCTP_RECVNXTINFO, 1, 'int value = 1;'),
  SCTP_REUSE_PORT: golden(IPPROTO_SCTP, sys.SCTP_REUSE_PORT, 1, 'int value = 1;'),
  ALG_SET_KEY: golden(SOL_ALG, sys.ALG_SET_KEY, Uint8Array.of(1, 2, 3), 'unsigned char value[] = {1, 2, 3};'),
  ALG_SET_DRBG_ENTROPY: golden(
    SOL_ALG,
    sys.ALG_SET_DRBG_ENTROPY,
    Uint8Array.of(1, 2),
    'unsigned char value[] = {1, 2};',
  ),
  ALG_SET_AEAD_AUTHSIZE: golden(SOL_ALG, sys.ALG_SET_AEAD_AUTHSIZE, 16, 'unsigned char value[16] = {};'),
  TLS_TX: golden(
    SOL_TLS,
    sys.TLS_TX,
    keys(sys.TLS_CIPHER_AES_GCM_128, 8, 16, 4),
    `${crypto('tls12_crypto_info_aes_gcm_128', 8, 16, 4)} value.info.cipher_type = TLS_CIPHER_AES_GCM_128;`,
  ),
  TLS_RX: golden(
    SOL_TLS,
    sys.TLS_RX,
    keys(sys.TLS_CIPHER_CHACHA20_POLY1305, 12, 32, 0),
    `${crypto('tls12_crypto_info_chacha20_poly1305', 12, 32, 0)} value.info.cipher_type = TLS_CIPHER_CHACHA20_POLY1305;`,
  ),
  TLS_TX_ZEROCOPY_RO: golden(SOL_TLS, sys.TLS_TX_ZEROCOPY_RO, 1, 'int value = 1;'),
  TLS_RX_EXPECT_NO_PAD: golden(SOL_TLS, sys.TLS_RX_EXPECT_NO_PAD, 1, 'int value = 1;'),
};

const printed = cpp(`
  #include <arpa/inet.h>
  #include <cstdint>
  #include <cstdio>
  #include <sys/socket.h>
  #include <linux/can.h>
  #include <linux/can/error.h>
  #include <linux/can/raw.h>
  #include <linux/dccp.h>
  #include <linux/if_alg.h>
  #include <linux/sctp.h>
  #include <linux/tipc.h>
  #include <linux/tls.h>
  template <class T> void print(const char* name, int number, const T& value) {
    std::printf("%s %d ", name, number);
    for (unsigned i = 0; i < sizeof value; i++) std::printf("%02x", reinterpret_cast<const unsigned char*>(&value)[i]);
    std::puts("");
  }
  int main() {
    ${Object.entries(table)
      .map(([name, { c }]) => `{ ${c} print("${name}", ${name}, value); }`)
      .join('\n')}
  }`);

describe('as C has it', () => {
  it.each(Object.entries(table))('%s', (name, { level, option, value }) => {
    const [, number, hex = ''] = new RegExp(`^${name} (\\d+) (\\w+)$`, 'm').exec(printed) ?? [];
    expect(option).toBe(Number(number));
    const codec: Codec<unknown> | undefined = option_of(level, option)?.codec;
    expect(codec?.decode(Uint8Array.from(Buffer.from(hex, 'hex')))).toEqual(value);
    expect(Buffer.from(codec?.encode(value, 'value') ?? []).toString('hex')).toBe(hex);
  });
});

it('options without a value are set with no bytes', () => {
  for (const option of [sys.TIPC_GROUP_LEAVE, sys.TIPC_MCAST_BROADCAST, sys.TIPC_MCAST_REPLICAST]) {
    expect(setsockopt(open(), SOL_TIPC, option, new Uint8Array())).toMatchObject({ ok: false });
  }
});

describe('keys of the wrong kind', () => {
  const fd = () => open();
  it('throw, and name the part', () => {
    const short = keys(sys.TLS_CIPHER_AES_GCM_256, 8, 16, 4);
    expect(() => setsockopt(fd(), SOL_TLS, sys.TLS_TX, short)).toThrow(
      new RangeError('setsockopt: optval.key must be 32 bytes, got 16'),
    );
    expect(() => setsockopt(fd(), SOL_TLS, sys.TLS_TX, { ...short, cipher_type: 9 })).toThrow(
      new RangeError('setsockopt: optval.cipher_type must be a TLS_CIPHER_ constant, got 9'),
    );
  });

  it('are refused by a socket without the protocol', () => {
    expect(getsockopt(fd(), SOL_TLS, sys.TLS_TX)).toMatchObject({ ok: false, error: { code: 'EOPNOTSUPP' } });
  });
});
