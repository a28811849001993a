// Changes to the world that a program would make. A rehearsal never makes one: it lists it.

export type EffectKind = 'write' | 'delete' | 'network' | 'subprocess' | 'environment' | 'input';

export interface Effect {
  readonly kind: EffectKind;
  /** The path, the address, the command, the variable. */
  readonly what: string;
  readonly file?: string;
  readonly line?: number;
}
