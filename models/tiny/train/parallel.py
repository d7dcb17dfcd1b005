"""Runs a function in several processes of one thread each, which average their gradients.

On a CPU this is some ten times as fast as one process with as many threads: OpenBLAS and PyTorch keep a pool of
threads each, and these fight. The environment variables must be set before PyTorch is first imported.
"""

import os
import socket
import sys

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
# The processes talk to each other on this machine only.
os.environ["GLOO_SOCKET_IFNAME"] = "lo"

import torch  # noqa: E402
import torch.distributed as distributed  # noqa: E402


class Team:
    """One process's view of all: its rank, and how to share work and results."""

    def __init__(self, rank, size, parent):
        self.rank, self.size, self.parent = rank, size, parent

    @property
    def leads(self):
        return self.rank == 0

    def share_of(self, items):
        """Every size-th item, beginning with the own rank."""
        return items[self.rank :: self.size]

    def rows(self, count):
        """The own part of a batch, as a slice."""
        if count % self.size != 0:
            raise ValueError(f"a batch of {count} cannot be shared by {self.size} processes")
        part = count // self.size
        return slice(self.rank * part, (self.rank + 1) * part)

    def average(self, tensor):
        if self.size > 1:
            distributed.all_reduce(tensor)
            tensor /= self.size

    def gather(self, share):
        """What every process holds, in order of rank."""
        shares = [share] * self.size
        if self.size > 1:
            distributed.all_gather_object(shares, share)
        return shares

    def gather_items(self, share):
        """The inverse of share_of, for lists."""
        shares = self.gather(share)
        items = [None] * sum(map(len, shares))
        for rank, part in enumerate(shares):
            items[rank :: self.size] = part
        return items

    def stop_if_orphaned(self):
        """A process whose parent was killed would run on unseen."""
        if os.getppid() != self.parent:
            sys.exit("the process that started this one is gone")

    def wait(self):
        if self.size > 1:
            distributed.barrier()


def run_member(rank, function, size, port, parent, arguments):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    if size > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
        distributed.init_process_group("gloo", rank=rank, world_size=size)
    team = Team(rank, size, parent)
    function(team, *arguments)
    team.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def in_parallel(function, processes, *arguments):
    """Calls function(team, *arguments) in every process and waits for all."""
    if processes == 1:
        run_member(0, function, 1, 0, os.getppid(), arguments)
        return
    torch.multiprocessing.spawn(
        run_member, (function, processes, free_port(), os.getpid(), arguments), nprocs=processes
    )
