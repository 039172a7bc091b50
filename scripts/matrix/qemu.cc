// What qemu's emulation of system calls does otherwise than Linux: a line for each cause in arm64.mjs. The matrix runs
// this program with qemu and without. Where both say the same, no failure is put down to that cause.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <linux/filter.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int one = 1;
char byte = 'x';
iovec piece = {&byte, 1};

/** Negative: errno. */
long result(long returned) { return returned < 0 ? -errno : returned; }

template <typename Value>
long set(int fd, int level, int name, const Value& value) {
  return result(setsockopt(fd, level, name, &value, sizeof value));
}

/** The length that it answers for a value that has room for 64 bytes. */
long length(int fd, int level, int name) {
  char value[64];
  socklen_t size = sizeof value;
  return getsockopt(fd, level, name, value, &size) < 0 ? -errno : static_cast<long>(size);
}

struct Pair {
  int a, b;
  explicit Pair(int type) {
    int fds[2];
    if (socketpair(AF_UNIX, type, 0, fds) != 0) abort();
    a = fds[0], b = fds[1];
  }
};

/** Sends four descriptors, and receives them with room for one. */
long flags_of_cut_control() {
  const Pair pair(SOCK_DGRAM);
  alignas(cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))] = {};
  msghdr msg = {nullptr, 0, &piece, 1, control, sizeof control, 0};
  cmsghdr* header = CMSG_FIRSTHDR(&msg);
  header->cmsg_level = SOL_SOCKET, header->cmsg_type = SCM_RIGHTS, header->cmsg_len = CMSG_LEN(4 * sizeof(int));
  if (sendmsg(pair.a, &msg, 0) < 0) return -errno;
  msg.msg_controllen = CMSG_LEN(sizeof(int));
  return recvmsg(pair.b, &msg, 0) < 0 ? -errno : msg.msg_flags;
}

/** Whether a process that makes a call is ended by it. */
bool ends(void (*call)()) {
  const pid_t pid = fork();
  if (pid == 0) {
    close(STDOUT_FILENO), close(STDERR_FILENO);  // qemu says there how it ends
    call();
    _exit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return status != 0;
}

void much_control() {
  const Pair pair(SOCK_DGRAM);
  const size_t size = 16 << 20;
  send(pair.a, &byte, 1, 0);
  msghdr msg = {nullptr, 0, &piece, 1, malloc(size), size, 0};
  recvmsg(pair.b, &msg, 0);
}

void malformed_control() {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr msg = {nullptr, 0, &piece, 1, control, sizeof control, 0};
  cmsghdr* header = CMSG_FIRSTHDR(&msg);
  header->cmsg_level = IPPROTO_IP, header->cmsg_type = IP_TTL, header->cmsg_len = sizeof(cmsghdr) - 1;
  sendmsg(Pair(SOCK_DGRAM).a, &msg, 0);
}

void filter() {
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  sock_filter code[4] = {{6, 0, 0, 1}, {6, 0, 0, 1}, {6, 0, 0, 1}, {6, 0, 0, 1}};
  set(fd, SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog{4, code});
  length(fd, SOL_SOCKET, SO_GET_FILTER);
}

void little_room() {
  char room[sizeof(ucred)];
  memset(room, 7, sizeof room);
  socklen_t size = 4;
  getsockopt(Pair(SOCK_STREAM).a, SOL_SOCKET, SO_PEERCRED, room, &size);
  if (room[size] != 7) abort();  // what lies behind it
}

/** Whether Linux answers a question for all of a kind over NETLINK_ROUTE. */
bool answers(unsigned short type) {
  struct {
    nlmsghdr header;
    rtgenmsg body;
  } question = {{NLMSG_LENGTH(sizeof(rtgenmsg)), type, NLM_F_REQUEST | NLM_F_DUMP, 1, 0}, {AF_UNSPEC}};
  return send(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), &question, question.header.nlmsg_len, 0) > 0;
}

/** Whether /proc has the number of the call that reads it as this processor has it. */
bool number_of_read() {
  char text[16] = {};
  if (read(open("/proc/thread-self/syscall", O_RDONLY), text, sizeof text - 1) < 0) return false;
  return atoi(text) == SYS_read;
}

