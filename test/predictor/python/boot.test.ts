// What was made before a boot is gone behind it.
import { expect, test } from 'vitest';
import { defaultBudget } from '../../../predictor/budget.ts';
import { boot, execText, guarded, mainNamespace, startRun } from '../../../predictor/python/machine.ts';
import { run, world } from '../../../predictor/python/world.ts';
import { startTestEngine } from '../../support/engine.ts';

const printed = (text: string): string => {
  startRun(defaultBudget);
  expect(guarded(() => execText(text, 'program.py', mainNamespace('program.py')))).toMatchObject({ ending: { kind: 'value' }, doubts: [] });
  return run.stdout;
};
const mine = `print([b.__name__ for b in (object, Exception, dict) for c in b.__subclasses__() if c.__module__ == '__main__'])`;

test('builtin classes have the subclasses of the program in hand, not those of programs before it', async () => {
  await startTestEngine();
  expect(printed(`class A: pass\nclass E(Exception): pass\nclass D(dict): pass\n${mine}`)).toBe("['object', 'Exception', 'dict']\n");
  boot(world.current);
  expect(printed(mine)).toBe('[]\n');
  expect(printed(`class E(Exception): pass\n${mine}`)).toBe("['Exception']\n");
});

test('subclasses that the engine itself has stay', async () => {
  await startTestEngine();
  const own = 'print(OSError in Exception.__subclasses__(), bool in int.__subclasses__(), FileNotFoundError in OSError.__subclasses__())';
  boot(world.current);
  expect(printed(own)).toBe('True True True\n');
});
