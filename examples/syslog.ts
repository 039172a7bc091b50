// Writes to the system log as syslog(3) does: a datagram to the unix socket of the log daemon, in the format of RFC 3164 without the host.
//
//   node syslog.ts [-u SOCKET] [-p FACILITY.LEVEL] [-t TAG] [-i] [--timeout MS] [MESSAGE...]
//
// Without a MESSAGE, each line of the standard input is a message. If the daemon does not read, its queue fills up and syslog(3) blocks the
// program. Here the send waits on the event loop, and gives up after the timeout.
//
// Exit status: 0, or 1 with the reason.
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { AF_UNIX, close, MSG_NOSIGNAL, SOCK_CLOEXEC, SOCK_DGRAM, sockaddr_un, socket, unwrap } from 'sys-socket';
import { sendto } from 'sys-socket/promises';

/** The indexes in these lists are the numbers of syslog.h, where 12 to 15 are reserved. */
const facilities =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp - - - - local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  );
const levels = 'emerg alert crit err warning notice info debug'.split(' ');
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    socket: { type: 'string', short: 'u', default: '/dev/log' },
    priority: { type: 'string', short: 'p', default: 'user.notice' },
    tag: { type: 'string', short: 't', default: userInfo().username },
    id: { type: 'boolean', short: 'i', default: false },
    timeout: { type: 'string', default: '5000' },
  },
});

const pri = priority(values.priority);
const who = values.id ? `${values.tag}[${process.pid}]` : values.tag;
const fd = unwrap(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
// Each send names the socket, instead of one connect(2), so that a daemon that was restarted is found again.
const daemon = sockaddr_un(values.socket);

if (positionals.length > 0) await log(positionals.join(' '));
else for await (const line of createInterface(process.stdin)) await log(line);
close(fd);

async function log(message: string): Promise<void> {
  const datagram = Buffer.from(`<${pri}>${timestamp(new Date())} ${who}: ${message}`);
  const sent = await sendto(fd, datagram, MSG_NOSIGNAL, daemon, { timeout: Number(values.timeout) });
  if (sent.ok) return;
  console.error(`syslog: ${values.socket}: ${sent.error.message}`);
  process.exit(1);
}

/** `daemon.err` is 3 * 8 + 3: the PRI of RFC 3164, section 4.1.1. */
function priority(name: string): number {
  const [facility = '', level = ''] = name.split('.');
  const [high, low] = [facilities.indexOf(facility), levels.indexOf(level)];
  if (facility === '-' || high < 0 || low < 0) throw new Error(`${name} is no FACILITY.LEVEL of syslog(3)`);
  return high * 8 + low;
}

/** `Nov  9 04:27:58`, local time: strftime's `%h %e %T` in the C locale. */
function timestamp(now: Date): string {
  const day = String(now.getDate()).padStart(2, ' ');
  const [time = ''] = now.toTimeString().split(' ');
  return `${months[now.getMonth()]} ${day} ${time}`;
}
