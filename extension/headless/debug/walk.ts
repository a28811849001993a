// A session's walk through one trace: where it stands, how it moves, what it says on the way. What is written is said once, at the moment that writes it: going
// back unsays nothing, and going over it again says nothing again.
import { cancelled, Failed } from '../../../trace-collector/failure.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Opened } from './opening.ts';
import { Timeline } from './timeline.ts';
import { Handles } from './variables.ts';

export interface Stopped {
  readonly reason: string;
  readonly description?: string;
  readonly text?: string;
  readonly hitBreakpointIds?: readonly number[];
}
export interface WalkListener {
  stopped(s: Stopped): void;
  output(text: string, category: 'stdout' | 'stderr' | 'console', moment: number): void;
  /** It went past the last moment. */
  ended(): void;
}
type Target = (paused: () => boolean) => Promise<number | undefined>;

export class Walk {
  opened: Opened;
  timeline: Timeline;
  readonly handles = new Handles();
  at = 0;
  /** Frames that the client knows by number, from `frameBase` on. */
  frameBase = 1;
  moving: AbortController | undefined;
  private first = 0;
  private furthest = -1;
  private readonly breakpoints: Breakpoints;
  private readonly listener: WalkListener;
  private readonly stopAtEnd: boolean;

  constructor(opened: Opened, breakpoints: Breakpoints, listener: WalkListener, stopAtEnd: boolean) {
    this.opened = opened;
    this.timeline = new Timeline(opened.source);
    this.breakpoints = breakpoints;
    this.listener = listener;
    this.stopAtEnd = stopAtEnd;
  }
  /** What breakpoints look at. */
  over(): NonNullable<Breakpoints['over']> {
    const walk = this;
    return {
      timeline: this.timeline,
      evaluator: this.opened.evaluator,
      get signal() {
        return walk.moving?.signal ?? never;
      },
    };
  }
  async begin(): Promise<void> {
    this.first = this.at = (await this.timeline.stepIn(-1, 1, () => false)) ?? 0;
  }
  /** Another trace that agrees with this one up to where it stands. */
  turn(opened: Opened): void {
    this.opened = opened;
    this.timeline = new Timeline(opened.source);
    this.at = Math.min(this.at, this.timeline.last);
    this.furthest = Math.min(this.furthest, this.at);
    this.handles.reset();
  }
  dispose(): void {
    this.moving?.abort();
    this.opened.close();
  }

  enter(stop: boolean): void {
    if (stop) this.stand({ reason: 'entry' });
    // A breakpoint at the very first line counts too.
    else this.go(async () => undefined, 1, 'step', this.at - 1);
  }
  runThrough(): void {
    void this.say(this.timeline.last).then(() => this.listener.ended());
  }
  continue(way: 1 | -1): void {
    this.go(async () => undefined, way, 'step');
  }
  stepIn(): void {
    this.go(paused => this.timeline.stepIn(this.at, 1, paused), 1, 'step');
  }
  stepOver(): void {
    this.go(paused => this.timeline.stepOver(this.at, 1, paused), 1, 'step');
  }
  stepOut(): void {
    this.go(paused => this.timeline.stepOut(this.at, paused), 1, 'step');
  }
  stepBack(): void {
    this.go(paused => this.timeline.stepOver(this.at, -1, paused), -1, 'step');
  }
  /** One event, of whatever kind. */
  stepEvent(way: 1 | -1): void {
    const next = this.at + way;
    this.go(async () => (next >= 0 && next <= this.timeline.last ? next : undefined), way, 'step');
  }
  async jump(moment: number, reason: string): Promise<void> {
    await this.say(moment);
    this.at = moment;
    this.stand({ reason });
  }
  pause(): void {
    this.moving?.abort();
  }

  private go(target: Target, way: 1 | -1, reason: string, from = this.at): void {
    const moving = new AbortController();
    this.moving = moving;
    void this.move(target, way, reason, from, moving.signal).catch((e: unknown) => {
      this.moving = undefined;
      const told = e instanceof Failed ? e.failure : undefined;
      if (told !== undefined && told.say === cancelled().failure.say) this.stand({ reason: 'pause' });
      else this.stand({ reason: 'pause', description: 'Paused by a failure', text: (e as Error).message });
    });
  }
  private async move(target: Target, way: 1 | -1, reason: string, from: number, signal: AbortSignal): Promise<void> {
    const { last } = this.timeline;
    const wanted = await target(() => signal.aborted);
    const limit = wanted ?? (way === 1 ? last : 0);
    const stop = signal.aborted ? undefined : await this.breakpoints.next(from, limit, way);
    const arrived = stop?.moment ?? wanted ?? (signal.aborted ? this.at : way === 1 ? last : this.first);
    // The last moment is a stop of its own only once; to go on from it is the end.
    const ends = way === 1 && stop === undefined && wanted === undefined && !signal.aborted && (!this.stopAtEnd || this.at >= last);
    if (way === 1) {
      await this.breakpoints.logs(from, arrived, (text, moment) => this.listener.output(text, 'console', moment));
      await this.say(arrived);
    }
    this.moving = undefined;
    this.at = arrived;
    if (ends) this.listener.ended();
    else if (stop !== undefined) this.stand(this.stoppedAt(stop));
    else if (signal.aborted) this.stand({ reason: 'pause' });
    else if (wanted !== undefined) this.stand({ reason });
    else if (way === -1) this.stand({ reason: 'entry', description: 'Paused at the beginning' });
    else
      this.stand({
        reason: 'end',
        description: 'Paused at the end',
        text: `the trace ${this.timeline.source.truncated ? 'was cut short' : 'ends'} here; to continue ends the session, and one can go back`,
      });
  }
  private stoppedAt(stop: NonNullable<Awaited<ReturnType<Breakpoints['next']>>>): Stopped {
    const ids = stop.ids.length === 0 ? {} : { hitBreakpointIds: stop.ids };
    if (stop.note !== undefined) this.listener.output(`stopped, for it is not known whether to: ${stop.note}\n`, 'console', stop.moment);
    if (stop.reason !== 'exception') return { reason: stop.reason, ...ids };
    const { exception, value } = this.timeline.frame(stop.moment);
    return { reason: 'exception', description: `Paused on ${exception}`, text: value ?? exception, ...ids };
  }
  private stand(s: Stopped): void {
    // Numbers of an earlier stop are never valid again.
    this.frameBase += 10_000_000;
    if (this.frameBase > 2 ** 31 - 20_000_000) this.frameBase = 1;
    this.handles.reset();
    this.listener.stopped(s);
  }
  /** Says what is written up to a moment, the next one's share included: it is told with the event after the line. */
  private async say(to: number): Promise<void> {
    if (to <= this.furthest) return;
    const from = this.furthest;
    this.furthest = to;
    await this.timeline.output(from, to, (text, category, writer) => this.listener.output(text, category, writer));
  }
}
const never = new AbortController().signal;
