// What the pure algorithms of the engine throw: a `Fault` is an exception that a Python program would see, an `Excess` is a result too
// large to work out within reason. Neither is a JavaScript Error, so that throwing one costs no stack trace.

/** A Python exception to be raised by the caller: its type's name, its `str()`, and its arguments where they are more than the message. */
export class Fault {
  readonly type: string;
  readonly message: string;
  readonly extra?: unknown;

  constructor(type: string, message: string, extra?: unknown) {
    this.type = type;
    this.message = message;
    this.extra = extra;
  }
}

/** A result that CPython would work out, or run out of memory on, but that we refuse to: the caller answers `unknown`. */
export class Excess {
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}
