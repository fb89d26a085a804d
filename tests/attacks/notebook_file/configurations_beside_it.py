"""Configurations beside the notebook of programs that read them where they are started: pytest, Jupyter, nbgrader, Python, git."""

HOOK = "open('@DROP@/configured', 'w')\n"


def mutate(notebook, folder):
    for name, text in {
        "conftest.py": HOOK,
        "pytest.ini": "[pytest]\naddopts = --co -q\n",
        "setup.cfg": "[tool:pytest]\naddopts = --co\n",
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--co'\n",
        "nbgrader_config.py": HOOK,
        "jupyter_nbconvert_config.py": HOOK,
        "ipython_config.py": HOOK,
        ".ipython/profile_default/startup/00.py": HOOK,
        ".pth": "import os",
        ".env": "PYTHONSTARTUP=x.py\n",
        ".coveragerc": "[run]\nplugins = x\n",
        "test_saliency_map.py": "def test_nothing(): pass\n",
        ".git/config": "[core]\nfsmonitor = touch @DROP@/git\n",
        "tox.ini": "[pytest]\nminversion = 99\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
