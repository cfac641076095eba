"""Measures with TensorFlow and Keras, on this machine's CPU, what `deno task bench` measures.

Prints one JSON line per measurement, with the names of `deno task bench --json`. `tensorflow` is the
bare training step: one tf.function of forward pass, loss, gradients and Adam, called on a batch that
is already a tensor; for InceptionV3 up to mixed7 it is the forward pass alone (its weights are
random, since the time does not depend on them). `keras` is what `fit` takes for an epoch, data feeding and
validation included, and a whole Python process up to the end of its first training step.

    python3 tools/bench_keras.py [--threads 2] [--rounds 5] [--jit] [--only train-step]

With --beside, our benchmark and this one alternate --turns times, and the ratios are printed. --save
writes all results with machine and versions, in the form of bench/results/:

    python3 tools/bench_keras.py --beside --save bench/results/2026-11-24.json
"""
import argparse
import datetime
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

parser = argparse.ArgumentParser(description="Times TensorFlow and Keras on the CPU.")
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--rounds", type=int, default=5, help="number of rounds; the median is reported")
parser.add_argument("--steps", type=int, default=50, help="steps per round")
parser.add_argument("--jit", action="store_true", help="compile the bare step with XLA")
parser.add_argument("--only", nargs="*", help="run only these measurements")
parser.add_argument("--beside", action="store_true", help="alternate with `deno task bench`")
parser.add_argument("--turns", type=int, default=3, help="number of turns")
parser.add_argument("--save", help="write all results to this file")
parser.add_argument("--first-step", action="store_true", help=argparse.SUPPRESS)
options = parser.parse_args()

NAMES = [
    "train-step", "train-step-128", "train-mlp", "epoch", "first-step", "large-images", "features",
]
TRAIN, VALIDATION = 1280, 400  # as in bench/cases/epoch.ts


def beside():
    """Runs this file and our benchmark in turns, and takes medians over the turns."""
    names = options.only or NAMES
    pass_on = ["--threads", str(options.threads), "--rounds", str(options.rounds)]
    theirs = [sys.executable, __file__, *pass_on, "--steps", str(options.steps), "--only", *names]
    bench = ["deno", "task", "--quiet", "bench", "--json", *pass_on, "--engine", "native", "wasm"]
    turns = {}
    for turn in range(options.turns):
        for command in (theirs + ["--jit"] * options.jit, [*bench, "--case", *names]):
            print(f"turn {turn + 1}: {' '.join(command[:4])} ...", file=sys.stderr)
            out = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
            for line in out.decode().splitlines():
                found = json.loads(line)
                turns.setdefault((found["name"], found["engine"]), []).append(found)
    rows = [
        {
            **found[0],
            "ms": round(statistics.median(one["ms"] for one in found), 3),
            "best": round(min(one["best"] for one in found), 3),
            "turns": [round(one["ms"], 3) for one in found],
        }
        for found in turns.values()
    ]
    rows.sort(key=lambda row: (names.index(row["name"]), row["engine"]))
    reference = {row["name"]: row["ms"] for row in rows if row["engine"] in ("tensorflow", "keras")}
    for row in rows:
        ratio = row["ms"] / reference[row["name"]]
        print(f"{row['name']:16}{row['engine']:12}{row['ms']:10.2f} ms {row['unit']}  {ratio:.2f}x")
    if options.save:
        save(rows)


def processor():
    try:
        with open("/proc/cpuinfo") as cpuinfo:
            model = next(line for line in cpuinfo if line.startswith("model name"))
        return model.split(":")[1].strip()
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def save(rows):
    deno = subprocess.run(["deno", "--version"], check=True, stdout=subprocess.PIPE).stdout
    result = {
        "date": datetime.date.today().isoformat(),
        "command": "python3 tools/bench_keras.py " + " ".join(sys.argv[1:]),
        "machine": {
            "cpu": processor(),
            "cores": os.cpu_count(),
            "memoryGB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "deno": deno.decode().split()[1],
        "python": platform.python_version(),
        "measurements": rows,
    }
    with open(options.save, "w") as file:
        json.dump(result, file, indent=2)
        file.write("\n")


if options.beside:
    beside()
    sys.exit()

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
try:
    import numpy as np
    import tensorflow as tf
    import keras
    from keras import layers
except ImportError as error:
    sys.exit(
        f"Cannot time TensorFlow: {error}; install it with `pip install tensorflow-cpu keras`."
    )

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)


