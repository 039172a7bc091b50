export const help = `usage: sys-socket watch [OPTION]... PID|:PORT

Shows the sockets of a process, or those that have a port at either end, again and again: their queues, and of TCP what is
unacknowledged and not yet sent, round-trip time, congestion window and retransmissions. From sock_diag(7), as ss(8).

  -n, --interval SECONDS    between two looks (1)
  -c, --count N             look so often, then end; until Ctrl-C, or the end of the process, unless given
  --csv                     a line for each socket and look; time in seconds since the epoch, rtt in microseconds
  --svg FILE                at the end, draw the queues over time
  --color WHEN              auto (default: a terminal, NO_COLOR, FORCE_COLOR), always, never
  -h, --help

Of a listening socket Recv-Q is how many connections wait to be accepted, and Send-Q how many may.
Exit status: 0; 128+N when signal N ended it; 1 when there is nothing to watch, 2 for a wrong command line.

  sys-socket watch :9000
  sys-socket watch --csv --interval 0.1 --count 100 1234 > queues.csv`;
