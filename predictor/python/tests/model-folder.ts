// Where pytest's model stands in the engine's files: a path that no disk has.

export const modelFolder = '/foretrace-model';
