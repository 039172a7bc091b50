// What a trace writes is written whole, also where the reader is slow.
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { text as text_of } from 'node:stream/consumers';
import { close, O_CLOEXEC, O_NONBLOCK, pipe2, unwrap } from 'sys-socket';
import { expect, it } from 'vitest';
import { write_whole } from '../../src/observe/write.js';

it('waits while a pipe is full, and gives back any other error', async () => {
  const [from, into] = unwrap(pipe2(O_NONBLOCK | O_CLOEXEC));
  const reader = spawn('sh', ['-c', 'sleep 0.2; wc -c'], { stdio: [from, 'pipe', 'inherit'] });
  unwrap(close(from));
  const text = 'HELLO\n'.repeat(200_000);
  expect(write_whole(into, text)).toBeUndefined();
  closeSync(into);
  if (reader.stdout === null) throw new Error('it has a pipe');
  expect(Number(await text_of(reader.stdout))).toBe(text.length);
  expect(write_whole(into, text)).toMatchObject({ code: 'EBADF' });
});
