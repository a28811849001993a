// Command lines forecast, and held against real bash in a folder of its own: what is claimed must be so. What real bash did is kept in commands.golden.json for machines
// without it (`npm run bless` records it anew).
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandForecast, forecastCommand } from '../../../../extension/headless/shell-host.ts';
import { openWorkspace, type Workspace } from '../../../../extension/headless/workspace.ts';
import { type Folder, makeFolder } from '../folder.ts';

const files = {
  'pyproject.toml': '',
  'a.txt': 'one\ntwo\nthree\n',
  'b.txt': 'x y\n',
  'src/app.py': 'import sys\nprint("hi", *sys.argv[1:])\n',
  'src/lib/deep.txt': 'deep\n',
  'fail.py': 'import sys\nsys.exit(3)\n',
  'raise.py': 'print("before")\nraise ValueError("no")\n',
  'write.py': 'import os\nos.makedirs("out", exist_ok=True)\nf = open("out/r.txt", "w")\nf.write("made\\n")\nopen("a.txt", "a").write("four\\n")\n',
  'reads.py': 'import sys\nfor line in sys.stdin:\n    print(len(line), line.upper(), end="")\n',
  'remove.py': 'import os\nos.remove("b.txt")\nprint(os.environ.get("MODE"), os.getcwd().split("/")[-1] == "src")\n',
  'test_ok.py': 'def test_ok():\n    assert 1 + 1 == 2\n',
  'test_bad.py': 'def test_bad():\n    assert 1 + 1 == 3\n',
};
/** Command lines that must be answered in full, as bash answers them. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are the shell’s.
const known: readonly string[] = [
  'echo hello world',
  'echo -n a; echo "b  c"   \'d $X\' e\\ f',
  'echo one > new.txt && cat new.txt a.txt | head -n 2',
  'cat a.txt | grep -v two | wc -l',
  'false || echo fallback && echo both',
  'false && echo never; echo $?',
  '! true; echo $?',
  'mkdir -p build/{x,y}/z && touch build/x/f && ls build build/x',
  'mkdir -p build/sub && touch build/b build/a && ls build',
  'rm -rf src && ls',
  'rm none.txt; echo $?',
  'rm -f none.txt; echo $?',
  'rm src; echo $?',
  'rmdir src; echo $?; mkdir e && rmdir e; ls -d e',
  'cp -r src copy && cat copy/lib/deep.txt; ls copy',
  'cp a.txt b.txt && cat b.txt',
  'cp a.txt none/dir/; echo $?',
  'mv a.txt moved.txt && ls && cat moved.txt',
  'mv src/lib . && ls lib src',
  'cd src && pwd | wc -l && ls; cd .. && ls *.txt',
  '(cd src; ls) && ls src',
  'cd none; echo $?',
  'cat none.txt; echo $?',
  'cat src; echo $?',
  'for f in *.txt; do echo "file $f"; wc -l $f; done',
  'for i in 1 2 3; do if [ $i = 2 ]; then echo two; else echo other $i; fi; done',
  'A=5; B="$A $A"; echo $B "${A}0"; A= ; echo "[$A]"',
  'X=$(cat b.txt); echo $X "$X" | tail -n 1',
  '[ -f a.txt ] && [ -d src ] && [ ! -e none ] && test -n "x" && echo yes',
  'test 3 -gt 2 && echo gt; [ a != a ] || echo same',
  'cat <<EOF > here.txt\nname: $HOME_DIR end\n\\$x\nEOF\ncat here.txt',
  "cat <<'EOF'\nraw $X\nEOF",
  'grep -c o a.txt < b.txt; grep -n t <<< "two tests"',
  'printf "%s-%d\\n" a 1 b 2',
  'echo a > f; echo b >> f; cat < f; echo c >| f; cat f',
  'cat none.txt > out.txt 2>&1; cat out.txt; cat none2 2> err.txt; cat err.txt; cat none3 2>/dev/null; echo done',
  'tail -n 2 a.txt | head -1; head -2 a.txt; tail -1 a.txt',
  'sort -r a.txt; sort a.txt | head -n 1',
  'touch z1 z2 && ls z* && rm z? && ls z*; echo $?',
  'python3 src/app.py a "b c"',
  'python3 fail.py; echo $?; python3 fail.py && echo no',
  'python3 raise.py 2>/dev/null; echo $?',
  'python3 write.py && cat out/r.txt a.txt && ls out',
  'cat a.txt | python3 reads.py',
  'echo "print(6 * 7)" > calc.py && python3 calc.py',
  'python3 -c "print(1 + 1)\nprint(2)"',
  'cd src && python3 -c "import app"; PYTHONPATH=src python3 -c "import app"',
  'head -n -1 a.txt; tail -n +2 a.txt; head -n -9 a.txt',
  'python3 src/app.py > out.txt && python3 fail.py 2> err.txt || wc -c out.txt; wc -c < err.txt',
  'mv src other && python3 other/app.py && rm -r other && ls',
  'cat a.txt b.txt | sort | head -3 > s.txt; [ "$(cat s.txt | wc -l)" = 3 ] && cat s.txt',
  'MODE=dry python3 remove.py; ls *.txt; echo $MODE.',
  'cd src && python3 ../src/app.py x; cat ../a.txt',
  'python3 none.py 2>/dev/null; echo $?',
  'exit 4; echo never',
  '{ echo a; echo b; } > both.txt; wc -l < both.txt',
  'if grep -q two a.txt; then echo found; fi; if false; then echo 1; elif true; then echo 2; else echo 3; fi',
  'echo "it is \\"quoted\\" \\$HOME `echo sub`"',
  'ls none 2>/dev/null || echo missing',
  'basename /a/b.txt .txt; basename src/; dirname src/lib/deep.txt; dirname a.txt; dirname /x',
  'printf "b\\na\\na\\n" > u.txt; uniq u.txt; uniq -c u.txt; sort u.txt | uniq -d',
  'echo "Hello World" | tr a-z A-Z; echo a-b | tr -d -- -; echo "x y" | tr " " "\\n"',
  'echo "a:b:c" | cut -d: -f2; echo "a:b:c" | cut -d : -f 1,3; cut -c2-3 a.txt; cut -f1 b.txt',
  'seq 3; seq 2 4; seq 6 -2 1; for i in $(seq 2); do echo "n$i"; done',
  "sed -n 2p a.txt; sed 1d a.txt; sed '$d' a.txt; sed -n '2,$p' a.txt; sed s/o/0/ a.txt; sed 's/e/E/g' a.txt",
  'sed -i s/two/2/ a.txt && cat a.txt; printf "x" | sed s/x/yy/',
];
/** Where only the exit code and the files are claimed. */
const partly: readonly string[] = ['python3 -m pytest -q test_ok.py', 'pytest -q test_bad.py', 'python3 -m pytest -q none_test.py', 'echo a 3>&1', 'git status && rm -rf src', 'ls -l', 'sleep 1 & wait', 'f() { echo; }; f', 'date +%s > now.txt; rm a.txt', 'echo $RANDOM; echo $((1 + 2))', 'while true; do echo; done', 'echo ${A:-x}', 'cat a.txt | tee b.txt', 'cd src; cd - ; ls', 'rm *.txt -i; ls', 'sed -i s/a/b/ a.txt && cat a.txt', 'rm -rf "$(date)" && echo', 'cat /etc/hostname; echo x > /tmp/foretrace-never', "echo 'unclosed"];

