// lldb's adapters (lldb-dap, lldb-vscode) for programs in C, C++, Rust…: where such a program begins, and how its values read without addresses.
import { type AdapterKind, otherAdapter } from './adapter.ts';

/** Newer lldb-dap lists what a function gave back among the locals of its caller. */
const returned = '(Return Value)';

export const nativeAdapter: AdapterKind = {
  ...otherAdapter,
  entry: ['main'],
  stopsAfterReturn: true,
  variable: v => (v.name === returned ? undefined : v.name),
  returned: (_name, _qualified, variables) => variables.find(v => v.name === returned)?.value,
  text: value =>
    value
      // An aggregate is told by its type and place; it is opened part by part.
      .replace(/ @ 0x[0-9a-f]+/g, '')
      .replace(/\[(\d+)\]: /g, '')
      // What NULL points to is made up of types alone. A text is its characters, not where they lie; what a char pointer points to is in the text.
      .replace(/0x[0-9a-f]{8,16} ("(?:[^"\\]|\\.)*")(?: \{\*[^{}]*\})?/g, '$1')
      .replace(/\b0x0{8,16}\b(?: \{(?:[^{}]|\{[^{}]*\})*\})?/g, 'NULL')
      .replace(/\b0x[0-9a-f]{12,16}\b/g, '&'),
  // A signal has no class of its own: its name is in what is said of it.
  exception: (id, description) => ({ type: /\b(SIG[A-Z]+|EXC_[A-Z_]+)\b/.exec(description ?? '')?.[1] ?? id, text: description ?? id }),
};
