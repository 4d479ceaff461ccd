#!/usr/bin/env python3
"""Runs the paper's experiments and writes the table of docs/experiments.md.

    make build && python3 Benchmarks/experiments.py run --data DIRECTORY --results FILE [--only olivetti,mnist:1]
    python3 Benchmarks/experiments.py table --results FILE

DIRECTORY holds `olivetti` and `mnist`. Olivetti's experiments are run in full (10 repetitions), MNIST's rows 1 to 4 too
(1 repetition, as in the paper); MNIST's others for an epoch, times 100; CIFAR-10's by the median of some steps on random numbers of its shape,
times 50 batches and 100 epochs. Results are added to FILE, an experiment a line, as they come; the last of an id counts.
Nothing else should run meanwhile.
"""

import argparse
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ENGINE = HERE.parent / ".build" / "release" / "hmdl-tui"
CATALOGUE = HERE.parent / "Sources" / "hmdl-tui" / "catalogue" / "paper.json"
EPOCHS = 100
FULL_ROWS = {"olivetti": range(1, 12), "mnist": range(1, 5)}
SAMPLES = {"cifar-10": 50_000}


def output(*arguments):
    child = subprocess.run([ENGINE, *map(str, arguments)], capture_output=True, text=True)
    if child.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: {child.stderr.strip()}")
    return json.loads(child.stdout.strip().splitlines()[0])


def trained(experiment, data, *options):
    """Means over the repetitions of an experiment on its data."""
    return output("experiment", "run", experiment["id"], "--json", "--data-dir", data / experiment["data"], *options)["mean"]


def measured(experiment, data_set):
    """Seconds of all epochs, from the median of some steps on random numbers."""
    batch = SAMPLES[experiment["data"]] // data_set["batches"]
    step = output(
        "bench", "training", "--json", "--network", experiment["network"], "--batch", batch, "--steps", 5,
        "--input-shape", ",".join(map(str, data_set["inputShape"])))
    return {"seconds": step["medianMilliseconds"] / 1000 * data_set["batches"] * EPOCHS}


def result(experiment, data_set, data):
    if experiment["row"] in FULL_ROWS.get(experiment["data"], ()):
        return {"kind": "full", **trained(experiment, data)}
    if experiment["data"] in SAMPLES:
        return {"kind": "steps", **measured(experiment, data_set)}
    # The first epoch of a whole run takes more, as its convolutions are tiled; the others are like this one.
    epoch = trained(experiment, data, "--epochs", 1, "--convolution", "auto")
    return {"kind": "epoch", "seconds": epoch["seconds"] * EPOCHS}


def is_chosen(experiment, only):
    return not only or experiment["data"] in only or f"{experiment['data']}:{experiment['row']}" in only


def run(options, catalogue):
    data_sets = {data_set["name"]: data_set for data_set in catalogue["dataSets"]}
    for experiment in catalogue["experiments"]:
        if not is_chosen(experiment, options.only.split(",") if options.only else None):
            continue
        line = {"id": experiment["id"], **result(experiment, data_sets[experiment["data"]], options.data)}
        print(f"{experiment['data']} {experiment['row']}: {line}", flush=True)
        with options.results.open("a") as file:
            file.write(json.dumps(line) + "\n")


def figures(of):
    return f"{of['accuracy']:.4f} / {of['loss']:.{4 if of['loss'] < 1 else 3}f}"


def seconds(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def table(options, catalogue):
    results = {line["id"]: line for line in map(json.loads, options.results.read_text().splitlines())}
    names = {"olivetti": "Olivetti", "mnist": "MNIST", "cifar-10": "CIFAR-10"}
    for data_set in catalogue["dataSets"]:
        print(f"\n### {names[data_set['name']]}\n")
        print("| row | id | network | hmdl: accuracy / loss | Keras | ours | hmdl: seconds | Keras | ours |")
        print("|---|---|---|---|---|---|---|---|---|")
        for experiment in catalogue["experiments"]:
            if experiment["data"] != data_set["name"]:
                continue
            published = experiment["published"]["a100"]
            hmdl, keras, ours = published["hmdl"], published["keras"], results.get(experiment["id"])
            own = figures(ours) if ours and "accuracy" in ours else "–"
            time = "–" if not ours else seconds(ours["seconds"]) + {"full": "", "epoch": " ¹", "steps": " ²"}[ours["kind"]]
            print(
                f"| {experiment['row']} | {experiment['id']} | `{experiment['network']}` | {figures(hmdl)} | {figures(keras)} | {own} "
                f"| {seconds(hmdl['seconds'])} | {seconds(keras['seconds'])} | {time} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["run", "table"])
    parser.add_argument("--results", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--only", help="data sets or rows of them: olivetti,mnist:1")
    options = parser.parse_args()
    catalogue = json.loads(CATALOGUE.read_text())
    if options.what == "table":
        table(options, catalogue)
    elif not options.data:
        parser.error("run needs --data")
    else:
        run(options, catalogue)


if __name__ == "__main__":
    main()
