// The process of the resident engine: its socket's path and the minutes for which it stays are its arguments.
import { ResidentServer } from './server.ts';

const [path, minutes] = process.argv.slice(2);
process.title = 'foretrace resident engine';
process.umask(0o077);
const server = new ResidentServer(Number(minutes), () => process.exit(0));
for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(s, () => process.exit(0));
if (!(await server.listen(path))) process.exit(0);
