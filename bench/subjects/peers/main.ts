// A row of the micro table, or a round trip, with a peer, taking turns as bench/floor does.
//
//   node out/bench/subjects/peers/main.js PEER MODULE ROW ITERATIONS      the peer is imported from MODULE
//   node out/bench/subjects/peers/main.js PEER MODULE rows                the rows that it can do
//   node out/bench/subjects/peers/main.js PEER MODULE echo-server | echo-client PORT ITERATIONS SIZE
import { take_turns } from '../kit.js';
import { measure, serve } from './echo.js';
import { type Libc, rows_of } from './libc.js';

const [peer = '', path = '', row = '', ...rest] = process.argv.slice(2);
const module: { libc(peer: unknown): Libc } = await import(`./${peer}.js`);
const imported = path === '' ? {} : await import(path);
const libc = module.libc(imported.default ?? imported);
const rows = rows_of(libc);

if (row === 'rows') console.log(JSON.stringify(Object.keys(rows)));
else if (row === 'echo-server') serve(libc);
else if (row === 'echo-client') measure(libc, Number(rest[0]), Number(rest[1]), Number(rest[2]));
else run(Number(rest[0]));

function run(count: number): void {
  const step = rows[row]?.();
  if (step === undefined || !(count > 0)) throw new Error(`usage: main.js PEER MODULE ROW ITERATIONS: no row ${row}`);
  const loop = () => {
    for (let i = 0; i < count; i++) step();
  };
  for (let warm = 0; warm < 10; warm++) loop(); // until it runs as compiled code
  take_turns(() => {
    const start = performance.now();
    loop();
    return { ns: ((performance.now() - start) * 1e6) / count };
  });
}
