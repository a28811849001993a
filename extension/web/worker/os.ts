// `node:os`, as far as it is used: there is no machine to tell of.
export const homedir = (): string => '/home/user';
export const tmpdir = (): string => '/tmp';
export const availableParallelism = (): number => 1;
export const hostname = (): string => 'localhost';
export const freemem = (): number => 0;
