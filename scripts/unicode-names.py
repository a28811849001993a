"""Writes predictor/python/text/unicode-names-table.ts: the names of Unicode 14 from the unicodedata of the Python that runs it (3.11).

Usage: python3 scripts/unicode-names.py FOLDER, where FOLDER holds Perl's copy of the aliases and named sequences of Unicode 14
(/usr/share/perl/5.36.0/unicore on Debian 12). Each of them is checked against unicodedata.lookup. Numbers are written as in unicode-tables.py.
"""
import collections
import re
import sys
import unicodedata
from pathlib import Path

assert sys.version_info[:2] == (3, 11) and unicodedata.unidata_version == '14.0.0'
OUT = Path(__file__).parent.parent / 'predictor/python/text/unicode-names-table.ts'
DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-'


def encode(numbers):
    out = []
    for n in numbers:
        assert n >= 0
        while n >= 32:
            out.append(DIGITS[32 + n % 32])
            n //= 32
        out.append(DIGITS[n])
    return ''.join(out)


def word_list(name, p):
    """The words of a name; a code point's own number at the end becomes `#`."""
    own = f'-{p:X}'
    return (name[:-len(own)] + '-#' if name.endswith(own) else name).split(' ')


def main():
    names = []
    for p in range(0x110000):
        name = unicodedata.name(chr(p), None)
        if name is None or name.startswith(('CJK UNIFIED IDEOGRAPH-', 'HANGUL SYLLABLE ')):
            continue
        names.append((p, word_list(name, p)))
    folder = Path(sys.argv[1])
    aliases, sequences = [], []
    for line in (folder / 'To/NameAlia.pl').read_text().splitlines():
        # Perl puts the aliases of one code point in one line, or in lines of their own.
        match = re.match(r'([0-9A-F]+)\t\t?(.*)', line)
        if match is None:
            continue
        for alias in match[2].split(','):
            text = alias.split(':')[0].strip()
            try:
                found = unicodedata.lookup(text)
            except KeyError:
                continue
            if unicodedata.name(found, None) != text:
                aliases.append((ord(found), text.split(' ')))
    for line in (folder / 'NamedSequences.txt').read_text().splitlines():
        if line.startswith('#') or ';' not in line:
            continue
        name = line.split(';')[0]
        sequences.append(([ord(c) for c in unicodedata.lookup(name)], name.split(' ')))
    counts = collections.Counter()
    previous = []
    plans = []
    for p, words in names:
        shared = 0
        while shared < min(len(previous), len(words), 15) and previous[shared] == words[shared]:
            shared += 1
        counts.update(words[shared:])
        plans.append((p, shared, words[shared:]))
        previous = words
    for _, words in aliases + sequences:
        counts.update(words)
    order = [w for w, _ in counts.most_common()]
    index = {w: i for i, w in enumerate(order)}
    numbers, last = [], -1
    for p, shared, words in plans:
        if p != last + 1:
            numbers += [0, p - last]
        head = shared * 8 + min(len(words), 7)
        assert head > 0
        numbers.append(head)
        if len(words) >= 7:
            numbers.append(len(words) - 7)
        numbers += [index[w] for w in words]
        last = p
    alias_numbers = [n for p, words in aliases for n in (p, len(words), *(index[w] for w in words))]
    sequence_numbers = [n for codes, words in sequences for n in (len(codes), *codes, len(words), *(index[w] for w in words))]

    def constant(name, text, comment):
        lines = '\n'.join(f"  '{text[i:i + 150]}'," for i in range(0, len(text), 150))
        return f"/** {comment} */\nexport const {name} = [\n{lines}\n].join('');\n"

    OUT.write_text('\n'.join([
        '// The names of Unicode 14. Written by scripts/unicode-names.py: do not edit. unicode-names.ts says how to read it.\n',
        constant('WORDS', ' '.join(order), 'The words of names, the most frequent first.'),
        constant('NAMES', encode(numbers), 'Names in order of code points: words shared with the one before * 8 + further words (7: seven and the next number), words; 0 and a gap.'),
        constant('NAME_ALIASES', encode(alias_numbers), 'Aliases: code point, number of words, words.'),
        constant('NAME_SEQUENCES', encode(sequence_numbers), 'Named sequences: number of code points, code points, number of words, words.'),
    ]))
    print(len(names), len(aliases), len(sequences), len(order), OUT.stat().st_size)


main()
