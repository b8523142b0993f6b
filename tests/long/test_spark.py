"""A Spark cluster of a master and two workers on this machine counts what this process counts, to the byte.

Skipped without Java or pyspark, but demanded where CI says so.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from milestonectl.files.frame import read_frame
from milestonectl.files.workspace import load_workspace

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "halden"
MISSING = [
    name
    for name, found in (("java", shutil.which("java")), ("pyspark", importlib.util.find_spec("pyspark")))
    if not found
]
pytestmark = pytest.mark.skipif(bool(MISSING) and not os.environ.get("CI"), reason=f"not here: {', '.join(MISSING)}")
HOST = "127.0.0.1"
REPORTS = (("rates", "--by", "region"), ("pace",), ("coach",), ("forecast",), ("movement",))
MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    return dict(os.environ) | {
        "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_HOSTNAME": HOST,
        "MILESTONECTL_NOW": "2026-11-20T12:00:00+00:00",
    }


@pytest.fixture
def master(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a cluster that lives as long as the test."""
    spec = importlib.util.find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    start = [str(Path(spec.origin).parent / "bin" / "spark-class")]
    port = _free_port()
    address = f"spark://{HOST}:{port}"
    commands = [
        [*start, MASTER, "--host", HOST, "--port", str(port), "--webui-port", "0"],
        *(
            [
                *start,
                WORKER,
                "--host",
                HOST,
                "--webui-port",
                "0",
                "-c",
                "1",
                "-m",
                "1g",
                "-d",
                str(tmp_path / f"worker{n}"),
                address,
            ]
            for n in (1, 2)
        ),
    ]
    running = []
    try:
        for command in commands:
            running.append(
                subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
            _wait_until_open(port)
        yield address
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_open(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")


def test_a_cluster_gives_the_same_bytes(environment: dict[str, str], master: str, tmp_path: Path) -> None:
    frame, _ = read_frame(EXAMPLE, load_workspace(EXAMPLE).settings.field_names)
    for part in range(2):
        frame.iloc[part::2].to_parquet(tmp_path / f"part{part}.parquet")
    submitted = {
        "PYSPARK_SUBMIT_ARGS": f"--master {master} --conf spark.driver.host={HOST} --conf spark.sql.shuffle.partitions=4 pyspark-shell"
    }
    for report in REPORTS:
        command = [sys.executable, "-m", "milestonectl", "-C", str(EXAMPLE), *report, "-o", "json"]
        here = subprocess.run(command, env=environment, check=True, capture_output=True).stdout
        there = subprocess.run(
            [*command, "--engine", "spark", "--ledger", f"{tmp_path}/*.parquet"],
            env=environment | submitted,
            check=True,
            capture_output=True,
        )
        assert there.stdout == here
        assert len(here) > 2_000
