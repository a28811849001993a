// The C library's pow().

/** pow(a, b) for finite a > 0 and finite b. */
export function pow(a: number, b: number): number {
  return a ** b;
}
