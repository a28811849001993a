// Colours for a terminal, or none: NO_COLOR and FORCE_COLOR are respected (https://no-color.org, https://force-color.org).
import { styleText } from 'node:util';

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  /** Columns to fill; long lines are cut to it. */
  readonly width: number;
}
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function styleFor(stream: Terminal, environment: Readonly<Record<string, string | undefined>>): Style {
  const forced = environment.FORCE_COLOR;
  const coloured = forced !== undefined && forced !== '0' ? true : !environment.NO_COLOR && environment.TERM !== 'dumb' && stream.isTTY === true;
  const paint =
    (format: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan') =>
    (text: string): string =>
      coloured && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
    width: Math.min(Math.max(stream.columns ?? 120, 60), 160),
  };
}

/** `text` in at most `width` columns. */
export const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`);

/** "41 ms", "2.4 s", "3 min 5 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
