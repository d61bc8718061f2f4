"""Processes of their own, born of one that has imported what takes long: they begin sooner.

Nothing of services, pages and doors is imported: a server begins as fresh as one that is typed.
"""

import multiprocessing

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["babel", "plotly.graph_objects", "streamlit.web.cli", "tests.support"]
)
