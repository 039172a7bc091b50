// Where the fields of C's addresses are. address.ts reads them; in.ts, in6.ts, nl.ts and un.ts write them.
import { field_of, layout, offset_of } from '../headers.js';

export const storage = layout('sockaddr_storage');
export const in4 = layout('sockaddr_in');
export const in6 = layout('sockaddr_in6');
export const un = layout('sockaddr_un');
export const nl = layout('sockaddr_nl');

export const sa_family = field_of('sockaddr', 'sa_family');
export const sin6_scope_id = field_of('sockaddr_in6', 'sin6_scope_id');
export const nl_pid = field_of('sockaddr_nl', 'nl_pid');
export const nl_groups = field_of('sockaddr_nl', 'nl_groups');

// Offsets in bytes. Ports and flow labels are big-endian on every machine, which is the default of DataView.
export const sin_port = offset_of('sockaddr_in', 'sin_port');
export const sin_addr = offset_of('sockaddr_in', 'sin_addr');
export const sin6_port = offset_of('sockaddr_in6', 'sin6_port');
export const sin6_flowinfo = offset_of('sockaddr_in6', 'sin6_flowinfo');
export const sin6_addr = offset_of('sockaddr_in6', 'sin6_addr');
export const sun_path = offset_of('sockaddr_un', 'sun_path');
