// The cancellation point, the signal that makes a thread leave it, and who may send it.
//
// To make a thread leave its call, the sender sets `ask` and then sends the signal. A thread that has not yet checked
// `ask` will see the request. A thread that has checked it receives the signal between the check and the end of the
// syscall instruction. Before the instruction, nothing has happened yet. In the kernel, the signal interrupts the call,
// and the kernel either moves the program counter back to the instruction (SA_RESTART) or returns EINTR itself. The
// handler moves the program counter past the instruction and sets the result to EINTR, which strace then shows. A call
// that has completed keeps its result, and the next call leaves.
//
// SA_RESTART: a signal that arrives when there is no request any more, or in a call of other code, has no effect.
//
// Memory order: between a thread and a handler on it, program order is enough, which atomic_signal_fence preserves. A
// sender on another thread stores `ask` before its tgkill(2), and the kernel's delivery of the signal orders the two.
// The watcher makes some requests without a signal, and orders them with membarrier(2): see watcher.cc.
#include "cancel.h"
#include "locked.h"

#include <new>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <ucontext.h>

namespace sys_socket {

// The linker defines both.
extern const Point first_point[] asm("__start_sys_socket_points") __attribute__((visibility("hidden")));
extern const Point after_points[] asm("__stop_sys_socket_points") __attribute__((visibility("hidden")));

namespace {

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;  // guards changes of the list and its records, and the handler
std::atomic<Caller*> callers{nullptr};
bool handling = false;
struct sigaction before;
std::atomic<int> bell_fd{-1};

pid_t own_tid() { return static_cast<pid_t>(sys(SYS_gettid)); }

constexpr std::uint32_t leaves = Caller::once | Caller::ending;

// The cancellation point where this program counter is, its end included, or null.
const Point* point_at(std::uintptr_t counter) {
  for (const Point* point = first_point; point != after_points; ++point) {
    if (counter >= point->begin() && counter <= point->end()) return point;
  }
  return nullptr;
}

// Moves the thread past the instruction, as if the kernel had returned EINTR. If the thread is not at a cancellation
// point, sends the signal again for later.
void leave_call(Caller& caller, ucontext_t* context) {
#if defined(__x86_64__)
  auto& counter = context->uc_mcontext.gregs[REG_RIP];
  auto& answer = context->uc_mcontext.gregs[REG_RAX];
#else
  auto& counter = context->uc_mcontext.pc;
  auto& answer = context->uc_mcontext.regs[0];
#endif
  using Word = std::remove_reference_t<decltype(counter)>;
  const auto at = static_cast<std::uintptr_t>(counter);
  if (const Point* point = point_at(at); point != nullptr) {
    if (at == point->end()) return;  // the kernel has returned a result
    counter = static_cast<Word>(point->end());
    answer = static_cast<Word>(-EINTR);
    return;
  }
  // The thread is before the check, after the end, or in another handler that interrupted the call a moment before.
  // When such a handler returns, the call continues after its check. So the signal is sent again, and blocked until
  // then.
  sigaddset(&context->uc_sigmask, our_signal());
  caller.ask.fetch_or(Caller::held);
  send_ours(caller);
}

void on_ours(int signal, siginfo_t* info, void* context) {
  Caller* caller = caller_of(own_tid());
  if (caller != nullptr && (caller->ask.load() & leaves) != 0 && caller->inside.load() == Caller::in_call) {
    leave_call(*caller, static_cast<ucontext_t*>(context));
  }
  // The previous handler: that of another copy of this binary, or of other code that uses the signal.
  if ((before.sa_flags & SA_SIGINFO) != 0) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  }
}

bool handle_ours() {
  if (handling) return true;
  struct sigaction action {};
  action.sa_sigaction = on_ours;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  if (::sigaction(our_signal(), nullptr, &before) != 0) return false;
  handling = ::sigaction(our_signal(), &action, nullptr) == 0;
  return handling;
}

void unblock_ours() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, our_signal());
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

Caller* free_or_new() {
  if (Caller* free = caller_of(0); free != nullptr) return free;
  auto* caller = new (std::nothrow) Caller;
  if (caller == nullptr) return nullptr;
  caller->next = callers.load();
  callers.store(caller, std::memory_order_release);
  return caller;
}

}  // namespace

int our_signal() { return SIGRTMIN + 6; }

long send_ours(const Caller& caller) {
  return sys(SYS_tgkill, static_cast<long>(::getpid()), caller.tid.load(std::memory_order_relaxed), our_signal());
}

Caller* caller_of(pid_t tid) {
  Caller* caller = callers.load(std::memory_order_acquire);
  while (caller != nullptr && caller->tid.load(std::memory_order_acquire) != tid) caller = caller->next;
  return caller;
}

void set_bell(int eventfd) { bell_fd.store(eventfd); }

void Caller::ring() {
  ask.fetch_and(~bell);
  const std::uint64_t one = 1;
  sys(SYS_write, bell_fd.load(), &one, sizeof one);  // fails only if the counter is full, which wakes the watcher too
}

// The signal of an answered request must not arrive in the next call. So this waits until no sender is about to send
// it, and then makes a syscall, on whose return the kernel delivers a pending signal.
long Caller::left(long result) {
  const std::uint32_t asked = ask.load();
  if ((asked & held) != 0) {
    ask.fetch_and(~held);
    unblock_ours();
  }
  if ((asked & bell) != 0) ring();
  while ((ask.load() & question) != 0) sched_yield();
  if ((result != -EINTR && result != not_called) || (asked & leaves) == 0) return result;
  if ((asked & once) != 0) {
    ask.fetch_and(~once);
    while (sending.load() != 0) sched_yield();
    own_tid();
    ++answered;
  }
  return -EINTR;
}

Caller* enter_caller() {
  const Locked locked(mutex);
  if (!handle_ours()) return nullptr;
  const pid_t tid = own_tid();
  Caller* caller = caller_of(tid);
  if (caller == nullptr) {
    caller = free_or_new();
    if (caller == nullptr) return nullptr;
    caller->ask.store(0);
    caller->inside.store(Caller::outside);
    caller->thread_id.store(-1);
    caller->environments = 0;
    caller->tid.store(tid, std::memory_order_release);
    unblock_ours();
  }
  ++caller->environments;
  return caller;
}

void leave_caller(Caller* caller) {
  const Locked locked(mutex);
  if (--caller->environments == 0) caller->tid.store(0, std::memory_order_release);
}

long interrupt(int thread_id) {
  const Locked locked(mutex);
  Caller* caller = callers.load();
  while (caller != nullptr && (caller->tid.load() == 0 || caller->thread_id.load() != thread_id)) caller = caller->next;
  if (caller == nullptr || thread_id < 0) return -ESRCH;
  caller->sending.fetch_add(1);
  caller->ask.fetch_or(Caller::once);
  const long sent = send_ours(*caller);
  if (sent < 0) caller->ask.fetch_and(~Caller::once);
  caller->sending.fetch_sub(1);
  return sent;
}

void interrupt_from_handler(Caller& caller, void* context) {
  caller.sending.fetch_add(1);
  caller.ask.fetch_or(Caller::once);
  if (caller.tid.load() != own_tid()) {
    send_ours(caller);
  } else if (caller.inside.load() == Caller::in_call) {
    leave_call(caller, static_cast<ucontext_t*>(context));
  }
  caller.sending.fetch_sub(1);
}

}  // namespace sys_socket
