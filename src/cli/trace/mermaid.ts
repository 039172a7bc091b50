import { ends_of, type Format, type FormatOptions, late } from './format.js';
import { in_order } from './merge.js';
import { bytes_of, type Call, is_partial } from './record.js';

/** A Mermaid sequence diagram: the data between the programs, and the other calls of each program. */
export function mermaid({ slow }: FormatOptions): Format {
  const calls: Call[] = [];
  return {
    call(call) {
      calls.push(call);
      return '';
    },
    end({ programs, waiting }) {
      const cast = new Cast(
        calls,
        programs.map(({ name }) => name),
      );
      const lines = in_order(calls).flatMap((call) => steps(call, cast, slow));
      const ends = waiting.map(({ program, begun }) => note(cast.of(program), `${begun} ... never returned`));
      const participants = cast.all.map(([id, name]) => `participant ${id} as ${safe(name)}`);
      return `sequenceDiagram\n${[...participants, ...lines, ...ends].map((line) => `  ${line}\n`).join('')}`;
    },
  };
}

/** The participants: the programs, and the peers that are not traced. */
class Cast {
  readonly all: Array<readonly [id: string, name: string]> = [];
  /** The program that each end of a connection belongs to. */
  readonly #owner = new Map<string, string>();

  constructor(calls: readonly Call[], programs: readonly string[]) {
    for (const name of programs) this.of(name);
    for (const { behind, program } of calls) {
      const ends = ends_of(behind);
      if (ends !== undefined) this.#owner.set(`${ends.self} ${ends.peer}`, program);
    }
  }

  /** The identifier of a participant. */
  of(name: string): string {
    const known = this.all.find(([, known]) => known === name);
    if (known !== undefined) return known[0];
    const id = `P${this.all.length + 1}`;
    this.all.push([id, name]);
    return id;
  }

  /** The other end of a call's connection. */
  peer({ behind }: Call): { readonly id: string; readonly traced: boolean } | undefined {
    const ends = ends_of(behind);
    if (ends === undefined) return undefined;
    const owner = this.#owner.get(`${ends.peer} ${ends.self}`);
    return { id: this.of(owner ?? ends.peer), traced: owner !== undefined };
  }
}

function steps(call: Call, cast: Cast, slow: number): string[] {
  const self = cast.of(call.program);
  const peer = cast.peer(call);
  const bytes = bytes_of(call);
  const said = late(call, slow);
  const took = said === undefined ? '' : `, ${said}`;
  if (peer !== undefined && bytes !== undefined && bytes > 0) {
    const what = `${call.name} ${bytes}${is_partial(call) ? ` of ${call.moved?.wanted}` : ''}`;
    const frames = call.moved?.frames === undefined ? '' : `: ${call.moved.frames.join(', ')}`;
    const text = safe(`${what}${frames}${took}`);
    if (call.moved?.direction === 'out') return [`${self}->>${peer.id}: ${text}`];
    return [peer.traced ? note(self, text, true) : `${peer.id}->>${self}: ${text}`];
  }
  const text = safe(`${short(call)} = ${call.returned}${took}`);
  if (peer !== undefined && call.name === 'connect') return [`${self}->>${peer.id}: ${text}`];
  if (peer !== undefined && call.name === 'close') return [`${self}--)${peer.id}: ${text}`];
  return [note(self, text, true)];
}

function short({ call }: Call): string {
  return call.length > 60 ? `${call.slice(0, 57)}...` : call;
}

function note(id: string, text: string, made_safe = false): string {
  return `Note over ${id}: ${made_safe ? text : safe(text)}`;
}

/** Escapes characters with a meaning in Mermaid as entities: `;` ends a statement, `#` begins an entity, `<` a tag. */
function safe(text: string): string {
  return text.replaceAll(/[#;<>\n\r]/g, (c) => `#${c.charCodeAt(0)};`);
}
