"""Times TensorFlow and Keras on the models that `deno task bench` times, on this machine's CPU.

Prints one JSON line a measurement: {name, engine, threads, ms, unit, min, jit}. `tensorflow` is the
bare training step: one tf.function that holds forward pass, loss, gradients and Adam, called on a
batch that is already a tensor. `keras` is what `fit` takes a step, data feeding included.

    python3 tools/bench_keras.py [--threads 2] [--rounds 7] [--steps 50] [--jit] [--only cnn-32]
"""
import argparse
import json
import os
import statistics
import sys
import time

parser = argparse.ArgumentParser(description="Times TensorFlow and Keras on the CPU.")
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--rounds", type=int, default=7, help="rounds; the median is reported")
parser.add_argument("--steps", type=int, default=50, help="steps a round")
parser.add_argument("--jit", action="store_true", help="compile the bare step with XLA")
parser.add_argument("--only", default="", help="measure only names that contain this")
parser.add_argument("--no-fit", action="store_true", help="leave Keras's fit out")
options = parser.parse_args()

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


def report(name, engine, milliseconds):
    print(
        json.dumps({
            "name": name,
            "engine": engine,
            "threads": options.threads,
            "ms": round(statistics.median(milliseconds), 3),
            "unit": "step",
            "min": round(min(milliseconds), 3),
            "jit": options.jit if engine == "tensorflow" else False,
            "version": tf.__version__ if engine == "tensorflow" else keras.__version__,
        }),
        flush=True,
    )


def bare_step(model, batch):
    """The step that TensorFlow itself can't do without, as one compiled function."""
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

    x = tf.constant(np.random.default_rng(0).random((batch, 28, 28, 1), np.float32) * 255)
    y = tf.constant(np.arange(batch) % 10)
    return lambda: step(x, y)


def time_bare(name, make, batch):
    step = bare_step(make(), batch)
    for _ in range(15):
        step().numpy()
    rounds = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        for _ in range(options.steps):
            loss = step()
        loss.numpy()
        rounds.append((time.perf_counter() - start) * 1000 / options.steps)
    report(name, "tensorflow", rounds)


class StepTimes(keras.callbacks.Callback):
    """Epoch durations, in milliseconds a step."""

    def on_train_begin(self, logs=None):
        self.rounds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.rounds.append((time.perf_counter() - self.start) * 1000 / options.steps)


def time_fit(name, make, batch):
    model = make()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    generator = np.random.default_rng(0)
    x = generator.random((batch * options.steps, 28, 28, 1), np.float32) * 255
    y = np.arange(len(x)) % 10
    times = StepTimes()
    model.fit(x, y, batch_size=batch, epochs=options.rounds + 1, verbose=0, callbacks=[times])
    report(name, "keras", times.rounds[1:])  # the first epoch compiles


for kind, make in (("cnn", cnn), ("mlp", mlp)):
    for batch in (32, 128):
        name = f"{kind}-{batch}"
        if options.only and options.only not in name:
            continue
        time_bare(name, make, batch)
        if not options.no_fit:
            time_fit(name, make, batch)
