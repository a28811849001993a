"""Writes cases of our choosing in the form of cases.py: known oddities of SRE, and everyday patterns."""
import json
import re
import sys

from re import _compiler, _parser

sys.argv = ['cases.py', '0', '0']
from cases import attempt, summary, walk  # noqa: E402

CASES = [
    ('(?:a|b)*', 0, ['abab', '', 'c']),
    ('((a)|b)*', 0, ['ab', 'ba', 'aab']),
    ('((x)|y|z)*+', 0, ['xyz', 'zyx', '']),
    ('(?:(a)|(b)|c)*', 0, ['abc', 'cba']),
    ('(a*)*', 0, ['aaa', 'b']),
    ('(a*)+', 0, ['aaa', 'b']),
    ('(a*?)*?$', 0, ['aaa']),
    ('(?:a?)*?$', 0, ['aa']),
    ('(a|ab)(c|bcd)(d*)', 0, ['abcd']),
    ('(?:(?P<x>a)|b)(?(x)c|d)', 0, ['ac', 'bd', 'ad', 'bc']),
    ('(?<=(a))b', 0, ['ab', 'cb']),
    ('(?<!a)b|(?!c).', 0, ['ab', 'cb', 'c']),
    ('(?=(a+))a*b\\1', 0, ['aaab', 'baaabac']),
    ('(?!(a)b)a(c)?', 0, ['ac', 'ab', 'aa']),
    ('(?>a+)ab|a', 0, ['aaab']),
    ('a++b|a', 0, ['aaab', 'aaa']),
    ('(ab?)++b', 0, ['abab', 'ababb']),
    ('(?:ab?){2,3}+c', 0, ['ababc', 'aac', 'abababc', 'ababababc']),
    ('\\b', 0, ['', 'a b', ' ']),
    ('\\B', 0, ['', 'a b', 'ab']),
    ('^', re.M, ['a\nb\n', '']),
    ('$', re.M, ['a\nb\n', '']),
    ('$', 0, ['a\n', 'a\n\n']),
    ('^|a', 0, ['aa']),
    ('a*', 0, ['baac', '']),
    ('a*?', 0, ['baac', '']),
    ('', 0, ['abc']),
    ('abcabd', 0, ['abcabcabd', 'abcabcabcabd']),
    ('aab(x)?', 0, ['aaabaabx']),
    ('a(b)c', 0, ['ababc']),
    ('[ab]c', 0, ['xacbc']),
    ('(?i)straße', 0, ['STRAßE', 'straẞe', 'STRASSE']),
    ('(?i)ß', 0, ['ẞ', 'ß', 'ss', 'S']),
    ('(?i)[^ß]', 0, ['ẞ', 'ß', 's']),
    ('(?i)k', 0, ['K', 'k', 'K']),
    ('(?i)[j-l]', 0, ['K', 'M']),
    ('(?i)s', 0, ['ſ', 'S']),
    ('(?i)ſt|ﬅ', 0, ['ST', 'ﬆ', 'ﬅ']),
    ('(?i)σ', 0, ['ς', 'Σ', 'σ']),
    ('(?i)i', 0, ['İ', 'ı', 'I']),
    ('(?i)İ', 0, ['i', 'İ', 'i̇']),
    ('(?i)ı', 0, ['i', 'I', 'ı']),
    ('(?i)(é)\\1', 0, ['éÉ', 'Éé']),
    ('(?i)[\\U00010400-\\U00010410]+', 0, ['𐐨𐐀']),
    ('(?i)[\\u0400-\\U00010450]', 0, ['𐐨', 'Я', 'я', 'a']),
    ('(?ai)[k-s]', 0, ['K', 'ſ', 'K']),
    ('(?a)\\w+', 0, ['aé_9', '٣']),
    ('\\w+', 0, ['aé_9٣²½中', '😀a']),
    ('\\d+', 0, ['12٣²', '𝟗']),
    ('\\s+', 0, ['\t\n\x1c\x1f\x85\xa0\u2003\u3000', '\u200b']),
    ('.', 0, ['\n', '\r', '\u2028', '😀']),
    ('[^\\W\\d_]+', 0, ['ab1_é']),
    ('😀+', 0, ['a😀😀b']),
    ('[😀-😎]{2}', 0, ['😀😎x']),
    ('(?x) a b # c\n [ ]', 0, ['ab ']),
    ('(?P<year>\\d{4})-(?P<month>\\d\\d)', 0, ['on 2024-05-06']),
    ('("|\')(?:\\\\.|(?!\\1).)*\\1', 0, ['say "it\\"s" \'x"\'']),
    ('(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}', 0, ['192.168.1.255', '256.1.1.1']),
    ('(\\w+)@(\\w+)\\.com', 0, ['mail bob@site.com now']),
    ('(a)(b)?(c)?', 0, ['ab', 'ac', 'a']),
    ('(?:(a)|b)*?c', 0, ['abc', 'bac', 'c']),
    ('(?:(a)(?!c)|(b))+?(?:c|$)', 0, ['abab', 'bac']),
    ('(x(?:y|(z)))*?w', 0, ['xyxzw', 'xzxyw']),
    (b'[\x80-\xff]+', 0, [b'a\xe9\xff', b'']),
    (b'(?i)\xe9', 0, [b'\xc9', b'\xe9']),
    (b'(?Li)[a-c]\xe9\\w', re.L, [b'A\xe9z', b'B\xc9\xe9']),
    (b'\\w+', 0, [b'ab\xe9']),
]

for pattern, flags, subjects in CASES:
    compiled = re.compile(pattern, flags)
    code = _compiler._code(_parser.parse(pattern, flags), flags)
    rows = []
    for subject in subjects:
        bounds = (0, len(subject))
        results = [
            attempt(lambda: summary(compiled.match(subject))),
            attempt(lambda: summary(compiled.fullmatch(subject))),
            attempt(lambda: summary(compiled.search(subject))),
            attempt(lambda: walk(compiled.scanner(subject).search)),
            attempt(lambda: walk(compiled.scanner(subject).match)),
        ]
        rows.append([subject.decode('latin-1') if isinstance(subject, bytes) else subject, *bounds, results])
    is_bytes = isinstance(pattern, bytes)
    print(json.dumps([pattern.decode('latin-1') if is_bytes else pattern, flags, is_bytes, compiled.groups, code, rows]))
