import { describe, expect, it } from 'vitest';
import { ours, run } from '../support/servers.js';

describe.each(Object.entries(ours))('the echo %s', (name, command) => {
  it.each(['70000', '65536', '-1', '4294967376'])(
    'refuses port %s, of which libc would keep the last 16 bits',
    async (port) => {
      const { status, stderr } = await run([...command, '--host', '127.0.0.1', `--port=${port}`]);
      expect([status, stderr]).toEqual([1, `echo-${name}: no port has the number ${port}\n`]);
    },
  );
});
