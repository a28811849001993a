import { describe, expect, it } from 'vitest';
import { placeAt, programEnvironment } from '../../../extension/headless/commands/session.ts';

const own = { PATH: '/bin', HOME: '/home/a', GIT_SSL_CAINFO: '/certs', VIRTUAL_ENV: '/v' };
const ofAHook = { GIT_EXEC_PATH: '/usr/lib/git-core', GIT_INDEX_FILE: '.git/index', GIT_AUTHOR_DATE: '@1795275996 +0000', GIT_EDITOR: ':', GIT_PREFIX: '', GIT_CONFIG_PARAMETERS: "'a'='b'" };

describe('the environment of programs', () => {
  it('is the same whoever asks: an agent, an editor, npm, or a hook of git, whose date is another one at each commit', () => {
    expect(programEnvironment({ ...own, ...ofAHook, CLAUDE_SESSION: '1', VSCODE_PID: '2', npm_lifecycle_event: 'test' })).toEqual(own);
    expect(placeAt({ cwd: '/', environment: { ...own, ...ofAHook } }, '/').environment).toEqual(own);
  });
  it("keeps the user's own variables for git", () => {
    const mine = { ...own, GIT_DIR: '/repo/.git', GIT_AUTHOR_NAME: 'a' };
    expect(programEnvironment(mine)).toEqual(mine);
  });
});
