// Failures that the edits have brought, as warnings at the edited lines. A forecast is never an error: that is for facts.
import * as vscode from 'vscode';
import { type Ctx, lineRange } from './ctx.ts';
import type { Finding } from './headless/editor/findings.ts';
import { isReached, pathOf, uriOf } from './places.ts';

export function predictedProblems({ forecasts }: Ctx): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('foretrace');
  const filesOf = new Map<string, readonly vscode.Uri[]>();
  const listening = forecasts.onDidTell(({ state }) => {
    const name = state.folder.uri.toString();
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const f of (state.early ?? state.picture)?.findings ?? []) byFile.set(f.file, [...(byFile.get(f.file) ?? []), diagnostic(f)]);
    for (const uri of filesOf.get(name) ?? []) if (!byFile.has(pathOf(uri))) problems.delete(uri);
    for (const [file, found] of byFile) problems.set(uriOf(file), found);
    filesOf.set(
      name,
      [...byFile.keys()].map(f => uriOf(f)),
    );
  });
  return vscode.Disposable.from(problems, listening);
}

function diagnostic(f: Finding): vscode.Diagnostic {
  const document = vscode.workspace.textDocuments.find(d => isReached(d.uri) && pathOf(d.uri) === f.file);
  const d = new vscode.Diagnostic(lineRange(f.line, document), f.say, vscode.DiagnosticSeverity.Warning);
  d.source = 'foretrace';
  d.code = 'predicted-failure';
  d.relatedInformation = f.related.map(r => new vscode.DiagnosticRelatedInformation(new vscode.Location(uriOf(r.file), lineRange(r.line)), r.say));
  return d;
}
