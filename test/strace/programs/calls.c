#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/ioctl.h>
#include <sys/un.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>
static int fds[2];
static void *reader(void *p) { char b[16]; while (read(fds[1], b, sizeof b) > 0); return p; }
int main(void) {
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds);
  pthread_t t; pthread_create(&t, 0, reader, 0);
  struct iovec v[2] = {{"head", 4}, {"\x01\x02\x7f\xff", 4}};
  struct msghdr m = {.msg_iov = v, .msg_iovlen = 2};
  for (int i = 0; i < 4; i++) sendmsg(fds[0], &m, MSG_NOSIGNAL);
  struct linger l = {1, 5}; setsockopt(fds[0], SOL_SOCKET, SO_LINGER, &l, sizeof l);
  int s = socket(AF_INET, SOCK_DGRAM, 0); struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  connect(s, (void *)&a, sizeof a); getpid(); getpid();
  int d = dup(s), e = fcntl(d, F_DUPFD_CLOEXEC, 20); close(s); close(e);
  struct termios ti; ioctl(0, TCGETS, &ti);
  struct rlimit r; getrlimit(RLIMIT_STACK, &r);
  sigset_t set; sigfillset(&set); sigdelset(&set, SIGINT); sigprocmask(SIG_BLOCK, &set, 0); sigemptyset(&set); sigaddset(&set, SIGINT); sigaddset(&set, SIGTERM); sigprocmask(SIG_SETMASK, &set, 0);
  shutdown(fds[0], SHUT_WR); pthread_join(t, 0);
  if (fork() == 0) { signal(SIGPIPE, SIG_DFL); close(fds[1]); send(fds[0], "x", 1, 0); _exit(7); }
  wait(0);
  fcntl(fds[0], F_SETFD, 0); 
  execl("/bin/true", "true", (char *)0);
}
