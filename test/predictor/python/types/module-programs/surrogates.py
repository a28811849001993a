# Half a surrogate pair alone is one character; the halves of a whole pair are none.
import io, json, re, sys, unicodedata
H, L, P = '\ud800', '\udc00', '\U00010000'
texts = ['', H, L, P, 'a' + H, H + 'a', L + 'q', P + H, L + P, H + P, P + L, H + H, 'x' * 120 + H + 'y', chr(0xdbff) + 'x' * 120 + P + chr(0xdfff)]
def told(f):
    try: return f()
    except Exception as e: return type(e).__name__, str(e)
for t in texts:
    print(ascii(t), len(t), hash(t) == hash(t + ''), eval(repr(t)) == t, *map(ascii, (repr(t), t[1:], t[:-1], t[::-2], [*t][:4], sorted(t)[:3])))
    print(ascii([getattr(t, n)() for n in ('isalpha', 'isprintable', 'isidentifier', 'isascii', 'upper', 'title', 'strip')]))
    for encoding in ('utf-8', 'utf-16', 'utf-32-be', 'latin-1', 'unicode_escape'):
        print(encoding, [told(lambda: t[-3:].encode(encoding, errors)) for errors in ('strict', 'replace', 'backslashreplace', 'surrogatepass')])
    for encoding in ('utf-8', 'utf-32'): print(t.encode(encoding, 'surrogatepass').decode(encoding, 'surrogatepass') == t, end=' ')
    print(ascii((json.dumps(t), json.loads(json.dumps(t)) == t, '%a' % (t,), f'{t:>5}', f'{t:.1}', io.StringIO(t).read(1), t.translate({0xd800: 'h', 0xdc00: None}), re.findall('[\ud800-\udfff]', t), '\t'.join('a' + t).expandtabs(2)[-9:])))
    for u in texts[:12]:
        found = t.find(u), t.rfind(u), t.count(u), t.startswith(u), t.endswith(u), t < u, t == u
        print(*map(int, found), ascii((t.removeprefix(u)[:3], t.replace(u, '-')[:3] if u else '', t.split(u)[-1][-3:] if u else '', t.strip(u)[:3])), end='; ')
    print()
for c in (H, L): print(unicodedata.category(c), unicodedata.name(c, 'none'), unicodedata.numeric(c, None), ord(c))
chars = [chr(i) for i in range(sys.maxunicode + 1)]
print(len(set(chars)), sum(map(len, chars)), sum(unicodedata.category(c).startswith('P') for c in chars), [*map(ord, sorted(chars))] == [*range(0x110000)])
print(len(''.join(filter(str.isalpha, map(chr, range(0x20, 0xffff))))))
