// `foretrace mcp`: the tools over the Model Context Protocol, on standard input and output, for clients of both of its eras (2025: initialize; 2026: every request by itself).
// It turns calls into questions to a desk and answers into results; what the tools are is in tools/.
import { type CallToolResult, McpServer, ResourceTemplate, type ServerContext } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type * as z from 'zod';
import { Failed } from '../../../trace-collector/failure.ts';
import { type Desk, uriOf } from '../tools/desk.ts';
import { framesText } from '../tools/frames-text.ts';
import { tools } from '../tools/table.ts';
import { running, type Tool } from '../tools/tool.ts';

export interface McpOptions {
  readonly version: string;
  /** Offer record_trace, which runs code. */
  readonly record: boolean;
  /** An oracle that is reached over the network is switched on: forecasts may ask it. */
  readonly online?: boolean;
  readonly onFault: (text: string) => void;
}

const instructions = `Foretrace forecasts what Python code will do, without running it (only record_trace runs anything).
Before you write an edit that is not trivial, ask predict_edit; with several alternatives, rank_edits; before a change of several steps, rehearse_plan.
In place of adding prints, ask predict_execution with trace: true, then explain_value. "fail" and "pass" are definite; "unknown" says what could not be known: what_if pins it, record_trace runs it.`;
/** Lists do not change while a server runs. */
const forAnHour = { ttlMs: 3_600_000, cacheScope: 'private' as const };
/** Of a trace as a resource; get_trace pages through the rest. */
const mostFrames = 2000;

/** Serves until the input ends. */
export function serveMcp(desk: Desk, o: McpOptions): void {
  serveStdio(() => serverFor(desk, o), { onerror: e => o.onFault(e.message) });
}

export function serverFor(desk: Desk, o: McpOptions): McpServer {
  const server = new McpServer(
    { name: 'foretrace', title: 'Foretrace', version: o.version },
    {
      instructions,
      capabilities: { tools: { listChanged: false }, resources: { listChanged: false } },
      cacheHints: { 'tools/list': forAnHour, 'resources/templates/list': forAnHour, 'server/discover': forAnHour },
    },
  );
  for (const t of tools) if (o.record || t.annotations !== running) register(server, t, desk, o);
  const template = new ResourceTemplate('foretrace://trace/{name}', {
    list: () => ({
      resources: desk.kept.map(t => ({
        uri: uriOf(t.name),
        name: t.name,
        title: `${t.title} (rehearsal)`,
        mimeType: 'text/plain',
        description: `${t.frames} frames`,
      })),
    }),
  });
  server.registerResource('trace', template, { title: 'A trace, line by line', mimeType: 'text/plain' }, (uri, { name }) => {
    const t = desk.trace(decodeURIComponent(String(name)));
    const whole = t.whole(mostFrames);
    const cut =
      t.source.length > whole.frames.length
        ? `\n… ${t.source.length - whole.frames.length} more frames: get_trace {"trace": "${t.name}", "from": ${whole.frames.length}}`
        : '';
    return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: framesText(whole, 0, desk) + cut }] };
  });
  return server;
}

function register(server: McpServer, t: Tool, desk: Desk, o: McpOptions): void {
  const { name, title, description, annotations } = t;
  // The schemas are Standard Schemas with JSON schemas, as the server asks for.
  const inputSchema = t.input as z.ZodObject;
  const outputSchema = t.output as z.ZodObject;
  server.registerTool(
    name,
    { title, description, inputSchema, outputSchema, annotations: { title, ...annotations, openWorldHint: annotations.openWorldHint || o.online === true } },
    async (input: unknown, ctx: ServerContext) => {
      try {
        const output = await t.handle(input, { desk, signal: ctx.mcpReq.signal, progress: progressOf(ctx) });
        return resultOf(output as Record<string, unknown>);
      } catch (e) {
        if (e instanceof Failed) return problem(e.failure.say);
        o.onFault(e instanceof Error ? (e.stack ?? e.message) : String(e));
        return problem(`a fault of Foretrace's own, nothing of yours: ${e instanceof Error ? e.message.split('\n')[0] : String(e)}`);
      }
    },
  );
}
const problem = (text: string): CallToolResult => ({ content: [{ type: 'text', text }], isError: true });

/** The same as text, for clients that do not read structures, and links to the traces that it names. */
function resultOf(output: Record<string, unknown>): CallToolResult {
  const links = [output.trace, ...(Array.isArray(output.traces) ? output.traces : [])].flatMap(t => {
    const { uri, name, title, frames } = (t ?? {}) as { uri?: string; name?: string; title?: string; frames?: number };
    if (uri === undefined || name === undefined) return [];
    return [{ type: 'resource_link' as const, uri, name, title: title ?? name, mimeType: 'text/plain', description: `${frames} frames` }];
  });
  return { content: [{ type: 'text', text: JSON.stringify(output) }, ...links], structuredContent: output };
}

/** At most ten a second, ever growing, as the protocol wants. */
function progressOf(ctx: ServerContext): (done: number, of: number, say: string) => void {
  const token = ctx.mcpReq._meta?.progressToken;
  if (token === undefined) return () => {};
  let told = 0;
  let last = 0;
  return (done, of, message) => {
    const now = performance.now();
    if (now - last < 100 && told > 0) return;
    last = now;
    told = Math.max(told + 0.001, done);
    const total = of >= told ? { total: of } : {};
    void ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken: token, progress: told, ...total, message } }).catch(() => {});
  };
}
