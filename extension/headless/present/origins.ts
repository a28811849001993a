// Origins of unknowns, explained: what each kind means, and what a person can do about it.
import type { TraceOrigin } from '../../../trace-collector/trace.ts';

interface Explained {
  readonly say: string;
  readonly remedy: string;
}
const kinds: Readonly<Record<string, Explained>> = {
  'not-modelled': { say: 'Foretrace has no counterpart of this yet.', remedy: 'A scenario can patch it: {"patches": {"module.name": {"returns": …}}}.' },
  input: {
    say: 'It comes from outside the program: the terminal, the network, another process, a file that may not be read.',
    remedy: 'A scenario can pin stdin, files and environment, and patch what reaches the network.',
  },
  time: {
    say: 'It depends on what time it is, or on the machine’s time zone.',
    remedy: 'A scenario can pin them: {"clock": {"start": "2024-02-29T12:00:00Z", "zone": "UTC"}}.',
  },
  random: { say: 'It depends on chance.', remedy: 'A scenario can pin {"randomSeed": 42} and {"randomBytes": "…"}, or the program can seed its generator.' },
  order: {
    say: 'CPython leaves it open: the order of a set of texts, of a folder’s names, an address.',
    remedy: 'A scenario can pin {"hashSeed": 0}; sorting makes a program independent of it.',
  },
  budget: { say: 'The rehearsal stopped before the program ended.', remedy: 'A larger budget may reach the end; an endless loop has none.' },
  syntax: { say: 'The code there does not parse.', remedy: 'Mend the syntax; what lies outside the broken part is forecast all the same.' },
  branch: { say: 'It hangs on a decision over another unknown.', remedy: 'Make the other unknown known.' },
  native: { say: 'It is made by C code outside Python’s library.', remedy: 'A scenario can patch the names that the program uses of it.' },
  scenario: { say: 'The scenario asks for what cannot be.', remedy: 'Mend the scenario: it names what is not there.' },
  recording: { say: 'It is what a recorded call with the same arguments gave.', remedy: 'A new recording (foretrace verify) would make it certain.' },
  model: { say: 'A language model has answered it.', remedy: 'A recording of a real run would make it certain.' },
};

export function explainOrigin(o: TraceOrigin): Explained {
  const { say, remedy } = kinds[o.reason] ?? { say: 'It is not known.', remedy: 'A scenario may pin it.' };
  return { say: `${o.what}: ${say}`, remedy };
}
