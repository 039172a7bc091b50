import { frame_header, recv, recv_frame_into, send_all, send_frame, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { allocations } from '../support/allocations.js';
import { fd, plays } from '../support/kernel.js';
import { pair } from '../support/sockets.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('recv_frame_into', () => {
  it('fills the memory that it is given, allocates none, and leaves what is behind', () => {
    const buffer = new Uint8Array(16).fill(0xee);
    const script = ['recv(7, 4, 0) = "\0\0\0\x05"', 'recv(7, 5, 0) = "HELLO"'];
    const receive = () => expect(plays(script, () => recv_frame_into(fd, buffer))).toEqual({ ok: true, value: 5 });
    receive();
    expect(allocations(receive)).toEqual([]);
    expect(text(buffer.subarray(0, 6))).toBe('HELLO\xee');
  });

  it('reads nothing of a payload that is longer', () => {
    const got = plays(['recv(7, 4, 0) = "\0\0\0\x11"'], () => recv_frame_into(fd, new Uint8Array(16)));
    expect(got).toMatchObject({ ok: false, error: { code: 'FRAME_TOO_LARGE', announced: 17, cap: 16, received: 4 } });
  });

  it('receives into the memory of this call, whatever the length and the memory of the one before', () => {
    const [a, b] = pair();
    const [one, other] = [Buffer.alloc(8), Buffer.alloc(8)];
    const into = (buffer: Buffer, payload: string) => {
      unwrap(send_frame(a, Buffer.from(payload)));
      return text(buffer.subarray(0, unwrap(recv_frame_into(b, buffer))));
    };
    expect([into(one, 'HELLO'), into(one, 'WORLD'), into(other, 'AGAIN'), into(other, 'ABC')]).toEqual([
      'HELLO',
      'WORLD',
      'AGAIN',
      'ABC',
    ]);
    expect([text(one), text(other)]).toEqual(['WORLD\0\0\0', 'ABCIN\0\0\0']);
  });

  it('receives into memory that shrank and grew again', () => {
    const [a, b] = pair();
    const memory = new ArrayBuffer(8, { maxByteLength: 8 });
    const buffer = new Uint8Array(memory);
    for (const payload of ['HELLO', 'WORLD']) {
      unwrap(send_frame(a, Buffer.from(payload)));
      expect([unwrap(recv_frame_into(b, buffer)), text(buffer)]).toEqual([5, `${payload}\0\0\0`]);
      memory.resize(0);
      unwrap(send_frame(a, Buffer.from(payload)));
      expect(recv_frame_into(b, buffer)).toMatchObject({ error: { code: 'FRAME_TOO_LARGE' } });
      expect(unwrap(recv(b, new Uint8Array(8)))).toBe(5);
      memory.resize(8);
    }
  });

  it('receives what send_frame and send_all sent', () => {
    const [a, b] = pair();
    unwrap(send_frame(a, Buffer.from('HELLO')));
    unwrap(send_all(a, Buffer.concat([frame_header(5), Buffer.from('WORLD')])));
    const buffer = new Uint8Array(5);
    expect([unwrap(recv_frame_into(b, buffer)), text(buffer)]).toEqual([5, 'HELLO']);
    expect([unwrap(recv_frame_into(b, buffer)), text(buffer)]).toEqual([5, 'WORLD']);
  });
});
