// `__del__` runs at some point after an object was made: what it does is in doubt from then on, unless no one can see it.
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { execText, guarded, mainNamespace, type Outcome, startRun } from '../../../../predictor/python/machine.ts';
import { startTestEngine } from '../../../support/engine.ts';

beforeAll(startTestEngine);

const classes = `
log = []
class Quiet:
    def __init__(self): self.nodes = {1: 2}
    def __del__(self):
        "Lets go."
        self.nodes = None
        self.a = self.b = 1
class QuietChild(Quiet):
    def __init__(self): super().__init__(); self.x = 1
class Loud:
    def __del__(self): log.append(1)
class LoudChild(Loud): pass
class Watched(Quiet):
    def __setattr__(self, k, v):
        log.append(k)
        super().__setattr__(k, v)
class Handed(Quiet):
    nodes = property(lambda self: 1, lambda self, v: log.append(v))
import io
class Stream(io.IOBase):
    def close(self):
        log.append('closed')
        super().close()
    def __del__(self):
        """May fail."""
        try:
            self.close()
        except Exception:
            pass
class Items(list):
    def __del__(self): self.x = None
`;
function rehearse(program: string): Outcome {
  startRun(defaultBudget);
  return guarded(() => execText(program, 'program.py', mainNamespace('program.py')));
}

describe('no one can tell', () => {
  for (const what of ['print(Quiet().nodes)', 'QuietChild().x', 'Items([1]).append(2)', 'Stream().readable()', 'Loud.__name__', 'class More(LoudChild): pass'])
    test(what, () => {
      expect(rehearse(`${classes}\n${what}`)).toMatchObject({ ending: { kind: 'value' }, doubts: [] });
    });
});
describe('in doubt', () => {
  for (const what of ['Loud()', 'LoudChild()', 'object.__new__(Loud)', "type('Made', (Loud,), {})()", 'import copy; copy.copy(LoudChild)()', 'Watched()', 'Handed()', 'class LoudItems(list): __del__ = Loud.__del__'])
    test(what, () => {
      expect(rehearse(`${classes}\n${what}`).doubts).toMatchObject([{ what: '__del__' }]);
    });
});
