// A length in a header is untrusted input: a server has a cap, and immediately ends a connection that announces more. Chapter, 0.3.3.

import { header } from '../client.js';
import { say } from '../language.js';
import { open_sockets, peak_memory } from '../process.js';
import type { Diagnosis } from './diagnoses.js';
import { Fault } from './fault.js';
import { closes_all, type Subject, serves_the_next, shown, type Trial } from './trial.js';

/** Announces lengths that no server should accept. */
function announces(name: string, diagnosis: Diagnosis, lengths: readonly number[]): Trial {
  return {
    point: 'cap',
    name,
    diagnosis,
    async run(server) {
      await server.rests();
      const sockets = open_sockets(server.pid);
      for (const length of lengths) {
        const before = peak_memory(server.pid);
        await refuses(server, length);
        const grown = peak_memory(server.pid) - before;
        if (grown < 0.9 * length || server.status() !== undefined) continue;
        throw new Fault(
          'allocates-before-it-checks',
          announced(length),
          say(
            `the connection was closed, but ${gibibytes(grown)} had been mapped (VmPeak in /proc/${server.pid}/status)`,
            `연결은 끝났지만, 그 전에 ${gibibytes(grown)}가 매핑되었다(/proc/${server.pid}/status의 VmPeak)`,
          ),
        );
      }
      await closes_all(
        server,
        sockets,
        say(`${name}, ${lengths.length} clients`, `${name}, 클라이언트 ${lengths.length}`),
      );
      await serves_the_next(server, announced(lengths.at(-1) ?? 0));
    },
  };
}

async function refuses(server: Subject, length: number): Promise<void> {
  const client = await server.open();
  client.send(header(length));
  await server.reads(client);
  // A server with a cap closes the connection before it sleeps again. A server that sleeps is waiting for the bytes, even if it has a deadline.
  await server.rests();
  if (client.waiting > 0) {
    throw new Fault(
      undefined,
      announced(length),
      say(`${client.waiting} bytes came back`, `${client.waiting}바이트가 돌아왔다`),
    );
  }
  if (server.far_end(client)?.open) {
    throw new Fault(
      undefined,
      announced(length),
      say(
        'the connection stays open: the server waits for that many bytes',
        '연결이 열려 있다. 서버는 그만큼을 기다린다',
      ),
    );
  }
  client.leave();
}

function announced(length: number): string {
  return say(`${shown([header(length)])}: a length of ${length}`, `${shown([header(length)])}: 길이 ${length}`);
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

export const cap: readonly Trial[] = [
  announces(say('a length of 1 GiB or more', '1 GiB 이상을 예고'), 'believes-any-length', [0x4000_0000, 0x7fff_ffff]),
  announces(
    say('a length that is negative as a signed number', '부호 있는 수로는 음수인 길이를 예고'),
    'negative-length',
    [0x8000_0000, 0xffff_ffff],
  ),
];
