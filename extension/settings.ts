// The settings, read where they are needed: each as its declared type, whatever a settings file holds.
import * as vscode from 'vscode';

export interface Settings {
  /** Forecast the tests while typing. */
  readonly testsAsYouType: boolean;
  /** Show predicted values at line ends. */
  readonly inline: boolean;
  readonly dimNotTaken: boolean;
  readonly codeLens: boolean;
  /** Compare behaviour before and after the edit while typing. */
  readonly behaviour: boolean;
  /** Milliseconds without a key before anything is rehearsed. */
  readonly delay: number;
  /** How VS Code's agents are given the tools. */
  readonly agents: 'tools' | 'mcp' | 'both' | 'none';
  /** The interpreter for recordings; empty for the environment's. */
  readonly recordWith: string;
  /** Keep what is seen in the user's own debug sessions. */
  readonly keepDebugSessions: boolean;
}

export function settings(scope?: vscode.ConfigurationScope): Settings {
  const c = vscode.workspace.getConfiguration('foretrace', scope);
  const flag = (name: string): boolean => c.get<unknown>(name) !== false;
  const delay = c.get<unknown>('delay');
  const agents = c.get<unknown>('agents.channel');
  const python = c.get<unknown>('record.python');
  return {
    testsAsYouType: flag('tests.asYouType'),
    inline: flag('inlinePredictions.enabled'),
    dimNotTaken: flag('inlinePredictions.dimNotTaken'),
    codeLens: flag('codeLens.enabled'),
    behaviour: flag('behaviourChanges.enabled'),
    delay: typeof delay === 'number' && delay >= 0 ? Math.min(delay, 5000) : 150,
    agents: agents === 'mcp' || agents === 'both' || agents === 'none' ? agents : 'tools',
    recordWith: typeof python === 'string' ? python : '',
    keepDebugSessions: c.get<unknown>('debug.keepSessions') === true,
  };
}
