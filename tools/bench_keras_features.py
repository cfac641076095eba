"""Times InceptionV3 to mixed7, the frozen part of labs 11 and 12, in Keras and in ours, by turns.

A batch of images of 75x75 through Keras (as one tf.function, and by predict_on_batch), then through
our engines, then Keras again: what disturbs the machine disturbs all of them. Prints one JSON line
an engine: {name, engine, threads, ms, min, unit, version}; ms is the median, for one image. Weights
are random in Keras, the embedded ones in ours; the time does not depend on them.

    python3 tools/bench_keras_features.py [--threads 2] [--rounds 15] [--batch 32]
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

parser = argparse.ArgumentParser(description="Times InceptionV3 to mixed7, Keras beside ours.")
parser.add_argument("--threads", type=int, default=os.cpu_count(), help="wasm always has one")
parser.add_argument("--rounds", type=int, default=15)
parser.add_argument("--batch", type=int, default=32)
options = parser.parse_args()

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
try:
    import numpy as np
    import tensorflow as tf
    import keras
except ImportError as error:
    sys.exit(
        f"Cannot time Keras: {error}; install it with `pip install tensorflow-cpu keras`."
    )

WARM_UP = 3
tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)


def keras_turns():
    """Two ways to ask Keras, each a function that takes one batch and gives its milliseconds."""
    whole = keras.applications.InceptionV3(
        include_top=False, weights=None, input_shape=(75, 75, 3)
    )
    model = keras.Model(whole.input, whole.get_layer("mixed7").output)
    images = np.random.default_rng(0).random((options.batch, 75, 75, 3), np.float32) * 2 - 1
    tensor = tf.constant(images)
    function = tf.function(lambda x: model(x, training=False))

    def timed(ask):
        def turn():
            start = time.perf_counter()
            ask()
            return (time.perf_counter() - start) * 1000
        return turn

    return {
        ("tensorflow", options.threads, tf.__version__): timed(lambda: function(tensor).numpy()),
        ("keras", options.threads, keras.__version__): timed(
            lambda: model.predict_on_batch(images)
        ),
    }


def our_turn(engine, threads):
    """A process of ours that computes a batch whenever it is asked."""
    process = subprocess.Popen(
        ["deno", "run", "--allow-env", "--allow-read", "--allow-ffi", "tools/time_features.ts"]
        + [engine, str(threads), str(options.batch)],
        cwd=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask():
        process.stdin.write("\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            sys.exit(f"Cannot time {engine}: it ended with {process.wait()}, expected an answer.")
        return json.loads(line)

    first = ask()
    turn = lambda: ask()["ms"]
    return (first["engine"], first["threads"], first["version"]), turn, process


turns = keras_turns()
processes = []
for engine, threads in (("native", options.threads), ("wasm", 1)):
    key, turn, process = our_turn(engine, threads)
    turns[key] = turn
    processes.append(process)
for turn in turns.values():
    for _ in range(WARM_UP):
        turn()
times = {key: [] for key in turns}
for _ in range(options.rounds):
    for key, turn in turns.items():
        times[key].append(turn() / options.batch)
for process in processes:
    process.stdin.close()
    process.wait()
for (engine, threads, version), all_times in times.items():
    print(json.dumps({
        "name": f"inception-mixed7-{options.batch}",
        "engine": engine,
        "threads": threads,
        "ms": round(statistics.median(all_times), 3),
        "min": round(min(all_times), 3),
        "unit": "an image of 75x75x3",
        "version": version,
    }))
