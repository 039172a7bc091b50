// sys_socket_call (cancel.h): a check of *ask, then a syscall. A thread whose program counter is between the labels
// `begin` and `end` has not completed the syscall.
#if defined(__x86_64__) && !defined(__ILP32__)
asm(R"(
  .pushsection .text.sys_socket_call,"ax",@progbits
  .hidden sys_socket_call, sys_socket_call_begin, sys_socket_call_end
  .globl sys_socket_call, sys_socket_call_begin, sys_socket_call_end
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
  mov $-512, %rax
  ret
  .cfi_endproc
  .size sys_socket_call, . - sys_socket_call
  .popsection
)");
#elif defined(__aarch64__)
asm(R"(
  .pushsection .text.sys_socket_call,"ax",@progbits
  .hidden sys_socket_call, sys_socket_call_begin, sys_socket_call_end
  .globl sys_socket_call, sys_socket_call_begin, sys_socket_call_end
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
  mov x0, #-512
  ret
  .cfi_endproc
  .size sys_socket_call, . - sys_socket_call
  .popsection
)");
#else
#error "sys_socket_call is written for x64 and arm64"
#endif
