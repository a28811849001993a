// Python sources are imported as their text: esbuild and vitest have a loader for it.
declare module '*.py' {
  const text: string;
  export default text;
}
