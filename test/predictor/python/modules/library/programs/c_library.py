# Which C library the interpreter is linked to: packaging reads the interpreter's own file for it.
import os
import sys

os.mkdir('packaging')
open('packaging/__init__.py', 'w').close()
with open('packaging/_musllinux.py', 'w') as f:
    f.write('''
def _get_musl_version(executable):
    with open(executable, 'rb') as f:
        return (1, 2) if b'/lib/ld-musl-' in f.read() else None
''')
sys.path.insert(0, os.getcwd())
from packaging._musllinux import _get_musl_version

print(_get_musl_version(sys.executable))
