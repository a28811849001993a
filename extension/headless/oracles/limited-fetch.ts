// The network as oracles get it: no redirect is followed (code goes to the address that was shown, and nowhere else), no answer is endless, and a server that asks to wait for
// hours is not obeyed.

const mostBytes = 32 << 20;
const mostWait = 20;

export async function limitedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const r = await fetch(input, { ...init, redirect: 'error' });
  const headers = new Headers(r.headers);
  for (const [name, unit] of [
    ['retry-after', 1],
    ['retry-after-ms', 1000],
  ] as const) {
    const asked = headers.get(name);
    if (asked === null) continue;
    const wait = Number(asked);
    // A date is as good as a number that is too large.
    headers.set(name, String(Math.min(Number.isFinite(wait) && wait >= 0 ? wait : mostWait * unit, mostWait * unit)));
  }
  let left = mostBytes;
  const body =
    r.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, to) {
          left -= chunk.length;
          if (left < 0) to.error(new Error('its answer is too long'));
          else to.enqueue(chunk);
        },
      }),
    ) ?? null;
  // A status without a body may have none.
  return new Response(r.status === 204 || r.status === 304 ? null : body, { status: r.status, statusText: r.statusText, headers });
}

/** Ends with another signal, or when time is up. */
export const deadline = (milliseconds: number, signal: unknown): AbortSignal => AbortSignal.any([signal as AbortSignal, AbortSignal.timeout(milliseconds)]);