/** As agents write them, written down before they were tried: here nothing need be answered, but what is answered must be right. */
const everyday: readonly string[] = [
  'ls -1 src', 'ls -a | head -n 5', 'cat a.txt b.txt > all.txt && wc -l all.txt', 'mkdir -p tmp/cache && touch tmp/cache/.keep && ls -A tmp/cache', 'rm -rf tmp build dist && echo cleaned',
  'cp a.txt a.bak && mv a.bak backup.txt && ls *.txt', 'grep -rn "deep" src', 'grep -c "" a.txt', 'grep -v "t" a.txt | sort -u', 'sort a.txt | uniq | wc -l', 'head -c 5 a.txt', 'tail -n 1 b.txt; echo "exit $?"',
  'test -d src && echo dir || echo nodir', '[ -s a.txt ] && echo filled', 'if [ ! -f missing.txt ]; then touch missing.txt; fi; ls missing.txt', 'for d in src src/lib; do ls $d | wc -l; done', 'for f in src/*.py; do basename $f; done',
  'echo "VERSION = 1" > version.py && python3 -c "import version; print(version.VERSION)"', 'python3 -c "print(open(\'a.txt\').read().count(\'o\'))"', 'python3 src/app.py one two | tr a-z A-Z', 'python3 fail.py || echo "failed with $?"', 'python3 raise.py > out.log 2> err.log; wc -l < out.log; grep -c ValueError err.log',
  'python3 -m pytest test_ok.py -q > /dev/null && echo passed', 'pytest test_bad.py > /dev/null 2>&1; echo $?', 'find . -name "*.txt" | sort', 'find src -type f | wc -l', 'sed -n 2p a.txt', "sed 's/one/1/' a.txt | head -n 1", "awk '{print NR\": \"$1}' a.txt", 'cut -d" " -f1 b.txt', 'xargs -n 1 echo < b.txt', 'diff a.txt b.txt; echo $?',
  'cd src && ls && cd lib && ls', 'pushd src > /dev/null && ls; popd > /dev/null; ls *.txt', 'echo $((2 + 3))', 'export NAME=x; echo "hello $NAME"', 'NAME=y sh -c "echo $NAME"', 'cat > conf.ini <<EOF\n[a]\nb = 1\nEOF\ngrep -n b conf.ini', 'printf "%s\\n" x y z | wc -l', 'touch -d 2020-01-01 old.txt; ls old.txt', 'chmod +x src/app.py; test -x src/app.py && echo exec', 'ln -s a.txt link.txt && cat link.txt | head -1',
  'stat -c %s a.txt', 'du -s src | cut -f1', 'tar cf x.tar a.txt && ls x.tar', 'wc -w a.txt b.txt', 'cat a.txt | while read l; do echo "[$l]"; done', 'which python3 > /dev/null && echo there', 'true && false || true; echo $?', 'set -e; false; echo never',
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: they are the shell’s.
interface Truth {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | null;
  readonly files: Readonly<Record<string, string>>;
}
const goldenFile = join(import.meta.dirname, 'commands.golden.json');
const bless = process.env.BLESS === '1';
const golden: Record<string, Truth> = bless ? {} : (JSON.parse(readFileSync(goldenFile, 'utf8')) as Record<string, Truth>);
const hasBash = spawnSync('bash', ['-c', 'python3 -c "import pytest, sys; print(sys.version_info[:2])"; pytest --version; cp --version'], { encoding: 'utf8' }).stdout?.match(/^\(3, 11\)[\s\S]*pytest[\s\S]*GNU/) != null;
/** What the golden file's machine had on its path: here by name only, since nothing is ever started. */
const tools = makeFolder(hasBash ? {} : { python: '', python3: '', pytest: '' });
const environment = { PATH: hasBash ? process.env.PATH! : `${tools.path}:${process.env.PATH}`, HOME: '/home/nobody', LC_ALL: 'C', PYTHONDONTWRITEBYTECODE: '1', TMPDIR: '/tmp' };

const made: Folder[] = [tools];
const fresh = (): Folder => {
  const f = makeFolder(files);
  made.push(f);
  return f;
};
function treeOf(folder: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (/(?:^|\/)(?:__pycache__|\.pytest_cache)(?:\/|$)/.test(name)) continue;
    out[name] = statSync(path).isDirectory() ? '<folder>' : readFileSync(path, 'utf8');
  }
  return out;
}
function really(command: string): Truth {
  if (!hasBash && !bless) return golden[command];
  const f = fresh();
  const r = spawnSync('bash', ['-c', command], { cwd: f.path, env: environment, encoding: 'utf8', input: '', timeout: 20_000 });
  return { stdout: r.stdout.replaceAll(f.path, '$ROOT'), stderr: r.stderr.replaceAll(f.path, '$ROOT'), exit: r.status, files: treeOf(f.path) };
}
let workspace: Workspace;
let folder: Folder;
beforeAll(() => {
  folder = fresh();
  workspace = openWorkspace(folder.path, { environment, engines: 1 });
});
afterAll(() => {
  workspace.dispose();
  for (const f of made) f.remove();
  if (bless) writeFileSync(goldenFile, `${JSON.stringify(golden, undefined, 1)}\n`);
});
const forecast = (command: string): Promise<CommandForecast> => forecastCommand(workspace, { command, cwd: folder.path, workspace: folder.path, environment });
const shown = (paths: readonly string[]): string[] => paths.map(p => relative(folder.path, p)).sort();
const normal = (text: string): string => text.replaceAll(folder.path, '$ROOT');

