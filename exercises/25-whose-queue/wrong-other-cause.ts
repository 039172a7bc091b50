// Recorded on Linux 6.18. `strace -r` prints the time since the line before, tcpdump the time, both in seconds.
// The client is 10.77.0.1, the server 10.77.0.2. `ss` prints State, Recv-Q, Send-Q, both addresses; `ss -i` is shortened.
//
// An upload: send(2) sleeps for half a second, again and again.
// A1  ss, client      ESTAB 0 584520 10.77.0.1:45946 10.77.0.2:9002
// A2  ss -i, client   rtt:356.011/4.733 minrtt:0.024 unacked:234 retrans:48/993 notsent:245688
// A3  ss, server      ESTAB 0 0 10.77.0.2:9002 10.77.0.1:45946
// A4  strace, client  0.560027 sendto(3, "xxxxxxxxxxxx"..., 65536, 0, NULL, 0) = 65536
// A5  strace, server  0.006054 recvfrom(4, "xxxxxxxxxxxx"..., 262144, 0, NULL, NULL) = 1448
// A6  tcpdump         2.892175 10.77.0.2.9002 > 10.77.0.1.45946: [.], ack 653425, win 1020928, length 0
//
// Small questions: each answer takes 44 ms, over a path of microseconds.
// B1  ss, client      ESTAB 0 15 10.77.0.1:34910 10.77.0.2:9000
// B2  strace, client  0.043834 sendto(3, "\0\0\0\v", 4, 0, NULL, 0) = 4
// B3  strace, client  0.000117 sendto(3, "HELLO-WORLD", 11, 0, NULL, 0) = 11
// B4  strace, client  0.000048 recvfrom(3, "\0\0\0\vHELLO-WORLD", 15, 0, NULL, NULL) = 15
// B5  tcpdump         0.439830 10.77.0.1.34910 > 10.77.0.2.9000: [P.], seq 166:170, ack 166, length 4
// B6  tcpdump         0.483314 10.77.0.2.9000 > 10.77.0.1.34910: [.], ack 170, length 0
// B7  tcpdump         0.483345 10.77.0.1.34910 > 10.77.0.2.9000: [P.], seq 170:181, ack 166, length 11
// B8  tcpdump         0.483688 10.77.0.2.9000 > 10.77.0.1.34910: [P.], seq 166:181, ack 181, length 15
//
// The first answer takes a second, and the next ones don't.
// C1  ss, client      SYN-SENT 0 1 10.77.0.1:53236 10.77.0.2:9004 timer:(on,312ms,0)
// C2  strace, client  0.000168 connect(3, {sin_port=htons(9004), sin_addr=inet_addr("10.77.0.2")}, 16) = 0
// C3  strace, client  1.013639 sendto(3, "\0\0\0\v", 4, 0, NULL, 0) = 4
// C4  tcpdump         0.000000 10.77.0.1.53236 > 10.77.0.2.9004: [S], seq 317832187, length 0
// C5  tcpdump         1.013202 10.77.0.1.53236 > 10.77.0.2.9004: [S], seq 317832187, length 0
// C6  tcpdump         1.013292 10.77.0.2.9004 > 10.77.0.1.53236: [S.], seq 442418527, ack 317832188, length 0
//
// Another upload: send(2) sleeps for half a second, too.
// D1  ss, client      ESTAB 0 518896 10.77.0.1:47384 10.77.0.2:9001
// D2  ss -i, client   rtt:14.14/21.024 minrtt:0.013 rwnd_limited:2404ms(98.2%) retrans:0/2 notsent:518896
// D3  ss, server      ESTAB 70928 0 10.77.0.2:9001 10.77.0.1:47384
// D4  strace, client  0.455957 sendto(3, "xxxxxxxxxxxx"..., 65536, 0, NULL, 0) = 65536
// D5  strace, server  0.502823 recvfrom(4, "xxxxxxxxxxxx"..., 16384, 0, NULL, NULL) = 16384
// D6  tcpdump         4.596314 10.77.0.2.9001 > 10.77.0.1.47384: [.], ack 262151, win 0, length 0
//
// 50 questions at once: the last answer comes after more than a second.
// E1  ss, client      ESTAB 0 0 10.77.0.1:60702 10.77.0.2:9003
// E2  ss, server      ESTAB 0 0 10.77.0.2:9003 10.77.0.1:60702
// E3  ss -i, server   bytes_received:750 bytes_sent:615 bytes_acked:615
// E4  strace, client  0.020976 recvfrom(3, "\0\0\0\vHELLO-WORLD", 735, 0, NULL, NULL) = 15
// E5  strace, server  0.000103 recvfrom(4, "\0\0\0\vHELLO-WORLD\0\0\0\vHE"..., 65536, 0, NULL, NULL) = 750
// E6  strace, server  0.020435 sendto(4, "\0\0\0\vHELLO-WORLD", 15, 0, NULL, 0) = 15
// E7  tcpdump         1.790406 10.77.0.1.60702 > 10.77.0.2.9003: [P.], seq 1:751, ack 1, length 750
// E8  tcpdump         1.790418 10.77.0.2.9003 > 10.77.0.1.60702: [.], ack 751, length 0

/** Where the bytes wait, or what an end waits for. */
export type Cause = 'slow-reader' | 'slow-path' | 'queue-in-user-space' | 'nagle' | 'lost-syn';

/** The cause of each case, and a line that proves it. */
export function answers(): Readonly<Record<'A' | 'B' | 'C' | 'D' | 'E', readonly [cause: Cause, line: string]>> {
  return {
    A: ['slow-path', 'A3'],
    B: ['slow-path', 'B4'],
    C: ['lost-syn', 'C5'],
    D: ['slow-reader', 'D3'],
    E: ['queue-in-user-space', 'E5'],
  };
}
