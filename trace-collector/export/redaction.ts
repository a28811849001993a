// Takes secrets out of what is exported: known shapes of keys and tokens, what stands behind names such as `password`, credentials in URLs, private keys, e-mail
// addresses, people's home folders. The same secret gets the same placeholder throughout one export. It is careful, not perfect: the card says so.

export type SecretKind = 'key' | 'token' | 'password' | 'url' | 'private-key' | 'email' | 'user';

/**
 * Shapes by which their makers' tools know them. The whole match goes, or the group named `s`. A value may be megabytes of one word, so none may look at a word
 * again from each of its letters: that is what the assertions at the beginnings and the bounds are for.
 */
const shapes: readonly (readonly [SecretKind, RegExp])[] = [
  ['private-key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/g],
  ['key', /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/g], // Amazon
  ['key', /\bAIza[0-9A-Za-z_-]{35}/g], // Google
  ['key', /\b(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{16,}/g], // Stripe
  ['key', /\bsk-[0-9A-Za-z_-]{20,}/g], // OpenAI, Anthropic and others
  ['key', /\bSG\.[\w-]{16,}\.[\w-]{16,}/g], // SendGrid
  ['token', /\b(?:gh[pousr]_[0-9A-Za-z]{30,}|github_pat_[0-9A-Za-z_]{22,})/g],
  ['token', /\bglpat-[\w-]{20,}/g],
  ['token', /\bxox[abeoprs]-[\w-]{10,}/g], // Slack
  ['token', /\bnpm_[0-9A-Za-z]{36}\b/g],
  ['token', /\bpypi-[\w-]{40,}/g],
  ['token', /\bhf_[0-9A-Za-z]{30,}/g],
  ['token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g], // JSON Web Tokens
  ['token', /\b(?:[Bb]earer|[Bb]asic) +(?<s>[\w.~+/-]{16,}=*)/g],
  ['url', /(?<![\w+.-])[A-Za-z][\w+.-]{0,20}:\/\/[^\s/:@'"<>]{0,256}:(?<s>[^\s/@'"<>]{1,256})@/g],
  ['email', /(?<![\w.%+-])[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g],
  ['user', /(?:\/home\/|\/Users\/|\b[A-Z]:\\{1,2}Users\\{1,2})(?<s>[^/\\\s'":<>]+)/g],
];
/** Addresses and names that are nobody's (RFC 2606). */
const nobodys = /@(?:.*\.)?(?:example\.(?:com|org|net)|(?:example|test|invalid|localhost))$|^(?:user|runner|root|Shared|Public|ubuntu)$/i;

const passwordName = /passw(?:or)?d|passphrase|(?:^|_)pwd(?:$|_)|(?:^|_)pass(?:$|_)/i;
const secretName = /secret|token|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?key|signing[-_]?key|encryption[-_]?key|credential|authorization|bearer/i;
/** `name = 'value'`, `'name': "value"`, `name='value'` in source, reprs and JSON; `?name=value` in URLs. */
const keyed =
  /(?<![\w-])(?<name>[A-Za-z_][\w-]{0,80})["']?\]?\s*(?::\s*\w+\s*=|[:=]|=>)\s*[rbufRBUF]{0,2}(?<q>["'])(?<s>(?:\\.|(?!\k<q>)[^\\\n]){4,4096})\k<q>/g;
const query = /[?&](?<name>[\w-]{1,80})=(?<s>[^&\s'"#<>]{4,4096})/g;

const blank = /^(?:password|passwd|pass|secret|token|change_?me|none|null|true|false|x+|\*+|\.+|<.*>|\$\{.*\}|%.*|\{.*\})$/i;
const classes = (s: string): number => [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter(r => r.test(s)).length;
function entropy(s: string): number {
  const counts = new Map<string, number>();
  for (const c of s) counts.set(c, (counts.get(c) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / s.length) * Math.log2(n / s.length);
  return bits;
}
/** A path or an address names where a secret is, and is none. */
const isPlace = (s: string): boolean => s.includes('://') || (/^(?:\/|~\/|\.{1,2}\/|[A-Za-z]:[\\/])/.test(s) && /[.\\/]/.test(s.slice(3)));
/** What a name and a value make of each other: a password may be plain, a token looks like chance. */
function kindBehind(name: string, value: string): SecretKind | undefined {
  if (/\s/.test(value) || value.length < 4 || blank.test(value) || value.startsWith('<redacted:') || isPlace(value)) return undefined;
  if (passwordName.test(name)) return /^[/.~]/.test(value) || !(value.length >= 8 || classes(value) >= 2) ? undefined : 'password';
  if (!secretName.test(name)) return undefined;
  const random = value.length >= 12 && /\d/.test(value) && classes(value) >= 2 && entropy(value) >= 3;
  const long = value.length >= 20 && entropy(value) >= 3.7;
  return random || long ? (/key/i.test(name) ? 'key' : 'token') : undefined;
}

/** Different secrets that are told apart, and those that are looked for everywhere: beyond it placeholders have no number. */
const mostTold = 100_000;
const mostSought = 400;
const mostCached = 50_000;

export class Redaction {
  /** Replacements by kind. */
  readonly counts: Partial<Record<SecretKind, number>> = {};
  readonly #placeholders = new Map<string, string>();
  readonly #numbers: Partial<Record<SecretKind, number>> = {};
  /** Found behind a name, and sought wherever else they stand: longest first. */
  #sought: (readonly [secret: string, kind: SecretKind])[] = [];
  readonly #seen = new Map<string, { readonly text: string; readonly hits: readonly SecretKind[] }>();

  /** How many different secrets there are. */
  get different(): number {
    return this.#placeholders.size;
  }

  /** Takes note of secrets in a text, so that they are found where nothing gives them away. */
  learn(text: string): void {
    if (!/passw|pwd|pass_|_pass|secret|token|key|credential|authorization|bearer|:\/\//i.test(text)) return;
    this.#behindNames(text, []);
    for (const [kind, shape] of shapes) if (kind === 'url') for (const m of text.matchAll(shape)) this.#seek(m.groups!.s, kind);
  }
  /** The same of a variable's value. */
  learnValue(name: string, repr: string): void {
    const inner = literal(repr);
    const kind = inner === undefined ? undefined : kindBehind(name, inner);
    if (kind !== undefined) this.#seek(inner!, kind);
  }

  /** A text without its secrets. The number of lines stays. */
  text(text: string): string {
    if (text.length < 6) return text;
    let known = this.#seen.get(text);
    if (known === undefined) {
      const hits: SecretKind[] = [];
      known = { text: this.#redacted(text, hits), hits };
      if (text.length < 4096) {
        if (this.#seen.size >= mostCached) this.#seen.clear();
        this.#seen.set(text, known);
      }
    }
    this.#count(known.hits);
    return known.text;
  }
  /** A variable's value, by its `repr`. */
  value(name: string, repr: string): string {
    const inner = literal(repr);
    const kind = inner === undefined ? undefined : kindBehind(name, inner);
    if (kind === undefined) return this.text(repr);
    this.#seek(inner!, kind);
    this.#count([kind]);
    return repr.replace(inner!, () => this.#placeholder(inner!, kind));
  }

  #count(hits: readonly SecretKind[]): void {
    for (const k of hits) this.counts[k] = (this.counts[k] ?? 0) + 1;
  }
  #redacted(text: string, hits: SecretKind[]): string {
    let out = text;
    const put = (secret: string, kind: SecretKind): string => {
      hits.push(kind);
      return this.#placeholder(secret, kind) + '\n'.repeat(secret.split('\n').length - 1);
    };
    for (const [kind, shape] of shapes)
      out = out.replace(shape, (match: string, ...rest: unknown[]) => {
        const secret = (rest.at(-1) as { s?: string } | undefined)?.s ?? match;
        return nobodys.test(secret) || secret.startsWith('<redacted:') ? match : match.replace(secret, () => put(secret, kind));
      });
    out = this.#behindNames(out, hits);
    for (const [secret, kind] of this.#sought) if (out.includes(secret)) out = out.replaceAll(secret, () => put(secret, kind));
    return out;
  }
  #behindNames(text: string, hits: SecretKind[]): string {
    let out = text;
    for (const pattern of [keyed, query])
      out = out.replace(pattern, (match: string, ...rest: unknown[]) => {
        const { name, s } = rest.at(-1) as { name: string; s: string };
        const kind = kindBehind(name, s);
        if (kind === undefined) return match;
        hits.push(kind);
        this.#seek(s, kind);
        const at = match.lastIndexOf(s);
        return match.slice(0, at) + this.#placeholder(s, kind) + match.slice(at + s.length);
      });
    return out;
  }
  /** A short or simple one would be found in innocent words. */
  #seek(secret: string, kind: SecretKind): void {
    if (secret.length < 8 || classes(secret) < 2 || this.#sought.length >= mostSought || this.#sought.some(([s]) => s === secret)) return;
    this.#sought = [...this.#sought, [secret, kind] as const].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    this.#seen.clear();
  }
  #placeholder(secret: string, kind: SecretKind): string {
    let p = this.#placeholders.get(secret);
    if (p !== undefined) return p;
    if (this.#placeholders.size >= mostTold) return `<redacted:${kind}>`;
    this.#numbers[kind] = (this.#numbers[kind] ?? 0) + 1;
    p = `<redacted:${kind}:${this.#numbers[kind]}>`;
    this.#placeholders.set(secret, p);
    return p;
  }
}
/** What is inside the quotes of a string's or bytes' repr. */
const literal = (repr: string): string | undefined => /^b?(['"])(.+)\1$/s.exec(repr)?.[2];
