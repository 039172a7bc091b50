// The same capture by Wireshark's eyes, without the keys of the connections and with them.
import { spawnSync } from 'node:child_process';
import { tool } from '../kit/needs.js';
import { name_of_message } from './records.js';

export const tshark = tool('tshark');

/** What tshark can read of a port's conversations. */
export interface Dissected {
  /** The handshake messages, each once. */
  readonly messages: readonly string[];
  readonly servers: readonly string[];
  readonly protocols: readonly string[];
}

/** @param keys the file that Node wrote by --tls-keylog; without it tshark sees what anybody on the way does */
export function dissect(pcap: string, port: number, keys?: string): Dissected {
  const fields = ['handshake.type', 'handshake.extensions_server_name', 'handshake.extensions_alpn_str'];
  const decode = ['-d', `tcp.port==${port},tls`, ...(keys === undefined ? [] : ['-o', `tls.keylog_file:${keys}`])];
  const show = ['-Y', 'tls', '-T', 'fields', ...fields.flatMap((name) => ['-e', `tls.${name}`])];
  const ran = spawnSync('tshark', ['-r', pcap, ...decode, ...show], { encoding: 'utf8', timeout: 20_000 });
  if (ran.status !== 0) throw new Error(`tshark ended with ${ran.status}: ${ran.stderr}`);
  const lines = ran.stdout.split('\n').map((line) => line.split('\t'));
  const column = (i: number) => [...new Set(lines.flatMap((line) => (line[i] ? line[i].split(',') : [])))];
  const messages = column(0).map((type) => name_of_message(Number(type)));
  return { messages, servers: column(1), protocols: column(2) };
}
