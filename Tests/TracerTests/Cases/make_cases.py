"""Writes the cases beside this file: python3 make_cases.py (needs NumPy).

The expected numbers owe nothing to Rule 1 or Rule 2. Only the forward formulas of the layers and losses stand here;
every derivative is taken by a complex step, f'(x) = Im f(x + ih) / h with h = 1e-200, which has no rounding error.
"""
import json
import pathlib

import numpy as np

STEP = 1e-200
PREFIX = {"C": "c", "M": "m", "A": "a", "DR": "dr", "F": "f", "D": "d"}


def name_of(layer, index):
    return PREFIX[layer[0]] + str(index)


def text_of(layers):
    return "".join(f"{kind}({','.join(str(v) for v in values if v != '')});" for kind, *values in layers)


def activation_of(layer):
    return layer[-1] if layer[0] in "CD" else ""


def weighted_sum(layer, x, weights, bias, mask):
    kind = layer[0]
    if kind == "C":
        size, radius = layer[1], (layer[1] - 1) // 2
        n, height, width, channels = x.shape
        padded = np.zeros((n, height + 2 * radius, width + 2 * radius, channels), x.dtype)
        padded[:, radius:radius + height, radius:radius + width] = x
        taps = [(a, b) for a in range(size) for b in range(size)]
        return bias + sum(np.einsum("nhwp,pq->nhwq", padded[:, a:a + height, b:b + width], weights[a, b]) for a, b in taps)
    if kind in "MA":
        s, (n, height, width, channels) = layer[1], x.shape
        rows, columns = height // s, width // s
        windows = x[:, :rows * s, :columns * s].reshape(n, rows, s, columns, s, channels)
        windows = windows.transpose(0, 1, 3, 5, 2, 4).reshape(n, rows, columns, channels, s * s)
        if kind == "A":
            return windows.mean(axis=-1)
        return np.take_along_axis(windows, windows.real.argmax(axis=-1)[..., None], -1)[..., 0]
    if kind == "DR":
        return x if mask is None else x * mask
    if kind == "F":
        return x.reshape(len(x), -1)
    return x @ weights.T + bias