/** The bytes that recvmsg(2) writes of a sender's address behind the room for it. */
long behind_the_name() {
  sockaddr_in to = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}, {}};
  socklen_t size = sizeof to;
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  bind(fd, reinterpret_cast<sockaddr*>(&to), size);
  getsockname(fd, reinterpret_cast<sockaddr*>(&to), &size);
  sendto(fd, &byte, 1, 0, reinterpret_cast<sockaddr*>(&to), size);
  char name[sizeof to] = {};
  msghdr msg = {name, 0, &piece, 1, nullptr, 0, 0};
  recvmsg(fd, &msg, 0);
  return std::count_if(name, name + sizeof name, [](char written) { return written != 0; });
}

void leave(int) { _exit(0); }

/** Whether the handler of a signal with SA_RESTART runs while splice(2) waits. */
bool handles_while_it_waits() {
  int from[2], to[2];
  if (pipe(from) != 0 || pipe(to) != 0) abort();
  const pid_t pid = fork();
  if (pid == 0) {
    struct sigaction action = {};
    action.sa_handler = leave;
    action.sa_flags = SA_RESTART;
    sigaction(SIGUSR1, &action, nullptr);
    splice(from[0], nullptr, to[1], nullptr, 1, 0);
    _exit(1);
  }
  usleep(1'000'000);
  kill(pid, SIGUSR1);
  usleep(1'000'000);
  kill(pid, SIGKILL);
  int status = 0;
  waitpid(pid, &status, 0);
  return status == 0;
}

void say(const char* cause, const char* what, long result) {
  printf("%s: %s: %ld\n", cause, what, result), fflush(stdout);
}

}  // namespace

int main() {
  const int udp = socket(AF_INET, SOCK_DGRAM, 0), tcp = socket(AF_INET, SOCK_STREAM, 0);
  say("options", "SO_ZEROCOPY", set(tcp, SOL_SOCKET, SO_ZEROCOPY, one));
  say("options", "SO_TIMESTAMPNS", set(udp, SOL_SOCKET, SO_TIMESTAMPNS, one));
  say("options", "IP_RECVTTL", length(udp, IPPROTO_IP, IP_RECVTTL));
  say("options", "TCP_INFO", length(tcp, IPPROTO_TCP, TCP_INFO));
  say("options", "TCP_CONGESTION", length(tcp, IPPROTO_TCP, TCP_CONGESTION));
  say("options", "SO_COOKIE", length(tcp, SOL_SOCKET, SO_COOKIE));
  say("netlink", "NETLINK_SOCK_DIAG", socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG) < 0);
  say("netlink", "RTM_GETNEIGH", answers(RTM_GETNEIGH));
  say("proc", "the number of read", number_of_read());
  signal(64, SIG_IGN);
  say("signals", "64", result(kill(getpid(), 64)));
  say("interruption", "a signal during splice", handles_while_it_waits());
  say("destructive", "flags of descriptors without room", flags_of_cut_control());
  say("destructive", "bytes behind the name", behind_the_name());

  const int epfd = epoll_create1(0);
  epoll_event event;
  const timespec now = {0, 0};
  say("absent", "epoll_pwait2", result(syscall(SYS_epoll_pwait2, epfd, &event, 1, &now, nullptr, 8)));

  const Pair pair(SOCK_DGRAM);
  mmsghdr messages[2] = {{{nullptr, 0, &piece, 1, nullptr, 0, 0}, 0}, {{nullptr, 0, &piece, 1, nullptr, 0, 0}, 0}};
  timespec none = {0, 2'000'000'000}, past = {0, 0};
  say("recvmmsg", "a time that is none", result(syscall(SYS_recvmmsg, pair.b, messages, 1, MSG_DONTWAIT, &none)));
  for (int i = 0; i < 2; i++) send(pair.a, &byte, 1, 0);
  say("recvmmsg", "a time that is over", result(syscall(SYS_recvmmsg, pair.b, messages, 2, 0, &past)));

  msghdr empty = {};
  say("pieces", "recvmsg into none", result(recvmsg(udp, &empty, MSG_DONTWAIT)));
  int bytes = 0;
  say("absent", "SIOCOUTQNSD", result(ioctl(tcp, SIOCOUTQNSD, &bytes)));
  say("types", "an unknown flag", socket(AF_INET, SOCK_STREAM | 0x1000'0000, 0) < 0);

  say("destructive", "much room for control messages", ends(much_control));
  say("control", "a malformed message", ends(malformed_control));
  say("destructive", "SO_GET_FILTER", ends(filter));
  say("destructive", "SO_PEERCRED in four bytes", ends(little_room));
}
