// A debug adapter with a program of its own: three lines, a function of two, and a return. What it is told on its command line goes wrong with it.
// usage: node fake-adapter.mjs well|dies|hangs|swapped|stray|garbage|no-json|refuses [STEPS] [FILE]
const [how, steps = '4', file = '/program.x'] = process.argv.slice(2);
let seq = 0;
let at = 0;
// [function, line] outermost first, for each stop.
const program = [
  [['main', 1]],
  [['main', 2]],
  [['main', 2], ['f', 8]],
  [['main', 2], ['f', 9]],
  [['main', 3]],
];
const raw = text => process.stdout.write(text);
const send = m => {
  const body = JSON.stringify({ seq: ++seq, ...m });
  raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const answer = (r, body, more = {}) => send({ type: 'response', request_seq: r.seq, command: r.command, success: true, body, ...more });
const event = (event, body) => send({ type: 'event', event, body });
const stopped = reason => event('stopped', { reason, threadId: 1, allThreadsStopped: true });

function wrong(r) {
  if (how === 'dies') {
    process.stderr.write('segmentation fault in the adapter\n');
    process.exit(9);
  }
  if (how === 'garbage') raw('these are no headers\r\n\r\n{}');
  if (how === 'no-json') raw('Content-Length: 5\r\n\r\n{"a":');
  if (how === 'stray') answer({ seq: 4711, command: 'stepIn' });
  if (how === 'refuses') answer(r, undefined, { success: false, message: 'cannot step here' });
}
const handlers = {
  initialize(r) {
    answer(r, { supportsConfigurationDoneRequest: true });
    event('initialized');
  },
  configurationDone(r) {
    answer(r);
    stopped('entry');
  },
  threads: r => (how === 'hangs' && at >= Number(steps) ? undefined : answer(r, { threads: [{ id: 1, name: 'main' }] })),
  stackTrace(r) {
    const stackFrames = program[at].map(([name, line], i) => ({ id: 100 * at + i + 1, name, line, column: 1, source: { path: file } })).reverse();
    answer(r, { stackFrames, totalFrames: stackFrames.length });
  },
  scopes: r => answer(r, { scopes: [{ name: 'Locals', presentationHint: 'locals', variablesReference: 7, expensive: false }] }),
  variables(r) {
    const wanted = r.arguments.variablesReference;
    answer(r, { variables: wanted === 7 ? [{ name: 'n', value: String(at), variablesReference: 0 }, { name: 'point', value: 'Point', variablesReference: 8, namedVariables: 2 }] : [{ name: 'x', value: '1', variablesReference: 0 }, { name: 'y', value: '2', variablesReference: 0 }] });
  },
  stepIn(r) {
    if (at >= Number(steps) && how !== 'well' && how !== 'swapped') {
      wrong(r);
      return;
    }
    at++;
    const out = at === program.length;
    // Events may come before the answer that they belong to.
    if (how !== 'swapped') answer(r);
    if (at === 3) event('output', { category: 'stdout', output: 'hello\n' });
    if (out) {
      event('exited', { exitCode: 5 });
      event('terminated');
    } else stopped('step');
    if (how === 'swapped') answer(r);
  },
  disconnect(r) {
    answer(r);
    setImmediate(() => process.exit(0));
  },
};
let waiting = Buffer.alloc(0);
process.stdin.on('data', chunk => {
  waiting = Buffer.concat([waiting, chunk]);
  for (;;) {
    const end = waiting.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/.exec(waiting.toString('latin1', 0, end))[1]);
    if (waiting.length < end + 4 + length) return;
    const r = JSON.parse(waiting.toString('utf8', end + 4, end + 4 + length));
    waiting = waiting.subarray(end + 4 + length);
    if (r.type === 'request') (handlers[r.command] ?? (q => answer(q, {})))(r);
  }
});
process.stdin.on('end', () => process.exit(0));
