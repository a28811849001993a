// What is forecast where nobody can tell what is installed: neither that a package is there nor that it is not.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Setting } from '../../predictor/predict.ts';
import { withChanges } from '../../predictor/files.ts';
import type { TestForecast } from '../../trace-collector/trace.ts';
import { diskFiles } from '../support/engine.ts';
import { webGrammar } from '../support/grammars.ts';
import { libraryOf } from '../support/python.ts';

const files: Readonly<Record<string, string>> = {
  'test_import.py': 'import zebra_stripes\ndef test_import(): pass\n',
  'test_fallback.py': 'try:\n    import zebra_stripes\n    there = True\nexcept ImportError:\n    there = False\ndef test_fallback(): assert not there\n',
  'test_skip.py': "import pytest\npytest.importorskip('zebra_stripes')\ndef test_skip(): assert False\n",
  'test_spec.py': "import importlib.util\ndef test_spec(): assert importlib.util.find_spec('zebra_stripes') is None\n",
  'test_version.py': "import importlib.metadata\ndef test_version(): importlib.metadata.version('zebra-stripes')\n",
  'test_own.py': "import importlib.util, mine\nfrom mine import one\ndef test_own(): assert one() == 1 and importlib.util.find_spec('mine.none') is None\n",
  'mine/__init__.py': 'def one(): return 1\n',
};
// As others have it: built, for it holds Python's texts.
let predictor: typeof import('../../predictor/library.ts');
let grammar: Setting['grammar'];
beforeAll(async () => {
  predictor = await import(new URL('../../dist/predictor.js', import.meta.url).href);
  grammar = await webGrammar();
});

function forecast(name: string, packagesKnown: boolean): TestForecast {
  const library = libraryOf();
  const changes = new Map(Object.entries(files).map(([file, text]) => [`/workspace/${file}`, text]));
  const setting: Setting = {
    grammar,
    files: withChanges(library.files ?? diskFiles, changes),
    library: [library.path],
    packagesKnown,
    workspace: '/workspace',
    now: () => performance.now(),
  };
  return predictor.predictTests(setting, { paths: [`test_${name}.py`] }).tests[0];
}

describe('a package that is not found', () => {
  const names = ['import', 'fallback', 'skip', 'spec', 'version'];
  it.each(names)('is missing where it is known what is installed: %s', name => {
    expect(forecast(name, true).outcome).not.toBe('unknown');
  });
  it.each(names)('may be there where it is not known: %s', name => {
    const { outcome, why } = forecast(name, false);
    expect(outcome).toBe('unknown');
    expect(why.map(w => w.what).join('\n')).toMatch(/what is installed \(zebra.stripes\)/);
  });
  it("says nothing of the project's own modules, nor of parts of them", () => {
    expect(forecast('own', false).outcome).toBe('pass');
  });
});
