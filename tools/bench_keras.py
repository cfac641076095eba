"""Measures with TensorFlow, Keras, JAX and PyTorch, on this machine's CPU, what `deno task bench` does.

One peer, one JSON line per measurement, with the names of `deno task bench --json`:

    python3 tools/bench_keras.py --peer pytorch [--threads 2] [--rounds 5] [--only train-step]

With --beside, all peers that are installed and our engines take turns, each in a process of its own,
and each median is printed with its ratio to the fastest peer's. --save writes all of them, with
machine, versions and commands; without a name, to bench/results/<date>.json:

    python3 tools/bench_keras.py --beside --turns 6 --save
    python3 tools/bench_keras.py --beside --turns 2 --only train-step --engines pytorch native wasm/1
"""
import argparse
import datetime
import importlib
import os
import sys

from bench_peers import beside
from bench_peers.common import CASES

parser = argparse.ArgumentParser(description="Times TensorFlow, Keras, JAX and PyTorch on the CPU.")
parser.add_argument("--peer", choices=beside.PEERS, default="tensorflow", help="what is measured")
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--rounds", type=int, default=3, help="rounds per process; the median counts")
parser.add_argument("--jit", action="store_true", help="compile TensorFlow's bare step with XLA")
parser.add_argument("--only", nargs="+", choices=CASES, default=CASES, help="these measurements")
parser.add_argument("--beside", action="store_true", help="compare all peers and engines in turns")
parser.add_argument("--turns", type=int, default=6, help="number of turns")
parser.add_argument(
    "--engines", nargs="+", help="with --beside, only these: " +
    ", ".join([*beside.PEERS, "native", "wasm/<threads>", "native/<threads>"]),
)
parser.add_argument(
    "--save", nargs="?", const=f"bench/results/{datetime.date.today().isoformat()}.json",
    help="write all results to this file",
)
parser.add_argument("--first-steps", help=argparse.SUPPRESS)
options = parser.parse_args()

if options.beside:
    beside.beside(options)
    sys.exit()

# Keras runs on TensorFlow here; each peer imports its own library only.
module = {"keras": "tensorflow"}.get(options.peer, options.peer)
try:
    peer = importlib.import_module(f"bench_peers.{module}_peer")
except ImportError as error:
    sys.exit(f"Cannot measure {options.peer}: {error}. Install it with pip.")
if options.first_steps:
    peer.first_steps(options.first_steps, options.threads)
else:
    peer.run(options.peer, options.only, options.threads, options.rounds, options.jit)
