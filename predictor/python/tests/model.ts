// The model of pytest: Python sources of our own that stand in for the installed package, as files of a virtual folder.
/// <reference path="./python-text.d.ts" />
import { modelFolder } from './model-folder.ts';
import hypothesisInit from './library/hypothesis/__init__.py';
import hypothesisControl from './library/hypothesis/control.py';
import hypothesisCore from './library/hypothesis/core.py';
import hypothesisErrors from './library/hypothesis/errors.py';
import hypothesisInert from './library/hypothesis/inert.py';
import hypothesisProvisional from './library/hypothesis/provisional.py';
import hypothesisStateful from './library/hypothesis/stateful.py';
import hypothesisStrategies from './library/hypothesis/strategies.py';
import internalPackage from './library/_pytest/__init__.py';
import pytestCode from './library/_pytest/_code.py';
import pytestApprox from './library/_pytest/approx.py';
import pytestBuiltinFixtures from './library/_pytest/builtin_fixtures.py';
import pytestCapture from './library/_pytest/capture.py';
import pytestConfig from './library/_pytest/config/__init__.py';
import pytestConfigArgparsing from './library/_pytest/config/argparsing.py';
import pytestDoctest from './library/_pytest/doctest.py';
import pytestFixtures from './library/_pytest/fixtures.py';
import pytestForetrace from './library/_pytest/foretrace.py';
import pytestLogging from './library/_pytest/logging.py';
import pytestLegacyPath from './library/_pytest/legacypath.py';
import pytestMain from './library/_pytest/main.py';
import pytestMark from './library/_pytest/mark/__init__.py';
import pytestMarkExpression from './library/_pytest/mark/expression.py';
import pytestMarkStructures from './library/_pytest/mark/structures.py';
import pytestMonkeypatch from './library/_pytest/monkeypatch.py';
import pytestNodes from './library/_pytest/nodes.py';
import pytestOutcomes from './library/_pytest/outcomes.py';
import pytestPython from './library/_pytest/python.py';
import pytestPythonApi from './library/_pytest/python_api.py';
import pytestRaises from './library/_pytest/raises.py';
import pytestRecwarn from './library/_pytest/recwarn.py';
import pytestScope from './library/_pytest/scope.py';
import pytestReorder from './library/_pytest/reorder.py';
import pytestSkipping from './library/_pytest/skipping.py';
import pytestStash from './library/_pytest/stash.py';
import pytestTmpdir from './library/_pytest/tmpdir.py';
import pytestUnittest from './library/_pytest/unittest.py';
import pytestWarningTypes from './library/_pytest/warning_types.py';
import pytestPackage from './library/pytest/__init__.py';

/** Where the model stands in the engine's world. */

const sources: Readonly<Record<string, string>> = {
  '_pytest/__init__.py': internalPackage,
  'stand-in-hypothesis/hypothesis/__init__.py': hypothesisInit,
  'stand-in-hypothesis/hypothesis/control.py': hypothesisControl,
  'stand-in-hypothesis/hypothesis/core.py': hypothesisCore,
  'stand-in-hypothesis/hypothesis/errors.py': hypothesisErrors,
  'stand-in-hypothesis/hypothesis/inert.py': hypothesisInert,
  'stand-in-hypothesis/hypothesis/provisional.py': hypothesisProvisional,
  'stand-in-hypothesis/hypothesis/stateful.py': hypothesisStateful,
  'stand-in-hypothesis/hypothesis/strategies.py': hypothesisStrategies,
  '_pytest/_code.py': pytestCode,
  '_pytest/approx.py': pytestApprox,
  '_pytest/builtin_fixtures.py': pytestBuiltinFixtures,
  '_pytest/capture.py': pytestCapture,
  '_pytest/config/__init__.py': pytestConfig,
  '_pytest/config/argparsing.py': pytestConfigArgparsing,
  '_pytest/doctest.py': pytestDoctest,
  '_pytest/fixtures.py': pytestFixtures,
  '_pytest/foretrace.py': pytestForetrace,
  '_pytest/logging.py': pytestLogging,
  '_pytest/legacypath.py': pytestLegacyPath,
  '_pytest/main.py': pytestMain,
  '_pytest/mark/__init__.py': pytestMark,
  '_pytest/mark/expression.py': pytestMarkExpression,
  '_pytest/mark/structures.py': pytestMarkStructures,
  '_pytest/monkeypatch.py': pytestMonkeypatch,
  '_pytest/nodes.py': pytestNodes,
  '_pytest/outcomes.py': pytestOutcomes,
  '_pytest/python.py': pytestPython,
  '_pytest/python_api.py': pytestPythonApi,
  '_pytest/raises.py': pytestRaises,
  '_pytest/recwarn.py': pytestRecwarn,
  '_pytest/scope.py': pytestScope,
  '_pytest/reorder.py': pytestReorder,
  '_pytest/skipping.py': pytestSkipping,
  '_pytest/stash.py': pytestStash,
  '_pytest/tmpdir.py': pytestTmpdir,
  '_pytest/unittest.py': pytestUnittest,
  '_pytest/warning_types.py': pytestWarningTypes,
  'pytest/__init__.py': pytestPackage,
};

/** Path → text, for `withChanges`. */
export const modelFiles: ReadonlyMap<string, string> = new Map(Object.entries(sources).map(([path, text]) => [`${modelFolder}/${path}`, text]));

/** Stand-ins for other packages, each used where the package itself is installed. */
export const standIns = { hypothesis: `${modelFolder}/stand-in-hypothesis` } as const;
