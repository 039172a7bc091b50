// Where the fields of C's addresses are, for address.ts to read and sockaddr.ts to write.
import { layout, type StructLayout } from '../native.js';

export const storage = layout('sockaddr_storage');
const any = layout('sockaddr');
export const in4 = layout('sockaddr_in');
export const in6 = layout('sockaddr_in6');
export const un = layout('sockaddr_un');
export const nl = layout('sockaddr_nl');

function field(struct: StructLayout, name: string) {
  const found = struct.fields[name];
  if (found === undefined) throw new Error(`the binary has no field ${name}`);
  return found;
}

function offset(struct: StructLayout, name: string): number {
  return field(struct, name)[0] / 8;
}

export const sa_family = field(any, 'sa_family');
export const sin6_scope_id = field(in6, 'sin6_scope_id');
export const nl_pid = field(nl, 'nl_pid');
export const nl_groups = field(nl, 'nl_groups');

// Offsets. Ports and flow labels are big-endian, as DataView has them, whatever the machine is.
export const sin_port = offset(in4, 'sin_port');
export const sin_addr = offset(in4, 'sin_addr');
export const sin6_port = offset(in6, 'sin6_port');
export const sin6_flowinfo = offset(in6, 'sin6_flowinfo');
export const sin6_addr = offset(in6, 'sin6_addr');
export const sun_path = offset(un, 'sun_path');
