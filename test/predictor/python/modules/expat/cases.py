"""XML documents, whole and damaged at random, with the events that pyexpat tells of each. usage: cases.py SEED COUNT"""
import json
import pyexpat
import random
import sys

DOCUMENTS = [
    'abc<a/>',
    'abc',
    '<a/>b',
    '<a/><b/>',
    '',
    '  ',
    '<a>',
    '<a',
    '<a></b>',
    '<a b=1/>',
    "<a b='1' b='2'/>",
    '<a>&foo;</a>',
    '<a>&amp;x&#65;&#x42;</a>',
    '<a>\r\nx\ry</a>',
    '<a>x]]>y</a>',
    '<a>]]></a>',
    '<!-- a -- b --><a/>',
    '<a><!-- x -->t<?pi  data ?></a>',
    "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'x.dtd'>\n<a/>",
    "<!DOCTYPE a [<!ENTITY e 'v&#65;w'>]><a b='&e;'>&e;</a>",
    " <?xml version='1.0'?><a/>",
    '<a><![CDATA[x\ny]]>z</a>',
    "<a b='x\n\ty&#10;'/>",
    "<a b='<'/>",
    '<1/>',
    '<a></a >',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&;</a>',
    '<a>& b</a>',
    '<a>&amp</a>',
    "<?xml version='1.1' encoding='utf-8' standalone='yes'?><a/>",
    "<?xml encoding='utf-8'?><a/>",
    '<a>\x01</a>',
    "<a b='1'c='2'/>",
    '<a b/>',
    '<a b= />',
    '<a/ >',
    '<:a/>',
    '<a:b:c/>',
    '<a><![CDATA[x</a>',
    '<a><!-- x',
    '<a><?p',
    "<a><?xml version='1.0'?></a>",
    '<?XmL a?><a/>',
    '<a>é漢</a>',
    '<é/>',
    '<x:a xmlns:x="u" x:b="1" c="2"><y/></x:a>',
    '<x:a/>',
    '<a xmlns="u"><b xmlns=""/></a>',
    '<a x:b="1" y:b="2" xmlns:x="u" xmlns:y="u"/>',
    '<a xml:lang="e" xmlns:x=""/>',
    '<a>one<b c="d">two</b>\n three &lt; <![CDATA[x]] ]]]>&#x20AC;<!--c-->\r\n</a>\n<!-- end -->\n',
    '<!DOCTYPE html PUBLIC "-//W3C//DTD" "http://x"><html>&nbsp;</html>',
    "<!DOCTYPE a [\n <!ENTITY e 'v\nw'>\n]>\n<a b='&e;x'>&e;&undef;</a>",
]
BITS = ['<', '>', '&', '"', "'", '/', '=', ' ', '\n', '\r', '\r\n', ']', ']]>', '<!--', '-->', '<![CDATA[', '<?', '?>', '&#', '&lt;', 'x', ':', 'a', '-', '<b>', '</b>', '<b/>', '\xe9', '\x01',
        '\U0001d4b3', '%', '!', 'DOCTYPE', '[', ';', '#', '.', '1']
HANDLERS = ['StartElement', 'EndElement', 'CharacterData', 'Comment', 'ProcessingInstruction', 'StartCdataSection', 'EndCdataSection', 'XmlDecl', 'StartNamespaceDecl', 'EndNamespaceDecl']


def events(chunks, separator, expand):
    told = []
    parser = pyexpat.ParserCreate(None, separator)

    def teller(name):
        return lambda *a: told.append([name, *a, [parser.CurrentLineNumber, parser.CurrentColumnNumber]])

    for name in HANDLERS:
        setattr(parser, name + 'Handler', teller(name))
    setattr(parser, 'DefaultHandlerExpand' if expand else 'DefaultHandler', teller('Default'))
    try:
        for i, chunk in enumerate(chunks):
            parser.Parse(chunk, i == len(chunks) - 1)
    except pyexpat.ExpatError as e:
        told.append(str(e))
    return told


def damaged(rng, text):
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        k = rng.randrange(len(text) + 1)
        r = rng.random()
        if r < .4:
            text = text[:k] + text[k + rng.randrange(1, 4):]
        elif r < .8:
            text = text[:k] + rng.choice(BITS) + text[k:]
        else:
            text = text[:k] + text[k:k + 5] + text[k:]
    return text


rng = random.Random(int(sys.argv[1]))
for _ in range(int(sys.argv[2]) if pyexpat.version_info[:2] == (2, 5) else 0):
    text = damaged(rng, rng.choice(DOCUMENTS))
    chunks = [text]
    if rng.random() < .3 and 'DOCTYPE' not in text:
        cuts = sorted(rng.randrange(len(text) + 1) for _ in range(rng.choice([1, 2])))
        chunks = [text[a:b] for a, b in zip([0] + cuts, cuts + [len(text)])]
    separator, expand = rng.choice([None, None, '}', ' ']), rng.random() < .7
    print(json.dumps({'chunks': chunks, 'separator': separator, 'expand': expand, 'events': events(chunks, separator, expand)}))
