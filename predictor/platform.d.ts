// The few things beyond ECMAScript that Node and every browser have, and that the predictor may therefore use.

declare class TextEncoder {
  encode(text?: string): Uint8Array;
}
/** Only its state and its hearing: who ends it is the host. */
declare class AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', hear: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', hear: () => void): void;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}
