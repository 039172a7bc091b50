import net from 'node:net';

const s = net
  .createServer((c) => c.pipe(c))
  .listen(0, '::1', () => {
    const c = net.connect(s.address().port, '::1', () => c.end('HELLO'));
    c.on('data', () => {}).on('close', () => s.close());
  });
