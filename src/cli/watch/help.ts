export const help = `usage: sys-socket watch [OPTION]... PID|:PORT

Shows the sockets of a process, or those with a port at either end, at a fixed interval: their queues and, for TCP, the
segments not acknowledged, the bytes not sent, round-trip time, congestion window and retransmissions. The data come
from sock_diag(7), as those of ss(8) do.

  -n, --interval SECONDS    the time between two samples (1)
  -c, --count N             end after N samples; the default is Ctrl-C, or the end of the process
  --csv                     one line per socket and sample; time in seconds since the epoch, rtt in microseconds
  --svg FILE                draw the queues over time, at the end
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

For a listening socket, Recv-Q is the number of connections waiting to be accepted, and Send-Q the limit.
Exit status: 0; 128+N if signal N ended it; 1 if there is nothing to watch, 2 for a wrong command line.

  sys-socket watch :9000
  sys-socket watch --csv --interval 0.1 --count 100 1234 > queues.csv`;
