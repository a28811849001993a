// Messages in and out: what is no JSON, or no message of JSON-RPC, is answered here, for the library below drops it silently.
import {
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
  ResponseError,
  StreamMessageReader,
} from 'vscode-jsonrpc/node';

export const codes = {
  parse: -32700,
  invalidRequest: -32600,
  invalidParams: -32602,
  internal: -32603,
  notInitialized: -32002,
  cancelled: -32800,
  failed: -32803,
} as const;

const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const isId = (v: unknown): v is number | string => typeof v === 'number' || typeof v === 'string';
function isMessage(m: unknown): boolean {
  if (!isRecord(m) || m.jsonrpc !== '2.0') return false;
  if ('method' in m)
    return typeof m.method === 'string' && (!('id' in m) || isId(m.id)) && (!('params' in m) || m.params === undefined || typeof m.params === 'object');
  return 'id' in m && ('result' in m || 'error' in m);
}

function idOf(m: unknown): number | string | null {
  return isRecord(m) && isId(m.id) ? m.id : null;
}

/** A reader that answers what it cannot hand on. */
export function checkedReader(input: NodeJS.ReadableStream, writer: MessageWriter): MessageReader {
  const inner = new StreamMessageReader(input);
  const refuse = (id: number | string | null, code: number, message: string): void =>
    void writer.write({ jsonrpc: '2.0', id, error: new ResponseError(code, message).toJson() } as Message).catch(() => {});
  inner.onError(e => refuse(null, codes.parse, `what came is no message: ${e.message.split('\n')[0]}`));
  return {
    onError: () => ({ dispose() {} }),
    onClose: inner.onClose,
    onPartialMessage: inner.onPartialMessage,
    dispose: () => inner.dispose(),
    listen: (callback: DataCallback): Disposable =>
      inner.listen(m => {
        if (isMessage(m)) callback(m);
        else refuse(idOf(m), codes.invalidRequest, 'not a request of JSON-RPC 2.0');
      }),
  };
}
