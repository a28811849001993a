// What the parts of the timeline have in common: they show a state, and say what happens to them as events of it.
import { LitElement, type PropertyValues } from 'lit';
import { initial, type State, type TimelineEvent } from './timeline-state.ts';

export class TimelineElement extends LitElement {
  static override properties = { state: { attribute: false } };
  declare state: State;

  constructor() {
    super();
    this.state = initial;
  }
  protected act(e: TimelineEvent): void {
    this.dispatchEvent(new CustomEvent<TimelineEvent>('act', { detail: e, bubbles: true, composed: true }));
  }
  /** Shows a line in the editor. */
  protected source(file: string, line: number, focus: boolean): void {
    this.dispatchEvent(new CustomEvent<SourceShown>('source', { detail: { file, line, focus }, bubbles: true, composed: true }));
  }
  protected changed(before: PropertyValues<this>, ...parts: readonly (keyof State)[]): boolean {
    const old = before.get('state') as State | undefined;
    return old === undefined || parts.some(p => old[p] !== this.state[p]);
  }
}
export interface SourceShown {
  readonly file: string;
  readonly line: number;
  readonly focus: boolean;
}