def activate(name, s):
    if name == "r":
        return np.where(s.real > 0, s, 0)
    if name == "s":
        return 1 / (1 + np.exp(-s))
    if name == "t":
        return np.tanh(s)
    if name == "sm":
        e = np.exp(s - s.real.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    return s


def sample_losses(loss, y, t):
    y, t = y.reshape(len(y), -1), t.reshape(len(t), -1)
    difference, count = y - t, y.shape[1]
    return {
        "categorical_crossentropy": lambda: -(t * np.log(np.where(t == 0, 1, y))).sum(axis=1),
        "half_squared_error": lambda: (difference ** 2).sum(axis=1) / 2,
        "mse": lambda: (difference ** 2).sum(axis=1) / count,
        "mae": lambda: (difference * np.sign(difference.real)).sum(axis=1) / count,
        "mbe": lambda: difference.sum(axis=1) / count,
    }[loss]()


def forward(case, parameters, x, target, masks, start=0, given=None):
    """The samples' losses, S and Y by layer; from layer `start` on, whose S may be `given`."""
    sums, outputs = {}, {}
    for index in range(start, len(case["layers"])):
        layer = case["layers"][index]
        name = name_of(layer, index)
        if given is None or index > start:
            given = weighted_sum(layer, x, parameters.get(name + ".W"), parameters.get(name + ".b"), masks.get(name))
        sums[name] = given
        outputs[name] = x = activate(activation_of(layer), given)
    return sample_losses(case["loss"], x, target), sums, outputs


def slope(function, at):
    gradient, moved = np.zeros(at.shape), at.astype(complex)
    for index in np.ndindex(*at.shape):
        moved[index] = at[index] + 1j * STEP
        gradient[index] = function(moved).imag / STEP
        moved[index] = at[index]
    return gradient


def step(optimizer, state, t, w, g):
    o = {"momentum": 0.9, "beta1": 0.9, "beta2": 0.999, "rho": 0.9, "epsilon": 1e-7, "learningRate": 1e-3, **optimizer}
    name, rate, b1, b2, epsilon = (o[k] for k in ("name", "learningRate", "beta1", "beta2", "epsilon"))

    def keep(key, value):
        state[key] = value
        return value

    old = lambda key: state.get(key, np.zeros_like(w))
    if name == "sgd":
        return w - rate * g
    if name in ("momentum", "nesterov"):
        v = keep("v", o["momentum"] * old("v") + rate * g)
        return w - v if name == "momentum" else w - (o["momentum"] * v + rate * g)
    if name == "adagrad":
        return w - rate * g / (np.sqrt(keep("s", old("s") + g * g)) + epsilon)
    if name == "rmsprop":
        return w - rate * g / (np.sqrt(keep("s", o["rho"] * old("s") + (1 - o["rho"]) * g * g)) + epsilon)
    m = keep("m", b1 * old("m") + (1 - b1) * g)
    if name == "ema":
        return w - rate * m / (1 - b1 ** t if o.get("biasCorrection") else 1)
    if name == "adamax":
        return w - rate / (1 - b1 ** t) * m / (keep("u", np.maximum(b2 * old("u"), abs(g))) + epsilon)
    m, v = m / (1 - b1 ** t), keep("v", b2 * old("v") + (1 - b2) * g * g) / (1 - b2 ** t)
    if name == "nadam":
        m = b1 * m + (1 - b1) * g / (1 - b1 ** t)
    if name == "amsgrad":
        v = keep("largest", np.maximum(old("largest"), v))
    return w - rate * m / (np.sqrt(v) + epsilon)


def draw(rng, shape, scale=1.0):
    return np.asarray(rng.standard_normal(shape) * scale, np.float32).astype(float)


def initial(case, rng):
    parameters, x = {}, np.zeros((1, *case["inputShape"]))
    for index, layer in enumerate(case["layers"]):
        name = name_of(layer, index)
        if layer[0] in "CD":
            shape = (layer[1], layer[1], x.shape[-1], layer[2]) if layer[0] == "C" else (layer[1], x.shape[-1])
            fan = np.prod(shape[:3]) if layer[0] == "C" else shape[1]
            parameters[name + ".W"] = draw(rng, shape, fan ** -0.5)
            parameters[name + ".b"] = draw(rng, layer[2] if layer[0] == "C" else layer[1], 0.1)
        x = weighted_sum(layer, x, parameters.get(name + ".W"), parameters.get(name + ".b"), None)
    return parameters, x.shape[1:]


def samples(case, output, rng):
    n = case["batch"]
    x, target = draw(rng, (n, *case["inputShape"])), draw(rng, (n, *output))
    if case["loss"] == "categorical_crossentropy":
        target = np.eye(output[0])[rng.integers(output[0], size=n)]
    _, _, outputs = forward(case, initial(case, rng)[0], x, target, {})
    masks = {}
    for index, layer in enumerate(case["layers"]):
        if layer[0] == "DR":
            shape = outputs[name_of(layer, index)].shape
            masks[name_of(layer, index)] = np.asarray((rng.random(shape) > layer[1]) / (1 - layer[1]), np.float32).astype(float)
    return x, target, masks


def tensor(a):
    return {"shape": list(a.shape), "data": [float(f"{v:.9g}") for v in a.real.ravel()]}


def tensors(by_name):
    return {name: tensor(a) for name, a in by_name.items()}


def complete(case, seed):
    rng = np.random.default_rng(seed)
    parameters, output = initial(case, rng)
    reduce = np.sum if case.get("batchReduction") == "sum" else np.mean
    written = {"note": "derivatives by complex steps: make_cases.py", "network": text_of(case["layers"]),
               **{k: v for k, v in case.items() if k not in ("layers", "batch", "updates")},
               "parameters": tensors(parameters), "steps": [], "expected": []}
    states = {key: {} for key in parameters}
    for t in range(1, case["updates"] + 1):
        x, target, masks = samples(case, output, rng)
        losses, sums, outputs = forward(case, parameters, x, target, masks)
        last = outputs[name_of(case["layers"][-1], len(case["layers"]) - 1)]
        deltas, gradients = {}, {}
        for index, layer in enumerate(case["layers"]):
            name = name_of(layer, index)
            below = x if index == 0 else outputs[name_of(case["layers"][index - 1], index - 1)]
            deltas[name] = slope(lambda s: reduce(forward(case, parameters, below, target, masks, index, s)[0]), sums[name])
            for key in (name + ".W", name + ".b"):
                if key in parameters:
                    gradients[key] = slope(
                        lambda w: reduce(forward(case, {**parameters, key: w}, below, target, masks, index)[0]), parameters[key])
        error = slope(lambda y: reduce(sample_losses(case["loss"], y, target)), last)
        for key, w in parameters.items():
            g = gradients[key] + case.get("l1", 0) * np.sign(w) + case.get("l2", 0) * w
            limit = case.get("clipValue") or np.inf
            parameters[key] = step(case["optimizer"], states[key], t, w, np.clip(g, -limit, limit))
        written["steps"].append({"input": tensor(x), "target": tensor(target), **({"masks": tensors(masks)} if masks else {})})
        written["expected"].append({
            "loss": float(losses.mean()), "forward": {n: {"S": tensor(sums[n]), "Y": tensor(outputs[n])} for n in sums},
            "initialError": tensor(error), "deltas": tensors(deltas), "gradients": tensors(gradients), "parametersAfter": tensors(parameters)})
    return written


CASES = [
    dict(name="kernel-larger-than-picture", layers=[("C", 7, 2, "r"), ("C", 5, 1, "t")], inputShape=[3, 4, 1],
         loss="half_squared_error", optimizer={"name": "nesterov", "learningRate": 0.01}, batch=2, updates=2),
    dict(name="one-by-one-kernels", layers=[("C", 1, 3, "s"), ("C", 1, 2, ""), ("F",), ("D", 3, "sm")], inputShape=[3, 2, 2],
         loss="categorical_crossentropy", optimizer={"name": "amsgrad", "learningRate": 0.01}, batch=2, updates=3),
    dict(name="ragged-average", layers=[("A", 2), ("C", 3, 2, "r"), ("A", 3), ("F",), ("D", 2, "")], inputShape=[7, 8, 1],
         loss="mse", optimizer={"name": "rmsprop"}, batch=2, updates=2),
    dict(name="ragged-max-sum-clip", layers=[("C", 3, 2, ""), ("M", 3), ("M", 1), ("F",), ("D", 3, "sm")], inputShape=[8, 7, 1],
         loss="categorical_crossentropy", batchReduction="sum", clipValue=0.05, optimizer={"name": "adam", "beta2": 0.99}, batch=3, updates=3),
    dict(name="picture-out", layers=[("C", 3, 2, "t")], inputShape=[3, 3, 1],
         loss="mae", optimizer={"name": "ema", "learningRate": 0.05, "beta1": 0.8, "biasCorrection": True}, batch=2, updates=3),
    dict(name="softmax-inside", layers=[("D", 4, "sm"), ("D", 3, "r"), ("D", 2, "s")], inputShape=[3],
         loss="mbe", optimizer={"name": "adamax", "learningRate": 0.01}, batch=2, updates=3),
    dict(name="dropout-first", layers=[("DR", 0.25), ("C", 3, 2, "r"), ("DR", 0.5), ("F",), ("D", 3, "sm")], inputShape=[3, 3, 1],
         loss="categorical_crossentropy", l1=0.002, l2=0.02, optimizer={"name": "nadam", "learningRate": 0.01}, batch=3, updates=2),
    dict(name="one-pixel", layers=[("C", 3, 2, "t"), ("F",), ("D", 1, "")], inputShape=[1, 1, 3],
         loss="mse", l2=0.1, optimizer={"name": "momentum", "learningRate": 0.05}, batch=1, updates=3),
    dict(name="plain-adagrad", layers=[("D", 2, "")], inputShape=[3],
         loss="half_squared_error", optimizer={"name": "adagrad", "learningRate": 0.1, "epsilon": 0.01}, batch=4, updates=3),
    dict(name="plain-sgd", layers=[("D", 3, "sm")], inputShape=[4],
         loss="categorical_crossentropy", l1=0.05, clipValue=0.1, optimizer={"name": "sgd", "learningRate": 0.5}, batch=1, updates=2),
]

if __name__ == "__main__":
    for seed, case in enumerate(CASES):
        path = pathlib.Path(__file__).with_name(case["name"] + ".json")
        path.write_text(json.dumps(complete(case, seed), separators=(",", ":")) + "\n")
