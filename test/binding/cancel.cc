// The proof of binding/cancel.cc: a thread that is about to block is single-stepped, and asked to leave at each of its
// instructions in turn, from before the look until it is in the kernel. However far it has come, it returns EINTR.
//
//   cancel step      the signal alone
//   cancel nested    while another handler, with SA_RESTART, is on the stack
//   cancel race N    N times, at any moment, from another thread: exactly one EINTR each
#include "../../binding/cancel.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace sys_socket;

namespace {

int sockets[2];
Caller* caller = nullptr;

long receive() {
  char byte = 0;
  return blocking(*caller, SYS_recvfrom, sockets[0], &byte, sizeof byte, 0, nullptr, nullptr);
}

[[noreturn]] void tracee() {
  caller = enter_caller();
  struct sigaction action {};
  action.sa_handler = [](int) {};
  action.sa_flags = SA_RESTART;
  sigaction(SIGUSR1, &action, nullptr);
  ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  alarm(20);  // ends the process if the signal is lost
  raise(SIGSTOP);
  const long result = receive();
  _exit(result == -EINTR && caller->ask.load() == 0 ? 0 : 1);
}

// Leaves the tracee after so many instructions; false when it has come into the kernel before, where it blocks.
bool step(pid_t child, int count) {
  int status = 0;
  for (int i = 0; i < count; ++i) {
    ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr);
    for (int tries = 0; waitpid(child, &status, WNOHANG) == 0; ++tries) {
      if (tries < 2000) {
        usleep(100);
        continue;
      }
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) return 2;
  const bool nested = std::strcmp(argv[1], "nested") == 0;
  if (std::strcmp(argv[1], "race") == 0) {
    static std::atomic<long> answered{0};
    static std::atomic<bool> entered{false};
    const long count = std::atol(argv[2]);
    pthread_t thread;
    pthread_create(
        &thread, nullptr,
        [](void* many) -> void* {
          caller = enter_caller();
          caller->thread_id.store(7);
          entered.store(true);
          for (long i = 0; i < *static_cast<const long*>(many); ++i) {
            if (receive() != -EINTR) abort();
            answered.fetch_add(1);
          }
          return nullptr;
        },
        const_cast<long*>(&count));
    while (!entered.load()) sched_yield();
    for (long i = 0; i < count; ++i) {
      for (int wait = rand() % 400; wait > 0; --wait) std::atomic_signal_fence(std::memory_order_seq_cst);
      if (interrupt(7) != 0) return 1;
      while (answered.load() <= i) sched_yield();
      if (answered.load() != i + 1) return 1;
    }
    pthread_join(thread, nullptr);
    std::printf("%ld of %ld\n", answered.load(), count);
    return 0;
  }
  int steps = 0;
  for (bool blocked = false; !blocked; ++steps) {
    const pid_t child = fork();
    if (child == 0) tracee();
    int status = 0;
    waitpid(child, &status, 0);  // stopped
    caller = nullptr;
    blocked = !step(child, steps);
    if (WIFEXITED(status)) return 3;
    if (blocked) {  // ptrace needs it stopped
      syscall(SYS_tgkill, child, child, SIGSTOP);
      waitpid(child, &status, 0);
    }
    // The record of the tracee is where its own heap has it: it asks itself, as another thread would.
    const long at = ptrace(PTRACE_PEEKDATA, child, &caller, nullptr);
    if (at == 0) return 4;
    ptrace(PTRACE_POKEDATA, child, at, ptrace(PTRACE_PEEKDATA, child, at, nullptr) | 1);
    if (nested) {  // into the first instruction of the other handler
      ptrace(PTRACE_SINGLESTEP, child, nullptr, SIGUSR1);
      waitpid(child, &status, 0);
    }
    syscall(SYS_tgkill, child, child, SIGRTMIN + 6);
    for (int signal = 0;;) {
      ptrace(PTRACE_CONT, child, nullptr, signal);
      waitpid(child, &status, 0);
      if (!WIFSTOPPED(status)) break;
      signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      std::printf("after %d instructions: %x\n", steps, static_cast<unsigned>(status));
      return 1;
    }
  }
  std::printf("%d instructions\n", steps);
}
