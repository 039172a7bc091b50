// Loaded by each process of vitest in a run of scripts/coverage.sh. Programs that tests start write what V8 counted to the folder; the process of
// vitest itself must not, since vitest asks V8 for its counts, which resets them.
import { join } from 'node:path';

const folder = process.env.SYS_SOCKET_COVERAGE ?? '';
process.env.NODE_V8_COVERAGE = join(folder, 'v8');
// gcov adds to the file of the process before. One that is killed meanwhile spoils the file: it may be that of the programs of one test file.
process.env.GCOV_PREFIX = join(folder, `gcov/${process.pid}-programs`);
// gcov writes what it counted when a process exits by itself. vitest ends its processes by this signal, and has another function in place of
// process.exit.
if (process.listenerCount('SIGTERM') === 0) {
  process.once('SIGTERM', () => {
    process.env.GCOV_PREFIX = join(folder, `gcov/${process.pid}`);
    Reflect.get(process, 'reallyExit')(0);
  });
  // vitest first removes its listeners. A process that has nothing else would end by itself, and the signal would come while it writes.
  setInterval(() => {}, 2 ** 30);
}
