// In place of extension/headless/stored-trees.ts: a browser's worker has no disk to keep syntax trees on.
import type { Grammar } from '../../../predictor/python/syntax/parser.ts';
import type { StoredTrees } from '../../headless/stored-trees.ts';

export const withStoredTrees = (grammar: Grammar): StoredTrees => ({ ...grammar, flush() {} });
