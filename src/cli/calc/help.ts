export const help = `usage: sys-socket calc bdp RATE RTT
       sys-socket calc loss MSS RTT LOSS

bdp: the bytes in flight when a path is full, rate × round-trip time, and the settings of this host that they need.
loss: the throughput of TCP over a path that loses packets, MSS / (RTT √loss), and what would double it.

  RATE    1Gbps, 100Mbit/s, 12.5MB/s; k, M and G are powers of 1000
  RTT     50ms, 0.2s, 80us
  MSS     bytes in a segment: 1460
  LOSS    1%, 0.01
  -h, --help

Exit status: 0; 2 for a wrong command line.

  sys-socket calc bdp 1Gbps 50ms
  sys-socket calc loss 1460 50ms 1%`;
