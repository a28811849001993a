# The devices that every machine has.
import os
import stat


def tell(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, repr(e))


for path in ('/dev/null', '/dev/zero', '/dev/full', '/dev/urandom', '/dev/random'):
    print(path, os.path.exists(path), os.path.isfile(path), os.path.isdir(path), os.path.islink(path), stat.S_ISCHR(os.stat(path).st_mode), os.path.getsize(path), os.path.realpath(path))
for path in ('/dev/null', '/dev/zero', '/dev/full'):
    for buffering in (0, -1):
        with open(path, 'rb', buffering=buffering) as f:
            print(path, buffering, type(f).__name__, f.seekable(), f.writable(), f.isatty(), f.name, stat.S_ISCHR(os.fstat(f.fileno()).st_mode))
            tell('seek', lambda: f.seek(10))
            tell('seek to the end', lambda: f.seek(0, 2))
            tell('read', lambda: (f.read(0), f.read(4), len(f.read(10000))))
            tell('into', lambda: f.readinto(bytearray(5)))
            tell('write', lambda: f.write(b'x'))
    with open(path, 'r+b', buffering=0) as f:
        tell('both', lambda: (f.write(b'abc'), f.read(2), f.seek(0, 1)))
    with open(path) as f:
        tell('text', lambda: repr(f.read(3)))
    tell('descriptors', lambda: os.read(os.open(path, os.O_RDONLY), 3))
    tell('anew', lambda: open(path, 'x'))
with open('/dev/urandom', 'rb') as f:
    print(f.name, f.seekable(), f.read(0))
