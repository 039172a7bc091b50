import {
  accept,
  as_domain,
  type ConnectCode,
  connect,
  type ErrnoName,
  type Fd,
  type GaiCode,
  getaddrinfo,
  recv,
  type SendCode,
  type SockAddr,
  type SysError,
  send,
  socket,
  type UnnamedErrno,
  unwrap,
} from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

declare const fd: Fd;
declare const addr: SockAddr;

describe('a Result', () => {
  it('has no value until it was looked at', () => {
    const sent = send(fd, new Uint8Array(1));
    // @ts-expect-error: it may be a refusal
    sent.value;
    // @ts-expect-error: it may be a success
    sent.error;
    if (sent.ok) expectTypeOf(sent.value).toEqualTypeOf<number>();
    else expectTypeOf(sent.error).toEqualTypeOf<SysError<SendCode>>();
  });

  it('is not a value, nor a truth', () => {
    const made = socket(as_domain(2), 1, 0);
    // @ts-expect-error: a Result is no descriptor
    connect(made, addr);
    // @ts-expect-error: nor a number
    made > 0;
    expectTypeOf(unwrap(made)).toEqualTypeOf<Fd>();
  });
});

describe('error.code', () => {
  const sent = send(fd, new Uint8Array(1));

  it('compares with what the man page documents, and with every other errno', () => {
    if (sent.ok) return;
    const { code } = sent.error;
    code === 'EPIPE';
    code === 'EAGAIN';
    code === 'EHOSTUNREACH'; // not in send(2), but a router may say it
    code === 'ERRNO_4242';
  });

  it('does not compare with what is no errno', () => {
    if (sent.ok) return;
    const { code } = sent.error;
    // @ts-expect-error: a typo
    code === 'EPIPPE';
    // @ts-expect-error: the other name of EAGAIN, which no error has
    code === 'EWOULDBLOCK';
    // @ts-expect-error: lower case
    code === 'eagain';
    // @ts-expect-error: no error
    code === '';
    // @ts-expect-error: that is error.errno
    code === 11;
  });

  it('stays an errno after the documented ones are handled in a switch', () => {
    const connected = connect(fd, addr);
    if (connected.ok) return;
    switch (connected.error.code) {
      case 'EINPROGRESS':
      case 'ECONNREFUSED':
        return;
      // @ts-expect-error: a typo
      case 'ECONREFUSED':
        return;
      default:
        expectTypeOf(connected.error.code).toExtend<string>();
    }
  });

  it('is one of the names, for a function that takes any', () => {
    const name = (code: ErrnoName | UnnamedErrno) => code;
    if (!sent.ok) name(sent.error.code);
    const message = (error: SysError) => error.message;
    const refused = [recv(fd, new Uint8Array(1)), accept(fd), connect(fd, addr)].find((result) => !result.ok);
    if (refused && !refused.ok) message(refused.error);
    expectTypeOf<SysError<ConnectCode>>().toExtend<SysError>();
  });

  it('of getaddrinfo is an EAI_ code', () => {
    const found = getaddrinfo('localhost', null);
    if (found.ok) return;
    expectTypeOf(found.error.code).toEqualTypeOf<GaiCode | `EAI_${number}`>();
    found.error.code === 'EAI_NONAME';
    // @ts-expect-error: an errno: that is in `cause`
    found.error.code === 'ENOENT';
    expectTypeOf(found.error.cause).toEqualTypeOf<SysError | undefined>();
  });
});

describe('an error', () => {
  it('cannot be written to', () => {
    const sent = send(fd, new Uint8Array(1));
    if (sent.ok) return;
    // @ts-expect-error: it is shared by all calls that fail alike
    sent.error.message = 'mine';
  });
});
