// The smallest echo server with Bun.listen, which uses uSockets, as uWebSockets.js does.
//
//   bun out/bench/subjects/servers/bun.js
interface BunSocket {
  write(bytes: Uint8Array): number;
}
declare const Bun: {
  listen(options: { hostname: string; port: number; socket: { data(socket: BunSocket, bytes: Uint8Array): void } }): {
    readonly port: number;
  };
};

const { port } = Bun.listen({
  hostname: '127.0.0.1',
  port: 0,
  socket: { data: (socket, bytes) => void socket.write(bytes) },
});
console.log(JSON.stringify({ port }));
