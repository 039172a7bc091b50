import { expect, it } from 'vitest';
import { proves_itself } from './kit.js';

const chunk = 16 * 1024;

proves_itself('slow-server', ({ right, twin }) => {
  it('sees a saw in the queues of the right one, and nothing in those of the twin', () => {
    const recv_q = (csv: string) =>
      csv
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((row) => Number(row.split(',')[3]));
    expect(right().file('events.csv')).toMatch(/^ms,accepted,done,recv_q,send_q\r\n/);
    const queue = recv_q(right().file('events.csv'));
    expect(queue.filter((bytes) => bytes >= chunk).length).toBeGreaterThan(queue.length / 2);
    expect(queue.some((bytes, i) => bytes > (queue[i - 1] ?? bytes))).toBe(true);
    const none = recv_q(twin().file('events.csv'));
    expect(none.filter((bytes) => bytes === 0).length).toBeGreaterThan(none.length / 2);
  });
});