def cnn():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Rescaling(1 / 255),
        layers.Conv2D(64, 3, padding="same"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, padding="same"),
        layers.MaxPooling2D(2),
        layers.Conv2D(16, 3, padding="same"),
        layers.Flatten(),
        layers.Dense(256, activation="relu"),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])


def mlp():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dropout(0.2),
        layers.Dense(128, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])


def large():
    return keras.Sequential([
        keras.Input((150, 150, 32)),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, padding="same"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])


def report(name, engine, unit, milliseconds, first=None, peak=None):
    print(
        json.dumps({
            "name": name,
            "engine": engine,
            "threads": options.threads,
            "ms": round(statistics.median(milliseconds), 3),
            "unit": unit,
            "best": round(min(milliseconds), 3),
            "rounds": len(milliseconds),
            **({"first": round(first, 3)} if first else {}),
            **({"peak": peak} if peak else {}),
            "jit": options.jit,
            "version": tf.__version__ if engine == "tensorflow" else keras.__version__,
        }),
        flush=True,
    )


def bare_step(model, batch):
    """The least that a training step needs in TensorFlow, as one compiled function."""
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    loss_of = keras.losses.SparseCategoricalCrossentropy()

    @tf.function(jit_compile=options.jit)
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        slopes = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(slopes, model.trainable_variables)
        return loss

    shape = (batch, *model.input_shape[1:])
    x = tf.constant(np.random.default_rng(0).random(shape, np.float32) * 255)
    y = tf.constant(np.arange(batch) % 10)
    return lambda: step(x, y)


def bare_features(batch):
    """InceptionV3 to mixed7 on images of 75x75 as one compiled function."""
    whole = keras.applications.InceptionV3(
        include_top=False, weights=None, input_shape=(75, 75, 3)
    )
    model = keras.Model(whole.input, whole.get_layer("mixed7").output)
    function = tf.function(lambda x: model(x, training=False))
    x = tf.constant(np.random.default_rng(0).random((batch, 75, 75, 3), np.float32))
    return lambda: function(x)


def time_bare(name, unit, step):
    start = time.perf_counter()
    step().numpy()
    first = (time.perf_counter() - start) * 1000
    for _ in range(15):
        step().numpy()
    rounds = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        for _ in range(options.steps):
            result = step()
        result.numpy()
        rounds.append((time.perf_counter() - start) * 1000 / options.steps)
    report(name, "tensorflow", unit, rounds, first)


class EpochTimes(keras.callbacks.Callback):
    """Epoch durations in milliseconds, validation included."""

    def on_train_begin(self, logs=None):
        self.rounds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.rounds.append((time.perf_counter() - self.start) * 1000)


def time_fit():
    model = cnn()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    generator = np.random.default_rng(0)
    x = generator.integers(0, 256, (TRAIN + VALIDATION, 28, 28, 1)).astype(np.float32)
    y = np.arange(len(x)) % 10
    times = EpochTimes()
    model.fit(
        x[:TRAIN], y[:TRAIN], validation_data=(x[TRAIN:], y[TRAIN:]), validation_batch_size=100,
        batch_size=32, epochs=options.rounds + 1, verbose=0, callbacks=[times],
    )
    unit = f"an epoch of {TRAIN} images and {VALIDATION} to validate"
    report("epoch", "keras", unit, times.rounds[1:], times.rounds[0])  # the first compiles


def time_process(name, rounds):
    """This file in a new process that trains one step (three large ones) and ends."""
    times, peaks = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        out = subprocess.run(
            [sys.executable, __file__, "--threads", str(options.threads), "--first-step", "--only",
             name],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ).stdout
        times.append((time.perf_counter() - start) * 1000)
        peaks.append(int(out))
    report(name, "keras", "a process", times, times[0], max(peaks))


STEPS = {"train-step": (cnn, 32), "train-step-128": (cnn, 128), "train-mlp": (mlp, 32)}


def wanted(name):
    return not options.only or name in options.only


if options.first_step:
    one = bare_step(large() if "large-images" in options.only else cnn(), 32)
    for _ in range(3 if "large-images" in options.only else 1):
        one().numpy()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    sys.exit()

for name, (make, batch) in STEPS.items():
    if wanted(name):
        time_bare(name, f"a step of {batch} images", bare_step(make(), batch))
if wanted("epoch"):
    time_fit()
for name, rounds in (("first-step", 3), ("large-images", 1)):
    if wanted(name):
        time_process(name, rounds)
if wanted("features"):
    time_bare("features", "32 images of 75x75x3", bare_features(32))
