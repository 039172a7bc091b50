// examples/dbus.ts on a bus of the test's own: dbus-daemon checks each message, and dbus-send is another client.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hang } from '../support/hang.js';
import { run } from '../support/servers.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const program = join(root, 'out/examples/dbus.js');
const absent = ['dbus-daemon', 'dbus-send'].filter((tool) => spawnSync(tool, ['--version']).error);
const skipped = absent.length > 0 ? ` (skipped: ${absent.join(' and ')} not installed)` : '';
const service = 'org.example.Files';

/** A process that is ended with the test, and the first line that it says. */
async function started(child: ChildProcess & { readonly stdout: Readable }): Promise<string> {
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface(child.stdout), 'line');
  return String(line);
}

/** A bus, the service on it, and the environment in which it is found. */
async function bus() {
  const place = folder();
  const config = join(place, 'bus.conf');
  writeFileSync(
    config,
    `<busconfig>
      <type>session</type><listen>unix:path=${place}/bus</listen><auth>EXTERNAL</auth>
      <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
    </busconfig>`,
  );
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await started(daemon);
  const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: address };
  const serving = spawn(process.execPath, [program, 'serve', service], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const says = await started(serving);
  return { place, address, env, daemon, serving, says };
}

/** A call by dbus-send: its answer, which begins with a line about who answers. */
function dbus_send(address: string, destination: string, ...call: string[]) {
  const args = [`--bus=${address}`, '--print-reply', `--dest=${destination}`, ...call];
  const { stdout, stderr } = spawnSync('dbus-send', args, { encoding: 'utf8', timeout: hang });
  return { stdout: stdout.replace(/^.*\n/, ''), stderr };
}

describe.skipIf(absent.length > 0)(`examples/dbus${skipped}`, () => {
  it('passes an open file from one to the other and back', async () => {
    const { place, env, says } = await bus();
    expect(says).toMatch(/^:1\.\d+ owns org\.example\.Files$/);
    const file = join(place, 'file');
    writeFileSync(file, 'HELLO-WORLD, and what is behind the first bytes');
    const asking = spawn(process.execPath, [program, 'ask', service, file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    expect(await started(asking)).toMatch(/^:1\.\d+ holds fd \d+, and was told "HELLO-WORLD, and"$/);
  });

  it('gives its descriptors to libdbus, and is there as what it is', async () => {
    const { place, address, serving } = await bus();
    const file = join(place, 'file');
    writeFileSync(file, 'HELLO');
    const open = dbus_send(address, service, '/', 'example.Files.Open', `string:${file}`);
    expect(open).toEqual({ stdout: expect.stringContaining('file descriptor'), stderr: '' });
    expect(open.stdout).toMatch(new RegExp(`inode: ${statSync(file).ino}\\b`));

    const daemon = ['org.freedesktop.DBus', '/org/freedesktop/DBus'] as const;
    const pid = dbus_send(address, ...daemon, 'org.freedesktop.DBus.GetConnectionUnixProcessID', `string:${service}`);
    expect(pid.stdout.trim()).toBe(`uint32 ${serving.pid}`);

    expect(dbus_send(address, service, '/', 'example.Files.Open', 'string:/no/such').stderr).toContain('ENOENT');
    expect(dbus_send(address, service, '/', 'example.Files.Shut').stderr).toContain('no method Shut()');
    expect(dbus_send(address, service, '/', 'example.Doors.Open').stderr).toContain('no interface example.Doors');
    // A call closes what it was given and what it gave: the descriptors of the service are as many as before.
    const open_there = () => execFileSync('ls', [`/proc/${serving.pid}/fd`], { encoding: 'utf8' }).split('\n').length;
    const before = open_there();
    for (let i = 0; i < 3; i += 1) dbus_send(address, service, '/', 'example.Files.Open', `string:${file}`);
    expect(dbus_send(address, service, '/', 'example.Files.Shut').stderr).toContain('no method'); // and by now it has
    expect(open_there()).toBe(before);
  });

  it('ends with the reason when the name has an owner, when nobody has it, and when the bus ends', async () => {
    const { env, daemon, serving } = await bus();
    const ends = (...args: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
        env,
        encoding: 'utf8',
        timeout: hang,
      });
      return { status, stderr };
    };
    expect(ends('serve', service)).toEqual({ status: 1, stderr: expect.stringContaining('has an owner') });
    expect(ends('ask', 'org.example.Nobody', '/')).toEqual({
      status: 1,
      stderr: expect.stringContaining('org.freedesktop.DBus.Error.ServiceUnknown'),
    });
    const ended = once(serving, 'exit');
    daemon.kill('SIGKILL');
    expect(await ended).toEqual([1, null]);
  });

  it('says that it needs a bus', async () => {
    const { status, stderr } = await run([
      'env',
      '-u',
      'DBUS_SESSION_BUS_ADDRESS',
      process.execPath,
      program,
      'ask',
      'x',
      '/',
    ]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('names no unix socket') });
  });
});
