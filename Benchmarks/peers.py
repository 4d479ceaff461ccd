"""The peers of the engine: Keras (fit) and PyTorch (eager, channels-last, compiled), each trained with Adam on
random samples. Run as a program it measures one of them in a process of its own, which prints milliseconds a step.

    python peers.py PEER NET.json THREADS STEPS
"""

import json
import os
import resource
import sys
import time

import structure

PEERS = ["keras", "torch", "torch-channels-last", "torch-compile"]


def samples(net):
    import numpy

    random = numpy.random.default_rng(1)
    classes = int(structure.layers(net["network"])[-1][1][0])
    x = random.uniform(-1, 1, [net["batch"], *net["input"]]).astype("float32")
    return x, random.integers(0, classes, net["batch"])


def keras_steps(net, steps):
    import keras
    import tensorflow

    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    model = keras.Sequential([keras.Input(net["input"])])
    for kind, numbers, activation in structure.layers(net["network"]):
        size = int(numbers[0]) if numbers else 0
        model.add(
            {
                "C": lambda: keras.layers.Conv2D(int(numbers[1]), size, padding="same", activation=activation),
                "M": lambda: keras.layers.MaxPooling2D(size),
                "A": lambda: keras.layers.AveragePooling2D(size),
                "DR": lambda: keras.layers.Dropout(numbers[0]),
                "F": keras.layers.Flatten,
                "D": lambda: keras.layers.Dense(size, activation=activation),
            }[kind]()
        )
    model.compile(keras.optimizers.Adam(1e-3, epsilon=1e-7), "sparse_categorical_crossentropy")
    x, y = samples(net)
    data = tensorflow.data.Dataset.from_tensors((x, y)).cache().repeat()
    times = []

    class Clock(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            self.start = time.perf_counter()

        def on_train_batch_end(self, batch, logs=None):
            times.append(time.perf_counter() - self.start)

    # Whole steps by the wall clock: callbacks do not see what fit does between two batches.
    model.fit(data, epochs=1, steps_per_epoch=2, verbose=0)
    start = time.perf_counter()
    model.fit(data, epochs=1, steps_per_epoch=steps, verbose=0)
    whole = (time.perf_counter() - start) / steps
    model.fit(data, epochs=1, steps_per_epoch=steps, verbose=0, callbacks=[Clock()])
    times.sort()
    # The kinder figure counts.
    return [1000 * min(whole, times[len(times) // 2])]


def torch_steps(net, steps, mode, threads):
    import torch

    torch.set_num_threads(threads)
    height, width, channels = net["input"]
    modules = []
    features = None
    for kind, numbers, activation in structure.layers(net["network"]):
        size = int(numbers[0]) if numbers else 0
        if kind == "C":
            modules.append(torch.nn.Conv2d(channels, int(numbers[1]), size, padding="same"))
            channels = int(numbers[1])
        elif kind in "MA":
            modules.append((torch.nn.MaxPool2d if kind == "M" else torch.nn.AvgPool2d)(size))
            height, width = height // size, width // size
        elif kind == "DR":
            modules.append(torch.nn.Dropout(numbers[0]))
        elif kind == "F":
            modules.append(torch.nn.Flatten())
            features = height * width * channels
        else:
            modules.append(torch.nn.Linear(features, size))
            features = size
        # The cross-entropy takes the logits.
        if activation not in (None, "softmax"):
            modules.append({"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh}[activation]())
    model = torch.nn.Sequential(*modules)
    x, y = samples(net)
    x, y = torch.from_numpy(x).permute(0, 3, 1, 2).contiguous(), torch.from_numpy(y)
    if mode == "torch-channels-last":
        model, x = model.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, eps=1e-7)
    run = torch.compile(model) if mode == "torch-compile" else model

    def step():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(run(x), y).backward()
        optimizer.step()

    for _ in range(2):
        step()
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    return times


def main():
    peer, net, threads, steps = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    os.environ |= {"OMP_NUM_THREADS": str(threads), "TF_NUM_INTRAOP_THREADS": str(threads)}
    os.environ |= {"TF_NUM_INTEROP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    times = keras_steps(net, steps) if peer == "keras" else torch_steps(net, steps, peer, threads)
    times.sort()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"medianMilliseconds": times[len(times) // 2], "peakBytes": peak}))


if __name__ == "__main__":
    main()
