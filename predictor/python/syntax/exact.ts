// Arrays that take no more room than they need. V8 gives one that gets its first element by `push` seventeen places (`JSObject::NewElementsCapacity` of src/objects/js-objects.h),
// and trees have hundreds of thousands that stay as they are.

/** The same elements; what is empty is one and the same. */
export function exact<T>(grown: readonly T[]): readonly T[] {
  return grown.length === 0 ? nothing : grown.slice();
}
const nothing: readonly never[] = [];
