import { expect, it } from 'vitest';
import { namespace, tool } from '../../labs/kit/needs.js';
import { no_strace } from '../support/strace.js';
import { proves_itself } from './kit.js';

const lacking = [namespace, tool('openssl', 'openssl', 'version')].find((need) => need.missing());
const tshark = tool('tshark');
const no_tshark = tshark.missing() ? ` (no tshark: ${tshark.install})` : '';

if (lacking !== undefined) it.skip(`the lab tls (no ${lacking.what}: ${lacking.install})`);
else {
  proves_itself('tls', ({ right, twin }) => {
    it('finds the twin out by what can be read, and by how often its client waits; by nothing else', () => {
      const diagnoses = ['certificate-in-clear', 'one-more-round-trip'];
      expect([...twin().verdict.diagnoses].sort()).toEqual(diagnoses);
      expect(twin().stdout).toMatch(/ClientHello, .*ServerHello, Certificate/);
    });

    it('leaves the keys of the connections, and not the key of the server', () => {
      expect(right().files).toContain('keys.log');
      expect(right().file('keys.log')).toMatch(/^CLIENT_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]+ [0-9a-f]+$/m);
      expect(right().files).not.toContain('key.pem');
    });

    it('tells of each record who sent it, and whether it can be read', () => {
      const [header, ...rows] = right().file('events.csv').trimEnd().split('\r\n');
      expect(header).toBe('connection,from,type,length,readable');
      const readable = rows.filter((row) => row.startsWith('0,') && row.endsWith(',1'));
      expect(readable.filter((row) => row.includes(',Handshake,'))).toHaveLength(2);
      expect(rows.filter((row) => row.includes(',ApplicationData,') && row.endsWith(',1'))).toEqual([]);
    });

    it.skipIf(no_strace)(`shows Node's own calls to strace${no_strace ? ` (${no_strace})` : ''}`, () => {
      expect(right().file('program.strace')).toMatch(/write\(\d+, "\\26\\3\\1/); // a record of a handshake: 22, 3, 1
    });

    it.skipIf(no_tshark)(`has tshark read the certificate by the keys alone${no_tshark}`, () => {
      const told = right().verdict.checks.map(({ measured }) => measured);
      expect(told).toContain('ClientHello, ServerHello; lab.example; line/1');
      expect(told.some((text) => /EncryptedExtensions, Certificate, CertificateVerify/.test(text))).toBe(true);
    });
  });
}
