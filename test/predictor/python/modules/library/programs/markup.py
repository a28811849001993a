import xml.etree.ElementTree as ET
import io
doc = '''<?xml version="1.0"?>
<!DOCTYPE data>
<data xmlns:n="urn:x">
  <country name="Liechtenstein"><rank>1</rank><n:y a="b">2008 &amp; &#8364;</n:y></country>
  <!-- comment -->
  <?pi some data?>
  <country name="Singapore"/>tail
</data>
'''
root = ET.fromstring(doc)
print(root.tag, [c.attrib for c in root], root.find('.//{urn:x}y').text)
print(ET.tostring(root, encoding='unicode'))
for e, el in ET.iterparse(io.BytesIO(doc.encode()), events=('start','end','start-ns','end-ns','comment','pi')):
    print(e, tag if isinstance(tag := getattr(el, 'tag', el), (str, tuple)) else None)
for bad in ['<a>', '<a></b>', '', 'x', '<a>&foo;</a>', '<a b=1/>', '<a/><b/>']:
    try: ET.fromstring(bad)
    except ET.ParseError as e: print(repr(e), e.code, e.position)
print(ET.XML('<a><b>1</b><b>2</b></a>').findall('b')[1].text)
p = ET.XMLPullParser(['start','end'])
p.feed('<mytag>sometext')
print([(a, b.tag, b.text) for a, b in p.read_events()])
p.feed(' more text</mytag>')
print([(a, b.tag, b.text) for a, b in p.read_events()])
print(ET.canonicalize('<a z="1" y="2"><b/></a>'))
t = ET.ElementTree(root); b = io.BytesIO(); t.write(b, xml_declaration=True, encoding='utf-8'); print(b.getvalue()[:60])
e = ET.Element('a', {'k': '<"&'}); ET.SubElement(e, 'b').text = 'x'; ET.indent(e); print(ET.tostring(e))
print(ET.fromstring(b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>').text)
from xml.dom import minidom
d = minidom.parseString('<a b="1"><!--c-->t<![CDATA[<x>]]><c/></a>')
print(d.toxml(), d.documentElement.getAttribute('b'), d.toprettyxml(indent=' '))
import xml.sax
class H(xml.sax.ContentHandler):
    def startElement(self, n, a): print('start', n, dict(a), self._l.getLineNumber(), self._l.getColumnNumber())
    def endElement(self, n): print('end', n)
    def characters(self, c): print('chars', repr(c))
    def setDocumentLocator(self, l): self._l = l
xml.sax.parseString('<a x="1">\n<b>hi</b></a>', H())
try: xml.sax.parseString('<a><b></a>', H())
except xml.sax.SAXParseException as e: print(e)
import xml.parsers.expat as X
print(X.ErrorString(3), X.errors.XML_ERROR_SYNTAX, X.model.XML_CTYPE_MIXED)
import plistlib
print(plistlib.loads(plistlib.dumps({'a': [1, 2.5, True, 'x', b'yy']})))
