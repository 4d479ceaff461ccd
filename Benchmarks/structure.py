"""Reads structure strings such as "C(5,8,r)x2;M(2);F();D(10,sm);" for the peers."""

import re

ACTIVATIONS = {"": None, "r": "relu", "s": "sigmoid", "t": "tanh", "sm": "softmax"}


def layers(network):
    """The layers as (kind, numbers, activation), repetitions written out."""
    result = []
    for part in network.split(";"):
        if not part:
            continue
        match = re.fullmatch(r"([A-Z]+)\(([^)]*)\)(?:x(\d+))?", part)
        if match is None:
            raise ValueError(f"no layer: {part}")
        words = [word for word in match[2].split(",") if word]
        numbers = [float(word) for word in words if word[0].isdigit()]
        names = [word for word in words if not word[0].isdigit()]
        layer = (match[1], numbers, ACTIVATIONS[names[0] if names else ""])
        result += [layer] * int(match[3] or 1)
    return result
