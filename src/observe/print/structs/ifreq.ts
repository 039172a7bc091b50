import { layout, offset_of } from '../../../headers.js';
import { hardware_types, interface_flags } from '../names/address.js';
import type { PrintOptions } from '../options.js';
import { quote_text } from '../quote.js';
import { bits_of, name_of } from '../xlat.js';
import { Fields } from './fields.js';
import { sockaddr_at } from './sockaddr.js';

// struct ifreq of netdevice(7)

export const ifreq_size = layout('ifreq').size;
const name_size = 16;
const addr_size = 16;
const value = offset_of('ifreq', 'ifr_addr');

type Print = (at: Fields, options: PrintOptions) => string;

const addr = (at: Fields, options: PrintOptions) => sockaddr_at(at.bytes.subarray(value, value + addr_size), options);
const number = (at: Fields) => String(at.i32(value));

/** The field that each request fills in, and how it is printed. */
const answers: ReadonlyMap<string, readonly [field: string, print: Print]> = new Map([
  ['SIOCGIFINDEX', ['ifr_ifindex', number]],
  ['SIOCGIFFLAGS', ['ifr_flags', (at) => bits_of(interface_flags, at.u16(value), 'IFF_???')]],
  ['SIOCGIFMTU', ['ifr_mtu', number]],
  ['SIOCGIFMETRIC', ['ifr_metric', number]],
  ['SIOCGIFTXQLEN', ['ifr_qlen', number]],
  ['SIOCGIFADDR', ['ifr_addr', addr]],
  ['SIOCGIFDSTADDR', ['ifr_dstaddr', addr]],
  ['SIOCGIFBRDADDR', ['ifr_broadaddr', addr]],
  ['SIOCGIFNETMASK', ['ifr_netmask', addr]],
  ['SIOCGIFHWADDR', ['ifr_hwaddr', hwaddr]],
]);

/** `{ifr_name="lo", ifr_mtu=65536}`; without the second field if the call failed. */
export function ifreq(request: string, bytes: Uint8Array, answered: boolean, options: PrintOptions): string {
  const at = new Fields(bytes);
  if (request === 'SIOCGIFNAME') {
    const name = answered ? `, ifr_name=${if_name(bytes)}` : '';
    return `{ifr_ifindex=${number(at)}${name}}`;
  }
  const [field, print] = answers.get(request) ?? [];
  const answer = answered && print !== undefined ? `, ${field}=${print(at, options)}` : '';
  return `{ifr_name=${if_name(bytes)}${answer}}`;
}

/** `{ifr_name="lo", ifr_addr={...}}` of SIOCGIFCONF. */
export function listed_ifreq(bytes: Uint8Array, options: PrintOptions): string {
  return `{ifr_name=${if_name(bytes)}, ifr_addr=${addr(new Fields(bytes), options)}}`;
}

/** A name without a NUL in its 16 bytes is cut off after 15. */
function if_name(bytes: Uint8Array): string {
  const name = bytes.subarray(0, name_size);
  return name.includes(0) ? quote_text(name) : `${quote_text(name.subarray(0, name_size - 1))}...`;
}

function hwaddr(at: Fields): string {
  const family = name_of(hardware_types, at.u16(value), 'ARPHRD_???');
  const octets = Array.from(at.bytes.subarray(value + 2, value + 8), (byte) => byte.toString(16).padStart(2, '0'));
  return `{sa_family=${family}, sa_data=${octets.join(':')}}`;
}
