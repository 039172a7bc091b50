import { say } from '../language.js';
import { hello, type Subject } from './trial.js';

/**
 * Tests whether a client that stalls in the middle of a frame blocks the other clients. The result is only a remark. The others are blocked if
 * the server sleeps while one of them waits, or answers it only after it has ended the stalled connection.
 */
export async function a_stalled_client(server: Subject): Promise<string> {
  const stalled = await server.open();
  stalled.send(hello.subarray(0, 7));
  await server.reads(stalled);
  const other = await server.open();
  other.send(hello);
  const answered = await server.until(() => other.waiting >= hello.length || other.over);
  const meanwhile = answered === true && server.far_end(stalled)?.open === true;
  stalled.leave();
  other.leave();
  return meanwhile
    ? say(
        'a client that stalls in the middle of a frame does not block the others',
        '프레임 중간에 멈춘 클라이언트는 아무도 막지 않는다',
      )
    : say(
        'a client that stalls in the middle of a frame blocks the others: they wait for it, or for its deadline',
        '프레임 중간에 멈춘 클라이언트가 다른 클라이언트를 막는다. 모두 그 클라이언트나 데드라인을 기다린다',
      );
}
