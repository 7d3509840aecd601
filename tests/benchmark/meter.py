"""Runs one command and prints what it cost: meter.py LOG COMMAND … A process of its own, since a child's peak starts at its parent's size."""

import ctypes
import json
import os
import resource
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # prctl(2): helpers that a command leaves behind come to us and are counted

log, *command = sys.argv[1:]
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
started = time.perf_counter()
child = os.posix_spawnp(
    command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, stream) for stream in (1, 2)]
)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
wall = time.perf_counter() - started
try:
    while True:
        os.wait()
except ChildProcessError:  # none is left
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": code, "wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}))
