"""Measures JAX: one jitted function of forward pass, loss, gradients and Adam.

Pooling is a maximum over a reshaped array: the gradient of `reduce_window` takes 186 ms in the
chapter's step. XLA takes all cores that it may use, so the threads are set by the process's affinity.
"""
import os

from bench_peers.common import STEPS, measure, report, shape

os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ["KERAS_BACKEND"] = "jax"
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax


def conv(x, w, b):
    out = lax.conv_general_dilated(
        x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
    )
    return out + b


def pool(x):
    n, h, w, c = x.shape
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max((2, 4))


def cnn(p, x, key):
    x = pool(conv(x / 255, *p[0]))
    x = conv(pool(conv(x, *p[1])), *p[2]).reshape(x.shape[0], -1)
    return dense(x, p[3:])


def mlp(p, x, key):
    x = (x / 255).reshape(x.shape[0], -1)
    kept = jax.random.bernoulli(key, 0.8, x.shape)
    return dense(jnp.where(kept, x / 0.8, 0), p)


def pictures(p, x, key):
    x = pool(jax.nn.relu(conv(x / 255, *p[0])))
    x = pool(jax.nn.relu(conv(x, *p[1])))
    return dense(jax.nn.relu(conv(x, *p[2])).mean((1, 2)), p[3:])


def dense(x, p):
    for w, b in p[:-1]:
        x = jax.nn.relu(x @ w + b)
    return x @ p[-1][0] + p[-1][1]


NETWORKS = {
    "cnn": (cnn, [(3, 3, 1, 64), (3, 3, 64, 32), (3, 3, 32, 16), (784, 256), (256, 128), (128, 10)]),
    "mlp": (mlp, [(784, 128), (128, 32), (32, 10)]),
    "pictures": (pictures, [(3, 3, 3, 32), (3, 3, 32, 64), (3, 3, 64, 64), (64, 10)]),
}


def train_step(case):
    """A step of Adam with Keras's settings; weights and averages stay on the device."""
    network, batch = STEPS[case]
    forward, shapes = NETWORKS[network]
    generator = np.random.default_rng(0)
    weights = [
        (jnp.array(generator.normal(0, 0.05, s), jnp.float32), jnp.zeros(s[-1])) for s in shapes
    ]
    zeros = jax.tree.map(jnp.zeros_like, weights)
    x = jnp.array(generator.random(shape(case), np.float32) * 255)
    y = jnp.arange(batch) % 10

    def loss_of(weights, key):
        scores = jax.nn.log_softmax(forward(weights, x, key))
        return -scores[jnp.arange(batch), y].mean()

    @jax.jit
    def update(state):
        weights, m, v, step, key = state
        key, drawn = jax.random.split(key)
        loss, g = jax.value_and_grad(loss_of)(weights, drawn)
        step = step + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        rate = 0.001 * jnp.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        weights = jax.tree.map(
            lambda w, m, v: w - rate * m / (jnp.sqrt(v) + 1e-7), weights, m, v
        )
        return (weights, m, v, step, key), loss

    state = (weights, zeros, zeros, jnp.array(0.0), jax.random.key(0))

    def step():
        nonlocal state
        state, loss = update(state)
        return loss

    return step


def features():
    """Keras's InceptionV3 to mixed7 on JAX, as one jitted function; its weights are constants."""
    import keras

    whole = keras.applications.InceptionV3(
        include_top=False, weights=None, input_shape=(75, 75, 3)
    )
    model = keras.Model(whole.input, whole.get_layer("mixed7").output)
    weights = [v.value for v in model.trainable_variables]
    others = [v.value for v in model.non_trainable_variables]
    function = jax.jit(lambda x: model.stateless_call(weights, others, x, training=False)[0])
    x = jnp.array(np.random.default_rng(0).random((32, 75, 75, 3), np.float32))
    return lambda: function(x)


def run(engine, cases, threads, rounds, jit=False):
    """Measures the cases that JAX is compared in."""
    for case in cases:
        if case in STEPS or case == "features":
            step = features() if case == "features" else train_step(case)
            times, first = measure(step, lambda result: result.block_until_ready(), rounds)
            report(case, engine, threads, jax.__version__, times, first)
