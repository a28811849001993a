// What a SARIF log of ours must be like, after the specification (SARIF 2.1.0, section numbers beside): strict, so that a misspelt property is an error. The official JSON schema
// is no part of an npm package; where FORETRACE_SARIF_SCHEMA names it, logs are held against it as well.
import * as z from 'zod';

const message = z.strictObject({ text: z.string().min(1) }); // 3.11
const uri = z.string().regex(/^(?:[a-z][a-z0-9+.-]*:)?[\w./%~+@!$&'()*,;=:-]*$/i);
const artifactLocation = z.strictObject({ uri: uri.optional(), uriBaseId: z.string().optional(), index: z.int().min(-1).optional(), description: message.optional() }); // 3.4
const region = z.strictObject({ startLine: z.int().min(1), endLine: z.int().min(1).optional(), snippet: z.strictObject({ text: z.string() }).optional() }); // 3.30
const physicalLocation = z.strictObject({ artifactLocation, region: region.optional() }); // 3.29
const location = z.strictObject({ id: z.int().min(-1).optional(), physicalLocation: physicalLocation.optional(), message: message.optional() }); // 3.28
const level = z.enum(['none', 'note', 'warning', 'error']);
const bag = z.record(z.string(), z.unknown()); // 3.8
const rule = z.strictObject({ // 3.49
  id: z.string(), name: z.string().optional(), shortDescription: message.optional(), fullDescription: message.optional(), help: message.optional(),
  defaultConfiguration: z.strictObject({ level: level.optional(), enabled: z.boolean().optional() }).optional(),
});
const result = z.strictObject({ // 3.27
  ruleId: z.string(), ruleIndex: z.int().min(-1), kind: z.enum(['notApplicable', 'pass', 'fail', 'review', 'open', 'informational']), level,
  message, locations: z.array(location).min(1), relatedLocations: z.array(location).optional(), partialFingerprints: z.record(z.string(), z.string()),
  baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).optional(),
  suppressions: z.array(z.strictObject({ kind: z.enum(['inSource', 'external']), justification: z.string().optional() })).optional(), // 3.35
  stacks: z.array(z.strictObject({ message: message.optional(), frames: z.array(z.strictObject({ location: location.optional() })) })).optional(), // 3.44
  codeFlows: z.array(z.strictObject({ message: message.optional(), threadFlows: z.array(z.strictObject({ locations: z.array(z.strictObject({ location })).min(1) })).min(1) })).optional(), // 3.36
  properties: bag.optional(),
}).refine(r => r.kind === 'fail' || r.level === 'none', 'a level other than none is for failures (3.27.10)');
export const sarifLog = z.strictObject({ // 3.13
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(z.strictObject({ // 3.14
    tool: z.strictObject({ driver: z.strictObject({ name: z.string(), version: z.string(), semanticVersion: z.string(), rules: z.array(rule) }) }),
    automationDetails: z.strictObject({ id: z.string() }),
    originalUriBaseIds: z.record(z.string(), artifactLocation.refine(a => a.uri === undefined || a.uri.endsWith('/'), 'a base ends with a slash (3.14.14)')),
    columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
    invocations: z.array(z.strictObject({ executionSuccessful: z.boolean(), toolExecutionNotifications: z.array(z.strictObject({ level, message })).optional() })),
    results: z.array(result),
    properties: bag,
  })).length(1),
});
export type SarifLog = z.infer<typeof sarifLog>;
