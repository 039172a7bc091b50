"""Rows of bench/floor, and its round trip, through Python's socket: python3 python.py ROW ITERATIONS | echo-server | echo-client PORT ITERATIONS SIZE"""

import json
import select
import socket
import struct
import sys
import time

message = bytes(64)
buffer = bytearray(64)


def pair():
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)

    def step():
        assert left.send(message, socket.MSG_NOSIGNAL) == 64
        assert right.recv_into(buffer, 64) == 64

    return step


def eagain():
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)

    def step(keep=right):
        try:
            left.recv_into(buffer, 64, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        raise AssertionError("recv")

    return step


def udp():
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    to = receiver.getsockname()

    def step():
        assert sender.sendto(message, to) == 64
        assert receiver.recvfrom_into(buffer)[0] == 64

    return step


def poll():
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    right.send(message)
    poller = select.poll()
    poller.register(left, select.POLLIN)

    def step(keep=right):
        assert len(poller.poll()) == 1

    return step


def getsockopt():
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

    def step():
        assert one.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) > 0

    return step


rows = {"pair": pair, "eagain": eagain, "udp": udp, "poll-1": poll, "getsockopt-int": getsockopt}


def tell(value):
    print(json.dumps(value), flush=True)


def measure(row, count):
    step = rows[row]()
    for _ in range(count // 10 + 1):
        step()
    while True:
        start = time.perf_counter_ns()
        for _ in range(count):
            step()
        tell({"ns": (time.perf_counter_ns() - start) / count})
        if not sys.stdin.readline():
            return


def receive(conn, into):
    view = memoryview(into)
    while view:
        count = conn.recv_into(view)
        if count == 0:
            return False
        view = view[count:]
    return True


def receive_frame(conn):
    header = bytearray(4)
    if not receive(conn, header):
        return None
    payload = bytearray(struct.unpack(">I", header)[0])
    return payload if receive(conn, payload) else None


def send_frame(conn, payload):
    size = 4 + len(payload)
    assert conn.sendmsg([struct.pack(">I", len(payload)), payload], [], socket.MSG_NOSIGNAL) == size


def serve():
    listener = socket.create_server(("127.0.0.1", 0))
    tell({"port": listener.getsockname()[1]})
    while True:
        conn, _ = listener.accept()
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (frame := receive_frame(conn)) is not None:
            send_frame(conn, frame)
        conn.close()


def ask(port, count, size):
    conn = socket.create_connection(("127.0.0.1", port))
    conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    payload = b"\x5a" * size
    while True:
        times = []
        for _ in range(count):
            start = time.perf_counter_ns()
            send_frame(conn, payload)
            assert len(receive_frame(conn)) == size
            times.append(time.perf_counter_ns() - start)
        times.sort()
        tell({"p50": times[count // 2], "p99": times[count * 99 // 100]})
        if not sys.stdin.readline():
            return


what, *rest = sys.argv[1:]
if what == "rows":
    tell(list(rows))
elif what == "echo-server":
    serve()
elif what == "echo-client":
    ask(*map(int, rest))
else:
    measure(what, int(rest[0]))
