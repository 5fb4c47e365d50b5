"""The site's own settings, with static files collected where the benchmark says: it leaves nothing behind."""

import os

from config.settings import *  # noqa: F403

STATIC_ROOT = os.environ["BENCH_STATIC"]
