import {
  ax25_protocols,
  bluetooth_protocols,
  caif_protocols,
  can_protocols,
  domains,
  inet_protocols,
  isdn_protocols,
  kcm_protocols,
  netlink_protocols,
  nfc_protocols,
  packet_protocols,
  phonet_protocols,
  smc_protocols,
  socket_flags,
  socket_types,
} from './names/socket.js';
import { bits_of, hex_long, type Names, name_of, unsigned_long } from './xlat.js';

const type_mask = 0xf;

/** The type of socket(2): `SOCK_STREAM|SOCK_CLOEXEC`. */
export function socket_type(bits: number): string {
  const type = socket_types.get(bits & type_mask);
  const flags = bits & ~type_mask;
  if (type === undefined) return bits_of(socket_flags, bits, 'SOCK_???');
  return flags === 0 ? type : `${type}|${bits_of(socket_flags, flags, 'SOCK_???')}`;
}

/** The protocols of a domain, and strace's placeholder for an unknown number. */
const protocols: ReadonlyMap<string, readonly [names: Names, unknown: string]> = new Map([
  ['AF_INET', [inet_protocols, 'IPPROTO_???']],
  ['AF_INET6', [inet_protocols, 'IPPROTO_???']],
  ['AF_NETLINK', [netlink_protocols, 'NETLINK_???']],
  ['AF_IRDA', [can_protocols, 'IRDAPROTO_???']], // as strace 6.1 has it
  ['AF_CAN', [can_protocols, 'CAN_???']],
  ['AF_BLUETOOTH', [bluetooth_protocols, 'BTPROTO_???']],
  ['AF_RXRPC', [domains, 'AF_???']],
  ['AF_ISDN', [isdn_protocols, 'ISDN_P_???']],
  ['AF_PHONET', [phonet_protocols, 'PN_PROTO_???']],
  ['AF_CAIF', [caif_protocols, 'CAIFPROTO_???']],
  ['AF_NFC', [nfc_protocols, 'NFC_SOCKPROTO_???']],
  ['AF_KCM', [kcm_protocols, 'KCMPROTO_???']],
  ['AF_SMC', [smc_protocols, 'SMCPROTO_???']],
]);

/** The protocol of socket(2): it depends on the domain. */
export function protocol(domain: number, number: number): string {
  const name = domains.get(domain) ?? '';
  if (name === 'AF_PACKET') return `htons(${name_of(packet_protocols, swapped(number), 'ETH_P_???')})`;
  if (name === 'AF_AX25') return `${hex_long(number)} /* ${ax25_protocols.get(number) ?? 'AX25_P_???'} */`;
  const known = protocols.get(name);
  return known === undefined ? unsigned_long(number) : name_of(known[0], number, known[1]);
}

/** ntohs: swaps the two bytes. */
function swapped(number: number): number {
  return ((number & 0xff) << 8) | ((number >> 8) & 0xff);
}
