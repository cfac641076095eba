"""Measures PyTorch: eager training steps with the fused Adam, images in channels-last memory.

Without `MALLOC_MMAP_MAX_=0` glibc gives every large array back to the system, and the page faults
make a step of 32 images take 230 ms: `beside.py` sets it.
"""
import os

from bench_peers.common import STEPS, measure, report, shape

os.environ["KERAS_BACKEND"] = "torch"
import torch
from torch import nn
from torch.nn import functional


class Scale(nn.Module):
    def forward(self, x):
        return x / 255


def conv(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def cnn():
    return nn.Sequential(
        Scale(), conv(1, 64), nn.MaxPool2d(2), conv(64, 32), nn.MaxPool2d(2), conv(32, 16),
        nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(),
        nn.Linear(128, 10),
    )


def mlp():
    return nn.Sequential(
        Scale(), nn.Flatten(), nn.Dropout(0.2), nn.Linear(784, 128), nn.ReLU(),
        nn.Linear(128, 32), nn.ReLU(), nn.Linear(32, 10),
    )


def pictures():
    return nn.Sequential(
        Scale(), conv(3, 32), nn.ReLU(), nn.MaxPool2d(2), conv(32, 64), nn.ReLU(),
        nn.MaxPool2d(2), conv(64, 64), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
        nn.Linear(64, 10),
    )


NETWORKS = {"cnn": cnn, "mlp": mlp, "pictures": pictures}


def train_step(case):
    network, batch = STEPS[case]
    model = NETWORKS[network]().to(memory_format=torch.channels_last)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7, fused=True)
    n, h, w, c = shape(case)
    x = (torch.rand(n, c, h, w) * 255).to(memory_format=torch.channels_last)
    y = torch.arange(batch) % 10

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


class Features(nn.Module):
    """InceptionV3 to mixed7, layer by layer as Keras describes it, with PyTorch's own layers."""

    def __init__(self):
        super().__init__()
        import keras

        whole = keras.applications.InceptionV3(
            include_top=False, weights=None, input_shape=(75, 75, 3)
        )
        model = keras.Model(whole.input, whole.get_layer("mixed7").output)
        self.steps, self.last = [], model.output.name
        self.layers = nn.ModuleDict()
        for layer in model.layers[1:]:
            made = self.made(layer)
            if isinstance(made, nn.Module):
                self.layers[layer.name] = made
            inputs = layer.input if isinstance(layer.input, list) else [layer.input]
            self.steps.append((made, [one.name for one in inputs], layer.output.name))
        self.first = model.input.name

    def made(self, layer):
        kind, config = type(layer).__name__, layer.get_config()
        if kind == "Conv2D":
            kernel, same = config["kernel_size"], config["padding"] == "same"
            inputs = layer.input.shape[-1]
            return nn.Conv2d(
                inputs, config["filters"], kernel, config["strides"], bias=False,
                padding=tuple(k // 2 for k in kernel) if same else 0,
            )
        if kind == "BatchNormalization":
            return nn.BatchNorm2d(layer.input.shape[-1], eps=config["epsilon"])
        if kind == "Activation":
            return nn.ReLU(inplace=True)
        if kind == "MaxPooling2D":
            return nn.MaxPool2d(config["pool_size"], config["strides"])
        if kind == "AveragePooling2D":
            return nn.AvgPool2d(3, 1, padding=1, count_include_pad=False)
        if kind == "Concatenate":
            return lambda *parts: torch.cat(parts, 1)
        raise ValueError(f"InceptionV3 has an unknown layer, {kind}.")

    def forward(self, x):
        values = {self.first: x}
        for made, inputs, output in self.steps:
            values[output] = made(*(values[name] for name in inputs))
        return values[self.last]


def features():
    x = torch.rand(32, 3, 75, 75).to(memory_format=torch.channels_last)
    with torch.inference_mode():
        model = Features().eval().to(memory_format=torch.channels_last)
        traced = torch.jit.trace(model, x, check_trace=False)
        # Folds batch normalisation into the convolutions, and packs their weights.
        model = torch.jit.optimize_for_inference(torch.jit.freeze(traced))

    def step():
        with torch.inference_mode():
            return model(x)

    return step


def run(engine, cases, threads, rounds, jit=False):
    """Measures the cases that PyTorch is compared in."""
    torch.set_num_threads(threads)
    # The averages of Adam decay to denormal numbers, with which processors compute slowly.
    torch.set_flush_denormal(True)
    for case in cases:
        if case in STEPS or case == "features":
            step = features() if case == "features" else train_step(case)
            times, first = measure(step, lambda result: result.sum().item(), rounds)
            report(case, engine, threads, torch.__version__, times, first)
