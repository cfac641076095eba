"""Runs our benchmark and its peers in turns, each engine in its own process, and compares them."""
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys

from bench_peers.common import CASES

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PEERS = ["tensorflow", "keras", "jax", "pytorch"]
COMMAND = "python3 tools/bench_keras.py --beside --save"
#: What each peer's process needs in its environment.
ENVIRONMENT = {"pytorch": {"MALLOC_MMAP_MAX_": "0"}}
#: The cases in which Keras is measured, and the other peers are not.
KERAS_ONLY = ["epoch", "first-step", "large-images"]


def contenders(options):
    """For each engine that takes part, its name, its command and its environment."""
    wanted = options.engines or [*PEERS, "native", "wasm/1", "wasm/2"]
    python = [sys.executable, os.path.join(ROOT, "tools", "bench_keras.py")]
    for name in wanted:
        engine, _, threads = name.partition("/")
        rounds = ["--rounds", str(options.rounds)]
        threads = ["--threads", threads or str(options.threads)]
        if engine in PEERS:
            cases = [case for case in options.only if (case in KERAS_ONLY) == (engine == "keras")]
            command = [*python, "--peer", engine, *threads, *rounds, "--only", *cases]
            command += ["--jit"] * (options.jit and engine == "tensorflow")
        else:
            cases = options.only
            command = [
                "deno", "task", "--quiet", "bench", "--json", "--engine", engine, *threads, *rounds,
                "--case", *cases,
            ]
        if cases:
            yield name, command, ENVIRONMENT.get(engine, {})


def beside(options):
    """Alternates all contenders, and takes medians over the turns."""
    runners = list(contenders(options))
    found, commands = {}, {}
    for turn in range(options.turns):
        # Each turn begins with another engine: none always follows the same one.
        start = turn % len(runners)
        for name, command, extra in runners[start:] + runners[:start]:
            print(f"turn {turn + 1} of {options.turns}: {name}", file=sys.stderr, flush=True)
            result = subprocess.run(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env={**os.environ, **extra}, text=True, check=False,
            )
            if result.returncode != 0:
                said = result.stderr.strip().splitlines()[-1:] or ["no reason given"]
                # One that is not installed is left out; one of ours that fails is an error.
                if name not in PEERS:
                    sys.exit(f"Cannot measure {name}: {said[0]}")
                print(f"{name} is left out: {said[0]}", file=sys.stderr)
                runners = [runner for runner in runners if runner[0] != name]
                continue
            commands[name] = " ".join([*(f"{k}={v}" for k, v in extra.items()), *shown(command)])
            lines = [json.loads(line) for line in result.stdout.splitlines()]
            # An engine without threads computes the same whatever was asked.
            lines = [one for one in lines if name.partition("/")[2] in ("", str(one["threads"]))]
            if not lines:
                print(f"{name} is left out: it does not compute so", file=sys.stderr)
                runners = [runner for runner in runners if runner[0] != name]
            for one in lines:
                key = (one["name"], one["engine"], one["threads"])
                found.setdefault(key, []).append(one)
    rows = [summary(turns) for turns in found.values()]
    rows.sort(key=order)
    table(rows)
    if options.save:
        save(options.save, rows, commands)


def order(row):
    return CASES.index(row["name"]), row["engine"], row["threads"]


def shown(command):
    """A command without this machine's paths."""
    names = {sys.executable: "python3"}
    return [names.get(word, os.path.relpath(word, ROOT) if word.startswith(ROOT) else word)
            for word in command]


def summary(turns):
    times = [one["ms"] for one in turns]
    return {
        **turns[0],
        "ms": round(statistics.median(times), 3),
        "best": round(min(one["best"] for one in turns), 3),
        "first": round(statistics.median(one["first"] for one in turns), 3),
        "turns": [round(ms, 3) for ms in times],
    }


def table(rows):
    """Prints every median, and its ratio to that of the fastest peer."""
    for row in rows:
        peers = [one["ms"] for one in rows
                 if one["name"] == row["name"] and one["engine"] in PEERS]
        ratio = f"{row['ms'] / min(peers):8.2f}x" if peers else ""
        engine = f"{row['engine']}/{row['threads']}"
        print(f"{row['name']:16}{engine:14}{row['ms']:11.2f} ms {ratio}  {row['unit']}")


def processor():
    try:
        with open("/proc/cpuinfo") as cpuinfo:
            model = next(line for line in cpuinfo if line.startswith("model name"))
        return model.split(":")[1].strip()
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def save(path, rows, commands):
    """Writes the file; one of the same day and machine keeps the cases that were not measured now."""
    deno = subprocess.run(["deno", "--version"], check=True, stdout=subprocess.PIPE).stdout
    path = os.path.join(ROOT, path)
    command = "python3 tools/bench_keras.py " + " ".join(sys.argv[1:])
    this = {
        "date": datetime.date.today().isoformat(),
        "machine": {
            "cpu": processor(),
            "cores": os.cpu_count(),
            "memoryGB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "deno": deno.decode().split()[1],
        "python": platform.python_version(),
    }
    measured = {row["name"] for row in rows}
    kept, cases, ran = earlier(path, this)
    rows += [row for row in kept if row["name"] not in measured]
    rows.sort(key=order)
    cases = {**cases, **{name: command for name in measured}}
    whole = set(cases.values())
    result = {
        "command": command if len(whole) == 1 else f"{COMMAND}, some measurements at a time",
        **this,
        # For each measurement the command that made it, and for each engine its own last command.
        "cases": {name: cases[name] for name in CASES if name in cases},
        "commands": {**ran, **commands},
        "measurements": rows,
    }
    with open(path, "w") as file:
        json.dump(result, file, indent=2)
        file.write("\n")


def earlier(path, this):
    """Rows, commands of cases and commands of engines in a file of the same day and machine."""
    try:
        with open(path) as file:
            before = json.load(file)
    except FileNotFoundError:
        return [], {}, {}
    if any(before.get(key) != value for key, value in this.items()) or "cases" not in before:
        return [], {}, {}
    return before["measurements"], before["cases"], before["commands"]
