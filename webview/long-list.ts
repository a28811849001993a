// A list of any length in a scrolling element: which rows are in sight, and how high the element pretends to be. Browsers end at some 16 million pixels of height, so
// a longer list is scrolled by shares.
export interface Scrolling {
  readonly length: number;
  readonly rowHeight: number;
  /** Pixels in sight. */
  readonly height: number;
}
const tallest = 10_000_000;

/** Rows that are in sight, a part of one included. */
export const rowsInSight = ({ rowHeight, height }: Scrolling): number => Math.max(1, Math.ceil(height / rowHeight));
export const contentHeight = ({ length, rowHeight }: Scrolling): number => Math.min(tallest, length * rowHeight);

/** How many rows a scrolled pixel stands for. */
function rowsPerPixel(s: Scrolling): number {
  const room = contentHeight(s) - s.height;
  const hidden = s.length - s.height / s.rowHeight;
  return room <= 0 || hidden <= 0 ? 1 / s.rowHeight : hidden / room;
}
/** The first row in sight, as a number that may lie between two rows. */
export const topRow = (s: Scrolling, scrolled: number): number => Math.max(0, scrolled * rowsPerPixel(s));
export const scrolledTo = (s: Scrolling, top: number): number => Math.max(0, top / rowsPerPixel(s));
/** Whether a pixel scrolled is a pixel moved. */
export const isPlain = (s: Scrolling): boolean => s.length * s.rowHeight <= tallest;
