"""Measures TensorFlow's bare steps, and Keras on TensorFlow: epochs of `fit` and whole processes.

`tensorflow` is one tf.function of forward pass, loss, gradients and Adam, called on a batch that is a
tensor already. `keras` is what `fit` takes for an epoch, data feeding and validation included, and a
Python process up to the end of its first training step.
"""
import os
import resource
import subprocess
import sys
import time

from bench_peers.common import STEPS, measure, report, shape

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf
from keras import layers

TRAIN, VALIDATION = 45_000, 15_000  # as in bench/cases/epoch.ts


def cnn(size):
    return keras.Sequential([
        keras.Input(size),
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


def mlp(size):
    return keras.Sequential([
        keras.Input(size),
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dropout(0.2),
        layers.Dense(128, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])


def pictures(size):
    return keras.Sequential([
        keras.Input(size),
        layers.Rescaling(1 / 255),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])


def large(size):
    return keras.Sequential([
        keras.Input(size),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, padding="same"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])


NETWORKS = {"cnn": cnn, "mlp": mlp, "pictures": pictures}


def bare_step(model, batch, jit=False):
    """The least that a training step needs in TensorFlow, as one compiled function."""
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    loss_of = keras.losses.SparseCategoricalCrossentropy()

    @tf.function(jit_compile=jit)
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    x = np.random.default_rng(0).random((batch, *model.input_shape[1:]), np.float32) * 255
    x, y = tf.constant(x), tf.constant(np.arange(batch) % 10)
    return lambda: step(x, y)


def bare_features():
    """InceptionV3 to mixed7; its weights are random, since the time does not depend on them."""
    whole = keras.applications.InceptionV3(
        include_top=False, weights=None, input_shape=(75, 75, 3)
    )
    model = keras.Model(whole.input, whole.get_layer("mixed7").output)
    function = tf.function(lambda x: model(x, training=False))
    x = tf.constant(np.random.default_rng(0).random((32, 75, 75, 3), np.float32))
    return lambda: function(x)


class EpochTimes(keras.callbacks.Callback):
    """Epoch durations in milliseconds, validation included."""

    def on_train_begin(self, logs=None):
        self.times = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.times.append((time.perf_counter() - self.start) * 1000)


def fit_epoch():
    """Milliseconds of an epoch, and of a small one before, which compiles."""
    model = cnn((28, 28, 1))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    x = np.random.default_rng(0).integers(0, 256, (TRAIN + VALIDATION, 28, 28, 1))
    x, y = x.astype(np.float32), np.arange(len(x)) % 10
    times = EpochTimes()

    def fit(train, validation):
        model.fit(
            x[:train], y[:train], validation_data=(x[-validation:], y[-validation:]),
            batch_size=32, epochs=1, verbose=0, callbacks=[times],
        )
        return times.times[0]

    first = fit(320, 320)
    return [fit(TRAIN, VALIDATION)], first


def processes(case, threads, rounds):
    """Milliseconds and peak memory of this program in new processes that train a few steps."""
    times, peaks = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        out = subprocess.run(
            [sys.executable, sys.argv[0], "--peer", "keras", "--threads", str(threads),
             "--first-steps", case],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ).stdout
        times.append((time.perf_counter() - start) * 1000)
        peaks.append(int(out))
    return times, max(peaks)


def first_steps(case, threads):
    """Trains one step, or three on large images, and prints the peak memory in bytes."""
    set_threads(threads)
    many = case == "large-images"
    step = bare_step(large((150, 150, 32)) if many else cnn((28, 28, 1)), 32)
    for _ in range(3 if many else 1):
        step().numpy()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def set_threads(threads):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def run(engine, cases, threads, rounds, jit=False):
    """Measures the cases that TensorFlow (or Keras) is compared in."""
    set_threads(threads)
    for case in cases:
        if engine == "keras":
            if case == "epoch":
                times, first = fit_epoch()
                report(case, engine, threads, keras.__version__, times, first)
            elif case in ("first-step", "large-images"):
                times, peak = processes(case, threads, 1)
                report(case, engine, threads, keras.__version__, times, times[0], peak=peak)
        elif case in STEPS or case == "features":
            if case == "features":
                step = bare_features()
            else:
                network, batch = STEPS[case]
                step = bare_step(NETWORKS[network](shape(case)[1:]), batch, jit)
            times, first = measure(step, lambda result: result.numpy(), rounds)
            report(case, engine, threads, tf.__version__, times, first)