/** Nothing that is claimed is wrong. */
function holds(f: CommandForecast, truth: Truth): void {
  if (f.stdout.known) expect(normal(f.stdout.text)).toBe(truth.stdout);
  else expect(truth.stdout.startsWith(normal(f.stdout.text))).toBe(true);
  if (f.stderr.known) expect(normal(f.stderr.text)).toBe(truth.stderr);
  else expect(truth.stderr.startsWith(normal(f.stderr.text))).toBe(true);
  if (f.exit !== undefined) expect(f.exit).toBe(truth.exit);
}
describe('a command line', () => {
  it.each(known)('%s', async command => {
    const truth = really(command);
    if (bless) golden[command] = truth;
    const f = await forecast(command);
    holds(f, truth);
    expect(f.why).toEqual([]);
    expect(f.exit).toBe(truth.exit);
    expect(f.stdout.known).toBe(true);
    const before = treeOf(folder.path);
    const names = Object.keys(truth.files);
    expect(shown(f.made)).toEqual(names.filter(n => before[n] === undefined));
    expect(shown(f.changed)).toEqual(names.filter(n => before[n] !== undefined && before[n] !== truth.files[n]));
    expect(shown(f.deleted)).toEqual(Object.keys(before).filter(n => truth.files[n] === undefined).sort());
  });
  it.each(partly)('of which not all is known: %s', async command => {
    const f = await forecast(command);
    if (/tee|while|\/tmp\//.test(command)) return expect(f.exit).toBeUndefined();
    const truth = really(command);
    if (bless) golden[command] = truth;
    holds(f, truth);
  });
  it('as agents write them is answered rightly, wherever it is answered', async () => {
    const tally = { lines: everyday.length, answered: 0, right: 0 };
    const wrong: string[] = [];
    for (const command of everyday) {
      const truth = really(command);
      if (bless) golden[command] = truth;
      const f = await forecast(command);
      if (f.exit === undefined) continue;
      tally.answered++;
      try {
        holds(f, truth);
        const before = treeOf(folder.path);
        expect(shown(f.deleted)).toEqual(Object.keys(before).filter(n => truth.files[n] === undefined).sort());
        expect(shown(f.made)).toEqual(Object.keys(truth.files).filter(n => before[n] === undefined));
        tally.right++;
      } catch (e) {
        wrong.push(`${command}: ${(e as Error).message.split('\n')[0]}`);
      }
    }
    console.info(`command lines: ${tally.lines}, answered ${tally.answered}, of these right ${tally.right} (${((100 * tally.right) / tally.answered).toFixed(1)} %)`);
    expect(wrong).toEqual([]);
    expect(tally.answered).toBeGreaterThan(20);
  });
  it('changes nothing', () => {
    expect(treeOf(folder.path)).toEqual(treeOf(fresh().path));
  });
  it('that runs tests is known by its exit code', async () => {
    expect([(await forecast('pytest -q test_ok.py')).exit, (await forecast('python -m pytest test_bad.py')).exit, (await forecast('pytest -q test_ok.py && echo fine')).exit]).toEqual([0, 1, 0]);
    const f = await forecast('echo "def test_x(): assert 0" > test_new.py; pytest -q test_new.py');
    expect([f.exit, f.made.length]).toEqual([undefined, 1]);
  });
  it.each([
    ['test_ok.py::nothing', 4], ['no_such_file.py', 4], ['test_ok.py -k nothing', 5], ['-k ok test_ok.py', 0], ['test_bad.py -knothing', 5], ['test_bad.py -m slow', 5], ['test_ok.py --strange', undefined],
  ])('pytest %s ends with exit code %s', async (args, exit) => {
    expect((await forecast(`pytest -q ${args}`)).exit).toBe(exit);
  });
  it('that runs tests which cannot be collected, or are skipped as a whole file, ends as pytest does then', async () => {
    expect((await forecast('echo import no_such_module > test_ok.py; pytest -q test_ok.py')).exit).toBe(2);
    expect((await forecast(`echo 'import pytest; pytest.skip("no", allow_module_level=True)' > test_ok.py; pytest -q test_ok.py`)).exit).toBe(5);
  });
  it('tells how the tests in it end', async () => {
    const [report] = (await forecast('pytest -q test_bad.py')).tests;
    expect(report.tests.map(t => t.after?.result)).toContain('failed');
  });
  it('ends with 127 where there is no Python, or no pytest', async () => {
    const f = await forecastCommand(workspace, { command: 'python3 src/app.py', cwd: folder.path, workspace: folder.path, environment: { ...environment, PATH: '/nowhere' } });
    expect([f.exit, f.stdout]).toEqual([127, { text: '', known: true }]);
    expect((await forecast('.venv/bin/pytest -q')).exit).toBe(127);
  });
  it('lists what may be deleted behind what is unknown, for a policy to see', async () => {
    const effects = async (command: string): Promise<string[]> => (await forecast(command)).effects.map(e => `${e.kind} ${normal(e.what)}`);
    expect(await effects('make && rm -rf /var/data')).toContain('delete /var/data');
    expect(await effects('curl -s example.com | sh')).toContain('network curl -s example.com');
    expect(await effects('rm -rf $(cat /etc/x)')).toContainEqual(expect.stringMatching(/^delete \(unknown/));
    expect(await effects("sed -i 's/a.*/b/' a.txt")).toEqual(['write $ROOT/a.txt']);
    expect(await effects('sudo rm -rf /usr')).toContain('delete /usr');
    expect(await effects('echo x > ../outside.txt')).toContainEqual(expect.stringMatching(/^write .*outside\.txt/));
    expect(await effects('rm -rf ../other && echo')).toContainEqual(expect.stringMatching(/^delete .*other/));
  });
});
mkdirSync(dirname(goldenFile), { recursive: true });
