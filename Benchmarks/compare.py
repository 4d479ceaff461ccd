#!/usr/bin/env python3
"""Times training steps of two builds of the program in turns and prints what the second one gains or loses.

    python3 Benchmarks/compare.py BEFORE AFTER [--kernels avx2] [--threads 2] [--rounds 7] [--nets 0,3] [--wide]

BEFORE and AFTER are two programs, such as .build/release/hmdl-tui of two checkouts. Every round measures both once per
network, in turns and in the other order every second time; the figure of a round is the median of its steps, the ratio is the
median of the rounds' ratios of before to after, with their quartiles: above 1 the second is quicker. --kernels sets
HMDL_KERNELS for both; --wide adds the dense networks at large batches of wide.json to those of nets.json. Nothing else should run meanwhile.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def milliseconds(program, net, options):
    command = [program, "bench", "training", "--json", "--network", net["network"], "--batch", str(net["batch"])]
    command += ["--input-shape", ",".join(map(str, net["input"])), "--threads", str(options.threads)]
    command += ["--steps", str(net["steps"])]
    environment = dict(os.environ, **({"HMDL_KERNELS": options.kernels} if options.kernels else {}))
    child = subprocess.run(command, capture_output=True, text=True, env=environment)
    if child.returncode != 0:
        sys.exit(f"{program}: {child.stderr.strip()[-500:]}")
    return json.loads(child.stdout.strip().splitlines()[-1])["medianMilliseconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--kernels", choices=["avx512", "avx2", "baseline"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--nets", help="which of nets.json, from 0: 0,3")
    parser.add_argument("--wide", action="store_true")
    options = parser.parse_args()
    nets = json.loads((HERE / "nets.json").read_text())
    chosen = [nets[int(i)] for i in options.nets.split(",")] if options.nets else nets
    print("ms per step: before, after (medians of the rounds); ratio of before to after: lower quartile, median, upper quartile")
    for net in chosen + (json.loads((HERE / "wide.json").read_text()) if options.wide else []):
        before, after = [], []
        for number in range(options.rounds):
            order = [(options.before, before), (options.after, after)]
            for program, times in order if number % 2 == 0 else reversed(order):
                times.append(milliseconds(program, net, options))
        ratios = [one / other for one, other in zip(before, after)]
        low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
        print(f"{net['network']} {net['batch']}: {statistics.median(before):.4g}, "
              f"{statistics.median(after):.4g} | {low:.3f} {middle:.3f} {high:.3f}", flush=True)


if __name__ == "__main__":
    main()
