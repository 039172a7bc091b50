import { clock, type Format, type FormatOptions } from './format.js';
import { bytes_of, type Call } from './record.js';

/**
 * The Trace Event Format of Chrome, which ui.perfetto.dev and chrome://tracing open: a complete event (`X`) for each call, and a counter
 * (`C`) of the bytes that each descriptor has moved. Times are in microseconds.
 */
export function perfetto({ slow }: FormatOptions): Format {
  const events: object[] = [];
  const calls: Call[] = [];
  return {
    call(call) {
      calls.push(call);
      return '';
    },
    end({ programs, waiting }) {
      const since = clock();
      for (const { at } of [...calls, ...waiting].sort((a, b) => a.at - b.at).slice(0, 1)) since(at);
      const totals = new Map<string, { sent: number; received: number }>();
      for (const { name, pid, args } of programs) {
        events.push({ name: 'process_name', ph: 'M', pid, args: { name: [name, ...args].join(' ') } });
      }
      for (const call of calls) {
        events.push(complete(call, since(call.at), slow));
        const counted = counter(call, since(call.at + call.duration), totals);
        if (counted !== undefined) events.push(counted);
      }
      for (const { begun, at, pid, tid, where } of waiting) {
        const name = begun.replace(/\(.*/s, '');
        events.push({ name, cat: 'call', ph: 'B', ts: since(at) * 1000, pid, tid, args: { begun, where } });
      }
      return `${JSON.stringify({ traceEvents: events, displayTimeUnit: 'ns' })}\n`;
    },
  };
}

function complete(call: Call, at: number, slow: number): object {
  const { name, duration, pid, tid, where, returned, behind, moved, code } = call;
  const cat = ['call', ...(code === undefined ? [] : ['error']), ...(duration >= slow ? ['slow'] : [])].join(',');
  const args = { call: call.call, returned, where, behind, frames: moved?.frames?.join(', ') };
  return { name, cat, ph: 'X', ts: at * 1000, dur: duration * 1000, pid, tid, args };
}

function counter(call: Call, at: number, totals: Map<string, { sent: number; received: number }>): object | undefined {
  const bytes = bytes_of(call);
  if (bytes === undefined) return undefined;
  const key = `${call.pid} ${call.fd}`;
  const total = totals.get(key) ?? { sent: 0, received: 0 };
  totals.set(key, total);
  total[call.moved?.direction === 'out' ? 'sent' : 'received'] += bytes;
  return { name: `fd ${call.fd} bytes`, ph: 'C', ts: at * 1000, pid: call.pid, args: { ...total } };
}
