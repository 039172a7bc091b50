import { expect, it } from 'vitest';
import { proves_itself } from './kit.js';

const chunk = 16 * 1024;

proves_itself('slow-server', ({ right, twin }) => {
  it('sees a saw in the queue of the right one, and the twin by its memory alone', () => {
    const recv_q = (csv: string) =>
      csv
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((row) => Number(row.split(',')[3]));
    expect(right().file('events.csv')).toMatch(/^ms,accepted,done,recv_q,send_q\r\n/);
    const queue = recv_q(right().file('events.csv'));
    expect(queue.some((bytes) => bytes >= chunk)).toBe(true);
    expect(queue.some((bytes, i) => bytes > (queue[i - 1] ?? bytes))).toBe(true);
    expect(twin().verdict.diagnoses).toEqual(['queue-in-user-space']);
  });
});
