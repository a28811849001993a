// Sets single styles of an element through its style object. Style attributes are what the page's content security policy forbids, and lit's own way begins with one.
import { Directive, directive, type ElementPart } from 'lit/directive.js';

type Styles = Readonly<Record<string, string>>;

class Styled extends Directive {
  override update({ element }: ElementPart, [styles]: [Styles]): undefined {
    for (const [name, value] of Object.entries(styles)) (element as HTMLElement).style.setProperty(name, value);
    return undefined;
  }
  override render(_: Styles): undefined {
    return undefined;
  }
}
/** `<div ${styled({ height: '3px' })}>` */
export const styled = directive(Styled);
