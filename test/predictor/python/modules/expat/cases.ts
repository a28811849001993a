// Runs recorded documents (cases.py) through our own parser of XML and tells where it and Expat differ. What it says to be beyond it counts as no difference.
import { xmlErrors } from '../../../../../predictor/python/modules/expat/messages.ts';
import { type XmlEvent, XmlParser } from '../../../../../predictor/python/modules/expat/parser.ts';

export interface Case {
  readonly chunks: readonly string[];
  readonly separator: string | null;
  /** References to declared entities are told as what they stand for. */
  readonly expand: boolean;
  readonly events: readonly unknown[];
}
class Beyond extends Error {}
const unheard: ReadonlySet<XmlEvent> = new Set(['Default', 'SkippedEntity', 'StartDoctypeDecl', 'EndDoctypeDecl', 'EntityDecl']);

/** The events of a document; undefined where the parser says that it is beyond it. */
export function eventsOf(c: Case): unknown[] | undefined {
  const told: unknown[] = [];
  const at = (): [number, number] => {
    const { line, column } = parser.where();
    return [line, column];
  };
  const parser: XmlParser = new XmlParser(
    {
      tell(kind, args, raw) {
        if (!unheard.has(kind)) told.push([kind, ...args, at()]);
        else if (raw !== null) told.push(['Default', raw, at()]);
      },
      start: (name, attributes) => void told.push(['StartElement', name, Object.fromEntries(attributes), at()]),
      hears: kind => !unheard.has(kind),
      keepsEntities: () => !c.expand,
      triplets: () => false,
      beyond(what) {
        throw new Beyond(what);
      },
    },
    c.separator ?? undefined,
  );
  try {
    for (const [i, chunk] of c.chunks.entries()) {
      const code = parser.feed(chunk, i === c.chunks.length - 1);
      if (code === 0) continue;
      const [line, column] = at();
      told.push(`${xmlErrors[code - 1][1]}: line ${line}, column ${column}`);
      break;
    }
  } catch (e) {
    if (e instanceof Beyond) return undefined;
    throw e;
  }
  return told;
}
export function differences(c: Case): string[] {
  const told = eventsOf(c);
  if (told === undefined) return [];
  const [mine, theirs] = [JSON.stringify(told), JSON.stringify(c.events)];
  return mine === theirs ? [] : [`${JSON.stringify({ ...c, events: [] })}: ${mine}, Expat ${theirs}`];
}
