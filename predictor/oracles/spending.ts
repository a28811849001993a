// What oracles may spend in one command or session: requests and tokens, counted before a request by an estimate and after it by what the server says.

export interface Spending {
  readonly requests: number;
  readonly tokens: number;
}
export interface Purse {
  /** Takes one request with that many tokens at most, or says why not. */
  take(tokens: number): string | undefined;
  /** Puts an estimate right. */
  settle(estimated: number, spent: number | undefined): void;
  readonly spent: Spending;
}

export function purse(most: Spending): Purse {
  let requests = 0;
  let tokens = 0;
  return {
    take(wanted) {
      if (requests >= most.requests) return `the cap of ${most.requests} requests is reached`;
      if (tokens + wanted > most.tokens) return `the cap of ${most.tokens} tokens is reached`;
      requests++;
      tokens += wanted;
      return undefined;
    },
    settle(estimated, spent) {
      // A server that tells nonsense gets no more room by it.
      if (spent !== undefined && Number.isFinite(spent) && spent >= 0) tokens += spent - estimated;
    },
    get spent() {
      return { requests, tokens };
    },
  };
}

/** Tokens in a text, roughly: code has some three characters to a token. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 3);
