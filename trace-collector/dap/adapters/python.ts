// debugpy: what it needs to be told, and how its stops read as the events of CPython's settrace.
import type { StackFrame } from '../protocol.ts';
import type { AdapterKind, CodePlace, SourceLines } from './adapter.ts';

const inline = { special: 'inline', function: 'inline', class: 'inline', protected: 'inline' };
const module = new Set(['__name__', '__builtins__', '__doc__', '__file__', '__package__', '__loader__', '__spec__', '__annotations__', '__cached__']);
const exceptionName = '__exception__';
// The debuggee writes a message's head and body apart, and TCP holds the body back until the head is acknowledged: 40 ms for each answer on Linux, unless the
// adapter acknowledges at once. The same adapter, ten times as fast.
const prompt = `import runpy, socket
quick = getattr(socket, 'TCP_QUICKACK', None)
if quick is not None:
    plain = socket.socket.recv_into
    def recv_into(self, *args):
        n = plain(self, *args)
        try:
            self.setsockopt(socket.IPPROTO_TCP, quick, 1)
        except OSError:
            pass
        return n
    socket.socket.recv_into = recv_into
runpy.run_module('debugpy.adapter', run_name='__main__', alter_sys=True)
`;
const returned = /^\(return\) /;

export const debugpyAdapter: AdapterKind = {
  command: given => (given.length === 3 && given[1] === '-m' && given[2] === 'debugpy.adapter' ? [given[0], '-c', prompt] : given),
  arguments: given => ({
    console: 'internalConsole',
    redirectOutput: true,
    stopOnEntry: true,
    justMyCode: true,
    // Else a thread that was stopped along with the one that steps would never go on, and the program would wait for it.
    steppingResumesAllThreads: true,
    subProcess: false,
    ...given,
    showReturnValue: true,
    variablePresentation: inline,
  }),
  stableFrames: true,
  stopsAfterReturn: true,
  atEnd: 'None',
  entry: [],
  raised: 'raised',
  wholeValues: true,
  place,
  pauses: source => /\b(?:yield|await)\b/.test(source),
  variable: v => (v.name === exceptionName || module.has(v.name) || returned.test(v.name) ? undefined : v.name),
  // Methods are listed with their class before them.
  returned: (name, qualified, variables) => {
    const listed = variables.filter(v => returned.test(v.name));
    const method = `(return) ${qualified.split('.').slice(-2).join('.')}`;
    return (listed.find(v => v.name === `(return) ${qualified}` || v.name === method) ?? listed.find(v => v.name === `(return) ${name}`))?.value;
  },
  // CPython's addresses differ from run to run.
  text: value => value.replace(/ at 0x[0-9a-fA-F]+(?=[>:, ])/g, ''),
  exception: (id, description, variables) => {
    const type = id.slice(id.lastIndexOf('.') + 1);
    const triple = variables.find(v => v.name === exceptionName)?.value ?? '';
    const text = /^\(<class '[^']*'>, ([\s\S]*), <traceback object[^>]*>\)$/.exec(triple)?.[1];
    return { type, text: text ?? description ?? '' };
  },
};

/** debugpy tells a code's bare name and the line it is at; where it begins, and in what it lies, is read from the source by its indentation. */
function place(frame: StackFrame, first: number, lines: SourceLines): CodePlace {
  const { name } = frame;
  if (name === '<module>') return { name, line: 1, callLine: 0 };
  const text = lines(frame.source?.path ?? '');
  const here = { name, line: first, callLine: first };
  if (text === undefined) return here;
  const opens = name.startsWith('<') ? undefined : new RegExp(`^\\s*(?:async\\s+def|def|class)\\s+${name}\\b`);
  let at = first - 1;
  if (opens !== undefined) {
    while (at >= 0 && !opens.test(text[at] ?? '')) at--;
    if (at < 0) return here;
  }
  const around: string[] = [];
  let indent = indentOf(text[at] ?? '');
  for (let i = at - 1; i >= 0 && indent > 0; i--) {
    const line = text[i];
    if (/^\s*(?:#|$)/.test(line) || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    const outer = /^\s*(async\s+def|def|class)\s+(\w+)/.exec(line);
    if (outer !== null) around.unshift(outer[1] === 'class' ? outer[2] : `${outer[2]}.<locals>`);
  }
  // A decorated function begins at its first decorator.
  let begins = at;
  if (opens !== undefined) while (begins > 0 && text[begins - 1].trimStart().startsWith('@')) begins--;
  const line = begins + 1;
  return { name: [...around, name].join('.'), line, callLine: line };
}
const indentOf = (line: string): number => line.length - line.trimStart().length;
