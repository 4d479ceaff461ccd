#!/usr/bin/env python3
"""Times training steps of the engine and of its peers on the paper's networks, in turns, and prints ratios.

    python3 -m venv .venv && .venv/bin/pip install -r Benchmarks/requirements.txt
    make build && .venv/bin/python Benchmarks/training.py [--threads 2] [--rounds 3] [--nets 0,1] [--wide] [--json FILE]

--wide measures the dense networks at large batches of wide.json instead. HMDL_KERNELS=avx2 and ONEDNN_MAX_CPU_ISA=AVX2 in
the environment keep the engine and Keras to AVX2. Every round measures every program once, each in a process of its own; the figure of a program is the median of its
rounds, the ratio that of the quickest peer to the engine. Nothing else should run meanwhile.
"""

import argparse
import datetime
import json
import pathlib
import platform
import statistics
import subprocess
import sys

import peers

HERE = pathlib.Path(__file__).parent
ENGINE = HERE.parent / ".build" / "release" / "hmdl-tui"


def engine(net, threads, steps):
    command = [ENGINE, "bench", "training", "--json", "--network", net["network"], "--batch", str(net["batch"])]
    command += ["--input-shape", ",".join(map(str, net["input"])), "--threads", str(threads), "--steps", str(steps)]
    return run(command)


def run(command):
    """What a program prints as its last line."""
    child = subprocess.run(command, capture_output=True, text=True)
    if child.returncode != 0:
        print(child.stderr[-500:], file=sys.stderr)
        return None
    return json.loads(child.stdout.strip().splitlines()[-1])


def measure(net, threads, rounds, names):
    figures = {name: [] for name in ["engine", *names]}
    memory = {}
    for _ in range(rounds):
        for name in figures:
            if name == "engine":
                result = engine(net, threads, net["steps"])
            else:
                command = [sys.executable, HERE / "peers.py", name, json.dumps(net), str(threads), str(net["steps"])]
                result = run(command)
            if result:
                figures[name].append(result["medianMilliseconds"])
                memory[name] = result["peakBytes"]
    return {name: statistics.median(values) for name, values in figures.items() if values}, memory


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--nets", help="which of the networks, from 0: 0,3")
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--peers", default=",".join(peers.PEERS))
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    nets = json.loads((HERE / ("wide.json" if options.wide else "nets.json")).read_text())
    chosen = [int(i) for i in options.nets.split(",")] if options.nets else range(len(nets))
    names = options.peers.split(",")
    print(f"{datetime.date.today()}, {platform.machine()}, {options.threads} threads, median of {options.rounds} rounds")
    print("ms per step: " + ", ".join(["engine", *names]) + "; ratio: the quickest peer to the engine")
    table = []
    for index in chosen:
        net = nets[index]
        times, memory = measure(net, options.threads, options.rounds, names)
        best = min((times[name] for name in names if name in times), default=float("nan"))
        ratio = best / times["engine"]
        cells = [f"{times[name]:.4g}" if name in times else "-" for name in ["engine", *names]]
        print(f"{net['network']} {net['batch']}: {' | '.join(cells)} | ratio {ratio:.2f}", flush=True)
        table.append({"net": net, "milliseconds": times, "ratio": ratio, "peakBytes": memory})
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
