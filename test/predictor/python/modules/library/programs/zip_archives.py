# What an archive holds does not hang on the times of its entries, which nobody knows.
import io, os, tempfile, zipfile, shutil
b = io.BytesIO()
with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.txt", "one" * 50)
    z.writestr("d/", "")
    with z.open("b.txt", "w") as f:
        f.write(b"two")
with zipfile.ZipFile(b) as z:
    print(z.namelist(), z.read("a.txt")[:6], z.testzip(), [i.file_size for i in z.infolist()], z.getinfo("b.txt").date_time, z.getinfo("d/").is_dir())
d = tempfile.mkdtemp()
os.chdir(d)
os.mkdir("src")
with open("src/x.py", "w") as f:
    f.write("X = 1\n")
shutil.make_archive("made", "zip", "src")
with zipfile.ZipFile("made.zip") as z:
    print(sorted(z.namelist()), z.read("x.py"))
    z.extractall("out")
print(os.listdir("out"), open("out/x.py").read())
with zipfile.ZipFile("made.zip", "a") as z:
    z.write("src/x.py", "again.py")
    print(len(z.infolist()))
try:
    zipfile.ZipInfo("x", (1979, 1, 1, 0, 0, 0))
except ValueError as e:
    print(e)
try:
    zipfile.ZipInfo("x", ())
except IndexError as e:
    print(e)
p = zipfile.Path(zipfile.ZipFile("made.zip"))
print([c.name for c in p.iterdir()], (p / "x.py").read_text())
import time
print(len(time.localtime(time.time())[:6]), len(time.gmtime(os.stat("src/x.py").st_mtime)))
