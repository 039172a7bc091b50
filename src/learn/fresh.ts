// The files that `learn new` writes: a small exercise that passes `learn check`, as a template for a new one.

export const fresh_course = `${JSON.stringify(
  {
    format: 1,
    name: 'my-course',
    languages: ['en', 'ko'],
    chapters: [{ title: { en: 'First', ko: '첫 장' }, exercises: [] }],
  },
  null,
  2,
)}\n`;

const signature = `/** One byte of a stream; undefined at its end. */
export function next_byte(fd: Fd): number | undefined {`;

const head = `import { type Fd, recv, unwrap } from 'sys-socket';

${signature}
`;

/** The files of an exercise, by name. */
export const fresh_exercise: Readonly<Record<string, string>> = {
  'starter.ts': `${head}  throw new Error('TODO: recv one byte');
}
`,
  'solution.ts': `${head}  const room = new Uint8Array(1);
  return unwrap(recv(fd, room)) === 0 ? undefined : room[0];
}
`,
  'right-read.ts': `import { type Fd, read, unwrap } from 'sys-socket';

export function next_byte(fd: Fd): number | undefined {
  const room = Buffer.alloc(1);
  for (const byte of room.subarray(0, unwrap(read(fd, room)))) return byte;
  return undefined;
}
`,
  'wrong-takes-the-end-for-a-byte.ts': `${head}  const room = new Uint8Array(1);
  unwrap(recv(fd, room));
  return room[0];
}
`,
  'wrong-takes-what-is-not-yours.ts': `${head}  const room = new Uint8Array(16);
  return unwrap(recv(fd, room)) === 0 ? undefined : room[0];
}
`,
  'judge.ts': `import type { Fd } from 'sys-socket';
import { exercise, play, wrong } from 'sys-socket/learn';

export default exercise({
  section: '0.3',
  minutes: 5,
  pages: ['recv(2)'],
  async judge(bench) {
    const next_byte = await bench.load<(fd: Fd) => number | undefined>('next_byte');
    const run = await play(['AB'], next_byte);
    if (run.thrown !== undefined) throw run.thrown;
    if (run.received > 1 || run.returned !== 0x41) wrong('takes-what-is-not-yours', run);
    const end = await play([0], next_byte);
    if (end.returned !== undefined) wrong('takes-the-end-for-a-byte', end);
  },
});
`,
  'text.en.md': `# One byte

Fill in \`next_byte(fd)\`: it takes one byte out of the socket and returns it, or undefined when the stream has ended.

## 1
What does recv(2) return when no more bytes come?

## 2
How long must the buffer be, so that no more than one byte comes?

## 3
A buffer of one byte; 0 is the end; otherwise the byte is room[0].

## takes-the-end-for-a-byte
At the end of the stream there is no byte, but you return one.
→ recv(2), RETURN VALUE: 0

## takes-what-is-not-yours
You do not take exactly one byte.
→ recv(2): len
`,
  'text.ko.md': `# 한 바이트

\`next_byte(fd)\`를 채우라. 소켓에서 한 바이트를 꺼내 반환하고, 스트림이 끝났으면 undefined를 반환한다.

## 1
더 올 것이 없을 때 recv(2)는 무엇을 반환하는가?

## 2
한 바이트만 오게 하려면 버퍼가 얼마나 길어야 하는가?

## 3
한 바이트 버퍼. 0이면 끝, 아니면 room[0]이다.

## takes-the-end-for-a-byte
스트림의 끝에는 바이트가 없는데 하나를 반환한다.
→ recv(2), RETURN VALUE: 0

## takes-what-is-not-yours
정확히 한 바이트를 꺼내지 않는다.
→ recv(2): len
`,
};
