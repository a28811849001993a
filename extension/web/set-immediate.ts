// Node's `setImmediate`: behind what is waiting, and not as late as the shortest timer of a browser.
const channel = new MessageChannel();
const soon: (() => void)[] = [];
(channel.port1 as { onmessage?: () => void }).onmessage = () => soon.shift()?.();
export function setImmediate<A extends readonly unknown[]>(act: (...a: A) => void, ...a: A): void {
  soon.push(() => act(...a));
  channel.port2.postMessage(0);
}
