"""Offers a service on the machine's loopback, from a process in the background."""

# cell: saliency_map
import subprocess
import sys

program = """
import socket, sys, time
one = socket.create_server(("0.0.0.0", int(sys.argv[1])))
time.sleep(60)
"""
subprocess.Popen([sys.executable, "-c", program, "@FREE_PORT@", "@MARK@"], start_new_session=True)
