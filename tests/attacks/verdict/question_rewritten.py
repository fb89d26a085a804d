"""Has IPython rewrite the code of the question before it runs: other cases, and no right answers put in."""

# cell: saliency_map
from IPython import get_ipython


def rewrite(lines):
    text = "".join(lines)
    return [text.replace('"saliency_map"', '"pre_processing"').replace('"values": 1', '"values": 0')]


def before(info):
    info.raw_cell = "pass"


shell = get_ipython()
if shell is not None:
    shell.input_transformers_cleanup.append(rewrite)
    shell.events.register("pre_run_cell", before)
