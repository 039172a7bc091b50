// The cancellation point, the signal that makes a thread leave it, and who may send it.
//
// Whoever wants a thread to leave sets `ask`, and then sends the signal. A thread that has not looked at `ask` yet will
// look. One that has is found by the signal between the look and the end of the syscall instruction: in the kernel the
// call is interrupted, and the kernel moves the program counter back to the instruction (SA_RESTART), or has answered
// EINTR itself; before it nothing has happened yet. The handler moves the program counter from there to the exit. A
// call that has completed keeps its result, and the next one leaves.
//
// SA_RESTART: a signal that comes when nothing is asked any more, or in a call of somebody else's, disturbs nobody.
#include "cancel.h"

#include <new>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <ucontext.h>

#if defined(__x86_64__) && !defined(__ILP32__)
asm(R"(
  .pushsection .text.sys_socket_call,"ax",@progbits
  .hidden sys_socket_call, sys_socket_call_begin, sys_socket_call_end, sys_socket_call_leave
  .globl sys_socket_call, sys_socket_call_begin, sys_socket_call_end, sys_socket_call_leave
  .type sys_socket_call, @function
sys_socket_call:
  .cfi_startproc
  endbr64
  mov 8(%rsp), %rax
  mov 16(%rsp), %r11
sys_socket_call_begin:
  cmpl $0, (%rdi)
  jne sys_socket_call_leave
  mov %rdx, %rdi
  mov %r8, %rdx
  mov %rax, %r8
  mov %rsi, %rax
  mov %rcx, %rsi
  mov %r9, %r10
  mov %r11, %r9
  syscall
sys_socket_call_end:
  ret
sys_socket_call_leave:
  mov $-4, %rax
  ret
  .cfi_endproc
  .size sys_socket_call, . - sys_socket_call
  .popsection
)");
#elif defined(__aarch64__)
asm(R"(
  .pushsection .text.sys_socket_call,"ax",@progbits
  .hidden sys_socket_call, sys_socket_call_begin, sys_socket_call_end, sys_socket_call_leave
  .globl sys_socket_call, sys_socket_call_begin, sys_socket_call_end, sys_socket_call_leave
  .type sys_socket_call, %function
sys_socket_call:
  .cfi_startproc
  hint #34
sys_socket_call_begin:
  ldr w9, [x0]
  cbnz w9, sys_socket_call_leave
  mov x8, x1
  mov x0, x2
  mov x1, x3
  mov x2, x4
  mov x3, x5
  mov x4, x6
  mov x5, x7
  svc #0
sys_socket_call_end:
  ret
sys_socket_call_leave:
  mov x0, #-4
  ret
  .cfi_endproc
  .size sys_socket_call, . - sys_socket_call
  .popsection
)");
#else
#error "sys_socket_call is written for x64 and arm64"
#endif

extern "C" {
extern const char sys_socket_call_begin[] __attribute__((visibility("hidden")));
extern const char sys_socket_call_end[] __attribute__((visibility("hidden")));
extern const char sys_socket_call_leave[] __attribute__((visibility("hidden")));
}

namespace sys_socket {

namespace {

int ours() { return SIGRTMIN + 6; }

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;  // of growing the list, and of the handler
std::atomic<Caller*> callers{nullptr};
bool handling = false;
struct sigaction before;

Caller* caller_of(pid_t tid) {
  Caller* caller = callers.load(std::memory_order_acquire);
  while (caller != nullptr && caller->tid.load(std::memory_order_acquire) != tid) caller = caller->next;
  return caller;
}

pid_t own_tid() { return static_cast<pid_t>(sys(SYS_gettid)); }

void send(pid_t tid) { sys(SYS_tgkill, static_cast<long>(::getpid()), tid, ours()); }

void leave_call(Caller& caller, ucontext_t* context) {
#if defined(__x86_64__)
  auto& counter = context->uc_mcontext.gregs[REG_RIP];
#else
  auto& counter = context->uc_mcontext.pc;
#endif
  const auto at = static_cast<std::uintptr_t>(counter);
  const auto begin = reinterpret_cast<std::uintptr_t>(sys_socket_call_begin);
  const auto end = reinterpret_cast<std::uintptr_t>(sys_socket_call_end);
  if (at == end) return;  // the kernel has answered
  if (at >= begin && at < end) {
    counter = static_cast<std::remove_reference_t<decltype(counter)>>(
        reinterpret_cast<std::uintptr_t>(sys_socket_call_leave));
    return;
  }
  // Before the look, or behind the end, or in another handler that was put on the stack a moment before. When that one
  // returns, the call goes on behind its look: so the signal is sent again and stays blocked until then.
  sigaddset(&context->uc_sigmask, ours());
  caller.held = 1;
  send(caller.tid.load(std::memory_order_relaxed));
}

void on_ours(int signal, siginfo_t* info, void* context) {
  Caller* caller = caller_of(own_tid());
  if (caller != nullptr && caller->ask.load() != 0 && caller->inside.load() != 0) {
    leave_call(*caller, static_cast<ucontext_t*>(context));
  }
  // Another copy of this binary, or somebody else who had the signal first.
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
  if (::sigaction(ours(), nullptr, &before) != 0) return false;
  handling = ::sigaction(ours(), &action, nullptr) == 0;
  return handling;
}

void unblock_ours() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, ours());
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace

// The signal that belongs to an answered request must not come in the next call. It has been sent when nobody is about
// to, and a syscall of this thread's, on its way back, takes what was sent.
long Caller::left(long result) {
  if (held != 0) {
    held = 0;
    unblock_ours();
  }
  if (result != -EINTR) return result;
  ask.store(0);
  while (sending.load() != 0) sched_yield();
  own_tid();
  return result;
}

Caller* enter_caller() {
  pthread_mutex_lock(&mutex);
  Caller* caller = handle_ours() ? caller_of(0) : nullptr;
  if (caller == nullptr && handling) {
    caller = new (std::nothrow) Caller;
    if (caller != nullptr) {
      caller->next = callers.load();
      callers.store(caller, std::memory_order_release);
    }
  }
  if (caller != nullptr) {
    caller->ask.store(0);
    caller->tid.store(own_tid(), std::memory_order_release);
  }
  pthread_mutex_unlock(&mutex);
  if (caller != nullptr) unblock_ours();
  return caller;
}

void leave_caller(Caller* caller) { caller->tid.store(0, std::memory_order_release); }

long interrupt(pid_t tid) {
  pthread_mutex_lock(&mutex);
  Caller* caller = tid > 0 ? caller_of(tid) : nullptr;
  if (caller != nullptr) {
    caller->sending.fetch_add(1);
    caller->ask.store(1);
    send(tid);
    caller->sending.fetch_sub(1);
  }
  pthread_mutex_unlock(&mutex);
  return caller != nullptr ? 0 : -ESRCH;
}

}  // namespace sys_socket
