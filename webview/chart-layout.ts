// Where things lie in the call chart: moments as pixels and back, which box a point hits, what fits into a box. Arithmetic only.
import { boxSize } from './protocol.ts';
import type { Stretch } from './timeline-state.ts';

export const levelHeight = 18;

export interface Box {
  readonly level: number;
  readonly from: number;
  readonly to: number;
  readonly code: number;
  /** More than one where calls were too narrow to be told apart. */
  readonly calls: number;
  readonly raised: boolean;
}
export function boxAt(boxes: readonly number[], k: number): Box {
  const at = k * boxSize;
  return { level: boxes[at], from: boxes[at + 1], to: boxes[at + 2], code: boxes[at + 3], calls: boxes[at + 4], raised: boxes[at + 5] === 1 };
}
export const boxesOf = (boxes: readonly number[]): number => boxes.length / boxSize;

export const pixelOf = (moment: number, view: Stretch, width: number): number => ((moment - view.from) / (view.to - view.from)) * width;
export const momentOf = (pixel: number, view: Stretch, width: number): number => view.from + (pixel / width) * (view.to - view.from);

/** The box at a point of the picture, whose uppermost level is `top`. */
export function hit(boxes: readonly number[], x: number, y: number, view: Stretch, width: number, top: number): Box | undefined {
  const level = top + Math.floor(y / levelHeight);
  const moment = momentOf(x, view, width);
  // A hair's breadth counts as a hit: narrow boxes are drawn at least a pixel wide.
  const slack = (view.to - view.from) / Math.max(1, width);
  for (let k = 0; k < boxesOf(boxes); k++) {
    const b = boxAt(boxes, k);
    if (b.level === level && moment >= b.from && moment < Math.max(b.to, b.from + slack)) return b;
  }
  return undefined;
}

/** As much of a text as fits into so many pixels; nothing where it would be a letter or two. */
export function fitting(text: string, pixels: number, letter: number): string {
  const letters = Math.floor(pixels / letter);
  if (text.length <= letters) return text;
  return letters < 3 ? '' : `${text.slice(0, letters - 1)}…`;
}

/** A colour's number for a file, the same at every look. */
export function hueOf(file: string, colours: number): number {
  let n = 0;
  for (let i = 0; i < file.length; i++) n = (n * 31 + file.charCodeAt(i)) >>> 0;
  return n % colours;
}
