"""The benchmark runs from end to end and says of every goal where it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a_quick_run_reports_on_every_goal():
    command = [sys.executable, "-m", "tests.bench"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"QUICK": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    headings = re.findall(r"^## (\w+)", done.stdout, re.M)
    goals = re.findall(r"\| (good|met|\*\*missed\*\*) \|$", done.stdout, re.M)
    assert (headings, len(goals)) == (["Pages", "Finding", "Search", "Export"], 15)
