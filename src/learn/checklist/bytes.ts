// A payload consists of bytes. It can be decoded as text only after all of them have arrived. Chapter, 0.8.2.

import { frame } from '../client.js';
import { say } from '../language.js';
import { echoes, on_connections, type Trial } from './trial.js';

function payload(name: string, bytes: Uint8Array): Trial {
  return {
    point: 'bytes',
    name,
    diagnosis: 'takes-bytes-for-text',
    run: (server) => on_connections(server, [frame(bytes)], (client, whole) => echoes(server, client, [whole], name)),
  };
}

const letters = frame(Buffer.from('소켓'));

export const bytes: readonly Trial[] = [
  payload(
    say('all byte values', '바이트의 모든 값'),
    Uint8Array.from({ length: 256 }, (_, i) => i),
  ),
  payload(say('NUL bytes', 'NUL 바이트'), Buffer.from('A\0B\0\0C')),
  payload(say('bytes that are not UTF-8', 'UTF-8이 아닌 것'), Uint8Array.of(0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80)),
  payload(
    say('text with multi-byte characters', '한 글자가 여러 바이트인 텍스트'),
    Buffer.from('소켓은 바이트의 흐름이다'),
  ),
  {
    point: 'bytes',
    name: say('a multi-byte character cut in two', '가운데에서 잘린 글자'),
    diagnosis: 'takes-bytes-for-text',
    run: (server) =>
      on_connections(server, [5, 6, 8], (client, cut) =>
        echoes(server, client, [letters.subarray(0, cut), letters.subarray(cut)]),
      ),
  },
];
