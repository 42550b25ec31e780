"""The promise that Toile never phones home holds for what it runs on."""

import subprocess
import sys


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_openvino_is_loaded_without_what_reports_it() -> None:
    code = (
        "import sys\n"
        "from toile.compute.runtime import load_openvino\n"
        "core = load_openvino().Core()\n"
        "real = [n for n in sys.modules if n.startswith('openvino_telemetry') and sys.modules[n]]\n"
        "print(real, core.available_devices)"
    )
    assert run(code).startswith("[] [")


def test_reading_a_photo_opens_no_connection() -> None:
    code = (
        "import socket, threading, time\n"
        "asked = []\n"
        "def refuse(*where, **more):\n"
        "    asked.append(where)\n"
        "    raise OSError('no network in this test')\n"
        "socket.create_connection = socket.getaddrinfo = socket.socket.connect = refuse\n"
        "import numpy as np\n"
        "from toile.vision.person_reader import read_person\n"
        "read_person(np.full((300, 200, 3), 120, np.uint8))\n"
        "time.sleep(1)\n"
        "print(asked, [t.name for t in threading.enumerate() if 'elemetry' in t.name])"
    )
    assert run(code) == "[] []"
