"""What tagging costs beside what must be done anyway: reading the words and the sentence models.

    .venv/bin/python -m benchmarks.engine_cost
    .venv/bin/python -m benchmarks.engine_cost --comments 100000

Real comments of the demo, over and over with a number added so that none is read twice. Seconds of
the processors of this machine (of two at work for one second: two), and memory. "alone" is what a
comment costs before anything is decided: its words, runs of letters and the installed models; to
tag it should cost less than 1.5 times as much.
"""

import argparse
import resource
import time
from dataclasses import replace

from analysis.engine import prepare, vectors_of
from benchmarks.patients import Patients

MANY = 100_000
SAMPLE = 1_000
CHUNK = 1_000


def numbered(comments, start: int, count: int):
    return [
        replace(comments[n % len(comments)], id=n, text=f"{comments[n % len(comments)].text} {n}")
        for n in range(start, start + count)
    ]


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work) -> tuple[float, object]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=0, help="tag so many in chunks as well")
    options = parser.parse_args()
    data = Patients()
    learning, tagger = timed(lambda: prepare(data.codebook, data.coded, data.vectors))
    print(f"{'learning from 4,420 coded comments':48} {learning:8.1f} s")
    tagging, _ = timed(lambda: tagger.suggest_all(data.comments, data.vectors))
    print(f"{'tagging 4,420 comments, vectors kept':48} {tagging:8.1f} s")
    some = numbered(data.comments, 0, SAMPLE)
    embedding, vectors = timed(lambda: vectors_of(some))
    reading, _ = timed(lambda: tagger.read(some, vectors))
    whole, _ = timed(lambda: tagger.suggest_all(some, vectors))
    print(f"{'1,000 new comments: models':48} {embedding:8.1f} s")
    print(f"{'  words and runs of letters':48} {reading:8.1f} s")
    print(f"{'  words, letters and tagging':48} {whole:8.1f} s")
    print(
        f"{'  all, as a multiple of models and words alone':48} "
        f"{(embedding + whole) / (embedding + reading):8.2f}"
    )
    print(f"{'most memory so far':48} {peak():8.0f} MB")
    if options.comments:
        report_many(tagger, data, options.comments)


def report_many(tagger, data: Patients, count: int) -> None:
    begun, suggested = time.process_time(), 0
    for start in range(0, count, CHUNK):
        part = numbered(data.comments, start, min(CHUNK, count - start))
        # The models' cost is known from above; here the rows stand for new ones.
        places = [n % len(data.comments) for n in range(start, start + len(part))]
        suggested += sum(map(len, tagger.suggest_all(part, data.rows(places))))
    seconds = time.process_time() - begun
    print(f"{f'tagging {count:,} comments in chunks, vectors kept':48} {seconds:8.0f} s")
    print(f"{'  suggestions':48} {suggested:8,}")
    print(f"{'  most memory':48} {peak():8.0f} MB")


if __name__ == "__main__":
    main()
