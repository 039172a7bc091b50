import {
  as_fd,
  FIONBIO,
  FIONREAD,
  type Ifreq,
  type IoctlCode,
  ioctl,
  type Result,
  SIOCGIFADDR,
  SIOCGIFCONF,
  SIOCGIFINDEX,
  SIOCGIFNAME,
  type SockAddr,
  type SysError,
} from 'sys-socket';
import { expectTypeOf, it } from 'vitest';

const fd = as_fd(0);
type Answer<V> = Result<V, SysError<IoctlCode>>;

it('a request says what it answers', () => {
  expectTypeOf(ioctl(fd, FIONREAD)).toEqualTypeOf<Answer<number>>();
  expectTypeOf(ioctl(fd, FIONBIO, 1)).toEqualTypeOf<Answer<0>>();
  expectTypeOf(ioctl(fd, SIOCGIFINDEX, 'lo')).toEqualTypeOf<Answer<number>>();
  expectTypeOf(ioctl(fd, SIOCGIFNAME, 1)).toEqualTypeOf<Answer<string>>();
  expectTypeOf(ioctl(fd, SIOCGIFADDR, 'lo')).toEqualTypeOf<Answer<SockAddr>>();
  expectTypeOf(ioctl(fd, SIOCGIFCONF, 16)).toEqualTypeOf<Answer<Ifreq[]>>();
});

it('a wrong argument does not compile, nor does one too many or too few', () => {
  // @ts-expect-error: an index where a name belongs
  ioctl(fd, SIOCGIFINDEX, 1);
  // @ts-expect-error: a name where an index belongs
  ioctl(fd, SIOCGIFNAME, 'lo');
  // @ts-expect-error: no name
  ioctl(fd, SIOCGIFINDEX);
  // @ts-expect-error: FIONREAD has no argument
  ioctl(fd, FIONREAD, 1);
  // @ts-expect-error: a boolean is no int
  ioctl(fd, FIONBIO, true);
  // @ts-expect-error: a number is no request
  ioctl(fd, 0x541b);
});
