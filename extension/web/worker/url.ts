// `node:url`, as far as it is used.
export const fileURLToPath = (url: string | URL): string => decodeURIComponent(new URL(url).pathname);
export const pathToFileURL = (path: string): URL => new URL(`file://${encodeURI(path)}`);
export default { fileURLToPath, pathToFileURL };
