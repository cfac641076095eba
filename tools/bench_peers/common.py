"""What the programs share that measure TensorFlow, JAX and PyTorch: names, sizes, time, lines of JSON."""
import json
import statistics
import time

#: Training steps: the network and the number of images.
STEPS = {
    "train-step": ("cnn", 32),
    "train-step-128": ("cnn", 128),
    "train-mlp": ("mlp", 32),
    "step-112": ("pictures", 32),
    "step-224": ("pictures", 8),
}
#: Sizes of the images of each network's input.
SIZES = {"step-112": 112, "step-224": 224}
UNITS = {
    **{name: f"a step of {batch} images" for name, (_, batch) in STEPS.items()},
    "features": "32 images of 75x75x3",
    "epoch": "an epoch of 45,000 images and 15,000 to validate",
    "first-step": "a process",
    "large-images": "a process",
}
#: As in bench/cases/: the order of the table.
CASES = list(UNITS)


def shape(case):
    """The shape of a batch of a training step's images."""
    network, batch = STEPS[case]
    size = SIZES.get(case, 28)
    return (batch, size, size, 3 if network == "pictures" else 1)


def measure(step, wait, rounds, seconds=0.25):
    """Milliseconds of one step in each round, and of the first step; `wait` waits for its result."""
    start = time.perf_counter()
    wait(step())
    first = time.perf_counter() - start
    # Frameworks choose algorithms and fill pools of memory in their first steps.
    until = time.perf_counter() + 2 * seconds
    warm = 0
    while warm < 3 or (warm < 15 and time.perf_counter() < until):
        start = time.perf_counter()
        wait(step())
        one = time.perf_counter() - start
        warm += 1
    repeats = max(1, int(seconds / one))
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(repeats):
            result = step()
        wait(result)
        times.append((time.perf_counter() - start) * 1000 / repeats)
    return times, first * 1000


def report(name, engine, threads, version, times, first, **more):
    """Prints a measurement as `deno task bench --json` does."""
    line = {
        "name": name,
        "engine": engine,
        "threads": threads,
        "ms": round(statistics.median(times), 3),
        "unit": UNITS[name],
        "best": round(min(times), 3),
        "rounds": len(times),
        "first": round(first, 3),
        **more,
        "version": version,
    }
    print(json.dumps(line), flush=True)
