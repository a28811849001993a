// The calibration report, for people: scores before and after correction, the reliability table, and what kinds of forecasts there were.
import type { CalibrationReport, CalibrationScores } from '../../../trace-collector/trace.ts';
import { count, type Style } from './style.ts';

export function calibrationText(r: CalibrationReport, style: Style): string {
  if (r.verified === 0)
    return `no forecast has been verified here yet\n${style.dim('foretrace verify rehearses the tests, runs them, and compares; after foretrace check, foretrace record --pytest does the same.')}\n`;
  const out = [
    style.bold(`${count(r.verified, 'verified forecast')} of ${count(r.tests, 'test')}`),
    `  came true   ${r.confirmed}`,
    `  refuted     ${r.refuted === 0 ? '0' : style.red(String(r.refuted))}`,
    `  no claim    ${r.abstained} ${style.dim(`(abstention ${percent(r.abstention)})`)}`,
    '',
    style.dim(`${''.padEnd(22)}${'told'.padStart(10)}${'corrected'.padStart(11)}`),
    scoreLine('Brier score', r.uncorrected.brier, r.corrected.brier),
    scoreLine('calibration error', r.uncorrected.ece, r.corrected.ece),
  ];
  if (r.undecided.uncorrected.count > 0)
    out.push(
      style.dim(`  of the ${r.undecided.uncorrected.count} without a claim`),
      scoreLine('  Brier score', r.undecided.uncorrected.brier, r.undecided.corrected.brier),
      scoreLine('  calibration error', r.undecided.uncorrected.ece, r.undecided.corrected.ece),
    );
  out.push('', style.bold('reliability'), style.dim('  chance to pass    forecasts   told    came true'), ...table(r.corrected, style));
  out.push('', style.bold('kinds'), style.dim(`  ${'claim'.padEnd(26)}forecasts   passed   told   corrected`));
  for (const g of r.groups.slice(0, 12))
    out.push(
      `  ${(g.reason === undefined ? g.claim : `${g.claim} (${g.reason})`).padEnd(26)}${String(g.count).padStart(9)}${percent(g.passed / g.count).padStart(9)}${fixed(g.uncorrected).padStart(7)}${fixed(g.corrected).padStart(12)}`,
    );
  return `${out.join('\n')}\n`;
}
const scoreLine = (name: string, told: number, corrected: number): string =>
  `  ${name.padEnd(20)}${told.toFixed(4).padStart(10)}${corrected.toFixed(4).padStart(11)}`;
const fixed = (x: number): string => x.toFixed(2);
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
function table(s: CalibrationScores, style: Style): string[] {
  const width = 20;
  return s.bins.map(b => {
    const filled = Math.round(b.observed * width);
    return `  ${`${fixed(b.from)} – ${fixed(b.to)}`.padEnd(18)}${String(b.count).padStart(9)}${fixed(b.predicted).padStart(7)}${fixed(b.observed).padStart(13)}  ${style.cyan('█'.repeat(filled))}${style.dim('·'.repeat(width - filled))}`;
  });
}
