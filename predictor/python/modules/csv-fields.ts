// Comma-separated values: the state machine that reads fields (`parse_process_char`) and the quoting of written ones (`join_append_data`), on plain strings.

export const QUOTE_MINIMAL = 0;
export const QUOTE_ALL = 1;
export const QUOTE_NONNUMERIC = 2;
export const QUOTE_NONE = 3;

export interface Format {
  readonly delimiter: string;
  readonly doublequote: boolean;
  readonly escapechar: string | null;
  readonly lineterminator: string;
  readonly quotechar: string | null;
  readonly quoting: number;
  readonly skipinitialspace: boolean;
  readonly strict: boolean;
}
export interface Field {
  readonly text: string;
  /** Unquoted under QUOTE_NONNUMERIC: to be read as a float. */
  readonly numeric: boolean;
}
type Fail = (message: string) => unknown;

const START_RECORD = 0;
const START_FIELD = 1;
const ESCAPED = 2;
const IN_FIELD = 3;
const IN_QUOTED = 4;
const ESCAPED_IN_QUOTED = 5;
const QUOTE_IN_QUOTED = 6;
const EAT_NEWLINE = 7;
const AFTER_ESCAPED_NEWLINE = 8;

/** The next record; undefined at the end. `line` gives the next line of the input. */
export function readRecord(f: Format, limit: number, line: () => string | undefined, fail: Fail): Field[] | undefined {
  const fields: Field[] = [];
  let text = '';
  let length = 0;
  let numeric = false;
  let state = START_RECORD;
  const add = (c: string): void => {
    if (length >= limit) throw fail(`field larger than field limit (${limit})`);
    text += c;
    length++;
  };
  const save = (): void => {
    fields.push({ text, numeric });
    text = '';
    length = 0;
    numeric = false;
  };
  /** `c` is empty at the end of a line. */
  const step = (c: string): void => {
    const newline = c === '\n' || c === '\r';
    switch (state) {
      case START_RECORD:
        if (c === '') return;
        if (newline) {
          state = EAT_NEWLINE;
          return;
        }
        state = START_FIELD;
        step(c);
        return;
      case START_FIELD:
        if (newline || c === '') {
          save();
          state = c === '' ? START_RECORD : EAT_NEWLINE;
        } else if (c === f.quotechar && f.quoting !== QUOTE_NONE) state = IN_QUOTED;
        else if (c === f.escapechar) state = ESCAPED;
        else if (c === ' ' && f.skipinitialspace) return;
        else if (c === f.delimiter) save();
        else {
          if (f.quoting === QUOTE_NONNUMERIC) numeric = true;
          add(c);
          state = IN_FIELD;
        }
        return;
      case ESCAPED:
        if (newline) {
          add(c);
          state = AFTER_ESCAPED_NEWLINE;
          return;
        }
        add(c === '' ? '\n' : c);
        state = IN_FIELD;
        return;
      case AFTER_ESCAPED_NEWLINE:
      case IN_FIELD:
        if (state === AFTER_ESCAPED_NEWLINE && c === '') return;
        if (newline || c === '') {
          save();
          state = c === '' ? START_RECORD : EAT_NEWLINE;
        } else if (c === f.escapechar) state = ESCAPED;
        else if (c === f.delimiter) {
          save();
          state = START_FIELD;
        } else add(c);
        return;
      case IN_QUOTED:
        if (c === '') return;
        if (c === f.escapechar) state = ESCAPED_IN_QUOTED;
        else if (c === f.quotechar && f.quoting !== QUOTE_NONE) state = f.doublequote ? QUOTE_IN_QUOTED : IN_FIELD;
        else add(c);
        return;
      case ESCAPED_IN_QUOTED:
        add(c === '' ? '\n' : c);
        state = IN_QUOTED;
        return;
      case QUOTE_IN_QUOTED:
        if (f.quoting !== QUOTE_NONE && c === f.quotechar) {
          add(c);
          state = IN_QUOTED;
        } else if (c === f.delimiter) {
          save();
          state = START_FIELD;
        } else if (newline || c === '') {
          save();
          state = c === '' ? START_RECORD : EAT_NEWLINE;
        } else if (!f.strict) {
          add(c);
          state = IN_FIELD;
        } else throw fail(`'${f.delimiter}' expected after '${f.quotechar}'`);
        return;
      default:
        if (newline) return;
        if (c === '') state = START_RECORD;
        else throw fail('new-line character seen in unquoted field - do you need to open the file in universal-newline mode?');
    }
  };
  do {
    const l = line();
    if (l === undefined) {
      if (length === 0 && state !== IN_QUOTED) return undefined;
      if (f.strict) throw fail('unexpected end of data');
      save();
      break;
    }
    for (const c of l) step(c);
    step('');
  } while (state !== START_RECORD);
  return fields;
}

/** One record under way. */
export class RecordWriter {
  private readonly format: Format;
  private readonly fail: Fail;
  private out = '';
  private count = 0;
  constructor(format: Format, fail: Fail) {
    this.format = format;
    this.fail = fail;
  }
  add(text: string, quotedAlways: boolean): void {
    const f = this.format;
    let quoted = quotedAlways;
    let body = '';
    for (const c of text) {
      if (c === f.delimiter || c === f.escapechar || c === f.quotechar || f.lineterminator.includes(c)) {
        let escapes = false;
        if (f.quoting === QUOTE_NONE) escapes = true;
        else {
          if (c === f.quotechar) {
            if (f.doublequote) body += c;
            else escapes = true;
          } else if (c === f.escapechar) escapes = true;
          if (!escapes) quoted = true;
        }
        if (escapes) {
          if (f.escapechar === null) throw this.fail('need to escape, but no escapechar set');
          body += f.escapechar;
        }
      }
      body += c;
    }
    if (this.count > 0) this.out += f.delimiter;
    this.out += quoted ? f.quotechar + body + f.quotechar : body;
    this.count++;
  }
  finish(): string {
    if (this.count > 0 && this.out === '') {
      if (this.format.quoting === QUOTE_NONE) throw this.fail('single empty field record must be quoted');
      this.out = `${this.format.quotechar}${this.format.quotechar}`;
    }
    return this.out + this.format.lineterminator;
  }
}
