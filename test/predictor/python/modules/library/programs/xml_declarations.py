# XML declarations, well-formed and not, with a byte order mark before them and in pieces: what the handler gets, and where errors stand.
import xml.dom.minidom as minidom
import xml.etree.ElementTree as ET
import xml.parsers.expat as expat

RESTS = [
    "", " ", " version", " version=", ' version="1.0', " version=1.0", ' version="1.0"encoding="utf-8"', ' version="1.0" encoding="utf-8"standalone="yes"', ' version="1.0" standalone="maybe"',
    ' version="1.0" standalone="no" encoding="utf-8"', ' version="1.0" standalone="no"', ' encoding="utf-8"', ' version="1.0" version="1.0"', ' version="1.1"', ' version="a b"', " version='1.0'",
    ' version = "1.0" ', ' version="1.0" foo="x"', ' version="1.0" encoding=""', ' version="1.0" encoding="-x"', ' version="1.0" encoding="utf 8"', ' version=""', ' version="1.0" standalone="yes" x',
    ' Version="1.0"', ' version="1.0"\n  encoding="utf-8"\n x="y"', " v", " =", ' "1.0"', " version='1.0\"", ' versioné="1"', ' version="é"', ' version="1.0"? ', ' version=\n"1.0"', 'a="1"', ' version="a:b"',
]


def told(text, cut=None):
    parser = expat.ParserCreate("utf-8")
    out = []
    parser.XmlDeclHandler = lambda *a: out.append(a)
    parser.DefaultHandler = lambda d: out.append((d, parser.CurrentLineNumber, parser.CurrentColumnNumber))
    try:
        if cut is None:
            parser.Parse(text, True)
        else:
            parser.Parse(text[:cut])
            parser.Parse(text[cut:])
            parser.Parse(b"", True)
    except expat.ExpatError as e:
        out.append((str(e), e.code, e.lineno, e.offset, parser.ErrorByteIndex))
    return out


for rest in RESTS:
    for mark in "", "\ufeff":
        print(repr(mark + rest), told(mark + "<?xml" + rest + "?><a>e</a>"))

for before in '<?xml version="1.0"?>\n', "<?xml", "<?x", "<?xml ", '<?xml version="1.0" ', "":
    for mark in "", "\ufeff", "\ufeff\ufeff", "\ufeff ":
        for behind in "<a>e</a>", "":
            for cut in None, 1, 5:
                print(repr(mark + before + behind), cut, told((mark + before + behind).encode(), cut))

marked = '\ufeff<?xml version="1.0" encoding="UTF-8"?><a>é</a>'
print(ET.fromstring(marked).text, ET.fromstring(marked.encode()).text, minidom.parseString(marked.encode()).toxml())
