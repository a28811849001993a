// The command line's first step: its bundle is loaded as it was compiled the last time.
import { keepCompiled } from './compiled.ts';

keepCompiled();
await import(new URL('./cli-main.js', import.meta.url).href);
