// What leaves the machine: secrets go, the same one under the same name, and what is none stays.
import { describe, expect, it } from 'vitest';
import { Redaction } from '../../../trace-collector/export/redaction.ts';

// Put together here, so that no scanner takes this file for a leak.
const githubToken = `gh${'p_'}${'aB3'.repeat(12)}`;
const awsKey = `AK${'IA'}${'Z7Q2'.repeat(4)}`;
const pem = `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIE\nabcd\n-----END RSA ${'PRIVATE'} KEY-----`;

describe('secrets', () => {
  it.each([
    ['a token of known shape', `header = 'token ${githubToken}'`, githubToken, 'token'],
    ['a key of known shape', `["${awsKey}"]`, awsKey, 'key'],
    ['a password behind its name', `connect(password='hunter2hunter2')`, 'hunter2hunter2', 'password'],
    ['a password in a dict', `{'db_password': 'Tr0ub4dor', 'user': 'x'}`, 'Tr0ub4dor', 'password'],
    ['a password in JSON', `{"password": "correcthorse9"}`, 'correcthorse9', 'password'],
    ['a password with a type behind its name', `password: str = "correcthorse9"`, 'correcthorse9', 'password'],
    ['a long random value behind `secret`', `CLIENT_SECRET = "q8Zt5Yw2Lk9Xv3Bn"`, 'q8Zt5Yw2Lk9Xv3Bn', 'token'],
    ['a credential in a URL', 'postgres://app:s3cr3tpw@db.host:5432/x', 's3cr3tpw', 'url'],
    ['a token in a query', 'https://h/x?access_token=a8F3kq0Z7Lm2Pw9s&y=1', 'a8F3kq0Z7Lm2Pw9s', 'token'],
    ['an authorization header', `'Authorization: Bearer abcDEF123456.ghiJKL7890'`, 'abcDEF123456.ghiJKL7890', 'token'],
    ['an e-mail address', `'to: jane.doe@corp.io'`, 'jane.doe@corp.io', 'email'],
    ['who a home folder belongs to', `PosixPath('/home/janedoe/project')`, 'janedoe', 'user'],
  ] as const)('%s is taken out and counted', (_, text, secret, kind) => {
    const r = new Redaction();
    const out = r.text(text);
    expect(out).not.toContain(secret);
    expect(out).toBe(text.replace(secret, `<redacted:${kind}:1>`));
    expect(r.counts).toEqual({ [kind]: 1 });
  });
  it('a private key goes whole, and the lines behind it keep their numbers', () => {
    const out = new Redaction().text(`a = """${pem}"""\nb = 1\n`);
    expect(out).toMatch(/^a = """<redacted:private-key:1>\n+"""\nb = 1\n$/);
    expect(out.split('\n')).toHaveLength(6);
  });
  it('a variable gives its value away by its name', () => {
    const r = new Redaction();
    expect(r.value('password', "'swordfish'")).toBe("'<redacted:password:1>'");
    expect(r.value('api_key', "'9f8e7d6c5b4a39281706'")).toBe("'<redacted:key:1>'");
    expect(r.value('x', "'swordfish'")).toBe("'swordfish'");
  });
  it('the same secret has the same placeholder wherever it stands, also where nothing gives it away', () => {
    const r = new Redaction();
    r.learnValue('password', "'sw0rdfish'");
    expect(r.text("print('login sw0rdfish')")).toBe("print('login <redacted:password:1>')");
    expect(r.value('password', "'sw0rdfish'")).toBe("'<redacted:password:1>'");
    expect(r.value('password', "'another0ne'")).toBe("'<redacted:password:2>'");
    expect(r.different).toBe(2);
  });
  it.each([
    ["{'type': 'identifier', 'token': 'UNQUOTED'}"],
    ["token = 'lparen'"],
    ["password_field = 'Enter your password'"],
    ["password = None"],
    [`secret = '\${SECRET}'`],
    ["key = 'name'"],
    ["'user@example.com'"],
    ['a @ b.T'],
    ['https://example.com/a?token=abc'],
    ["pwd = '/usr/local'"],
    ['<Token object>'],
    ["secret = '/tmp/tmpab12cd3e/secret.txt'"],
    ["token_url = 'https://auth.example.com/oauth2/v1/token'"],
  ])('%s stays', text => {
    const r = new Redaction();
    r.learn(text);
    expect(r.text(text)).toBe(text);
    expect(r.counts).toEqual({});
  });
  it.each([
    ['one word', 'a1B2'.repeat(500_000)],
    ['words with dots and dashes', 'a-b.c'.repeat(400_000)],
    ['keys without values', "key='".repeat(200_000)],
    ['signs', '@://'.repeat(300_000)],
  ])('megabytes of %s are looked through in moments', (_, text) => {
    const began = performance.now();
    const r = new Redaction();
    r.learn(text);
    r.text(text);
    // Generous: what matters is that it is not a matter of hours.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
  it('what is redacted already stays as it is', () => {
    const r = new Redaction();
    const once = r.text("connect(password='hunter2hunter2')");
    expect(r.text(once)).toBe(once);
  });
});
