import {
  AF_INET,
  as_fd,
  close,
  EINTR,
  F_GETFD,
  fcntl,
  type OwnedFd,
  own,
  SOCK_STREAM,
  socket,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interpose } from '../../src/native.js';
import { closing, open_fds } from '../support/sockets.js';

function owned(): OwnedFd {
  return own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
}

/** The descriptors that are closed from here to the end of the test, in order. */
function watch_close(result?: number): number[] {
  const closed: number[] = [];
  onTestFinished(
    interpose((below) => ({
      close: (fd) => {
        closed.push(fd);
        const returned = below.close(fd);
        return result ?? returned;
      },
    })),
  );
  return closed;
}

describe('using conn = own(fd)', () => {
  it('closes once, at the end of the scope', () => {
    const closed = watch_close();
    let number = -1;
    {
      using conn = owned();
      number = conn.fd;
      expect(closed).toEqual([]);
    }
    expect(closed).toEqual([number]);
    expect(fcntl(as_fd(number), F_GETFD)).toMatchObject({ ok: false, error: { code: 'EBADF' } });
  });

  it('closes when the scope is left by a throw', () => {
    const closed = watch_close();
    expect(() => {
      using _conn = owned();
      throw new Error('in the middle');
    }).toThrow('in the middle');
    expect(closed).toHaveLength(1);
  });

  it('closes when the scope is left by a return, the last one first', () => {
    const closed = watch_close();
    const [first, second] = (() => {
      using a = owned();
      using b = owned();
      return [a.fd, b.fd];
    })();
    expect(closed).toEqual([second, first]);
  });

  it('closes nothing that was closed before', () => {
    const closed = watch_close();
    {
      using conn = owned();
      expect(conn.close()).toEqual({ ok: true, value: 0 });
    }
    expect(closed).toHaveLength(1);
  });

  it('closes nothing that was released', () => {
    const closed = watch_close();
    let released = as_fd(0);
    {
      using conn = owned();
      released = closing(conn.release());
    }
    expect(closed).toEqual([]);
    expect(fcntl(released, F_GETFD)).toEqual({ ok: true, value: 0 });
  });

  it('keeps no descriptor', () => {
    const before = open_fds();
    for (let i = 0; i < 1000; i++) {
      using conn = owned();
      expect(conn.fd).toBeGreaterThan(2);
    }
    expect(open_fds()).toBe(before);
  });
});

describe('own(fd)', () => {
  it('gives the descriptor only while it holds it', () => {
    const conn = owned();
    const { fd } = conn;
    unwrap(conn.close());
    const gone = `fd ${fd} was already closed or released`;
    expect(() => conn.fd).toThrow(gone);
    expect(() => conn.release()).toThrow(gone);
  });

  it('throws on a second close, which in C would close a stranger', () => {
    const conn = owned();
    unwrap(conn.close());
    const closed = watch_close();
    expect(() => conn.close()).toThrow('was already closed or released');
    expect(closed).toEqual([]);
  });

  it('never closes again, whatever close(2) says: after EINTR the descriptor is gone', () => {
    const conn = owned();
    const closed = watch_close(-EINTR);
    expect(conn.close()).toMatchObject({ ok: false, error: { syscall: 'close', code: 'EINTR' } });
    conn[Symbol.dispose]();
    expect(closed).toHaveLength(1);
  });

  it('reports EBADF when somebody closed the descriptor behind its back', () => {
    const conn = owned();
    unwrap(close(conn.fd));
    expect(conn.close()).toMatchObject({ ok: false, error: { code: 'EBADF' } });
  });

  it.each([-1, 1.5, 2 ** 31, '3', undefined])('owns no %j', (fd) => {
    expect(() => Reflect.apply(own, undefined, [fd])).toThrow(/^own: fd must be /);
  });
});
