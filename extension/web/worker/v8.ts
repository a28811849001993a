// `node:v8`, as far as it is used: how full a browser's heap is, where the browser tells.
export const getHeapStatistics = (): { readonly used_heap_size: number } => ({
  used_heap_size: (performance as { readonly memory?: { readonly usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0,
});
const absent = (): never => {
  throw new Error('there is no other process in a browser');
};
export const serialize = absent;
export const deserialize = absent;
