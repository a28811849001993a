# Addresses as text and as bytes, and the order of bytes on the net.
import socket


def tell(f, *args):
    try:
        print(args, f(*args))
    except Exception as e:
        print(args, repr(e))


loose = [
    '127', '0x7f.0x1', '010.1', '1.2.3.4', '1.2.3.4 ', '1.2.3.4 foo', ' 1.2.3.4', '1.2.3.4\n', '1.2.3.4x', '1.2.3', '1.2', '1.2.65535', '1.2.65536', '1.16777215', '1.16777216', '4294967295',
    '4294967296', '0xffffffff', '0x', '08', '0x1.0X2.3.4', '', '.', '1.', '1.2.3.4.5', '-1', '+1', '256.1.1.1', '1..2', '1.2.3. 4', '0', '00.00.00.00', '1.2.3.0400', '1.2.3.0377', '192.168.010.1',
    '1.2.3.4\xa0', '１.2.3.4', '1.2\x00', '0x1g', '1_0', '1.2.3.4\r\x0c', 1, None, b'1.2.3.4',
]
for text in loose:
    tell(socket.inet_aton, text)
for text in ['1.2.3.4', '01.2.3.4', '1.2.3', '::', '1::', '1:2:3:4:5:6:7::', '1::2:3:4:5:6:7:8', '1:2:3:4:5:6:1.2.3.4', '1:::2', ':1::', 'fe80::1%eth0', '::01.2.3.4', '::1\x00', 1]:
    for family in (socket.AF_INET, socket.AF_INET6, 1):
        tell(socket.inet_pton, family, text)
for bits in range(256):
    for group in (1, 0xFFFF):
        print(socket.inet_ntop(socket.AF_INET6, b''.join((group if bits >> i & 1 else 0).to_bytes(2, 'big') for i in range(8))))
for packed in (b'', b'1234', b'12345', '1234', bytearray(b'1234')):
    tell(socket.inet_ntoa, packed)
    for family in (socket.AF_INET, socket.AF_INET6, 1, 'x'):
        tell(socket.inet_ntop, family, packed)
for n in (0, 1, 258, 65535, 65536, -1, 2**31, 2**32 - 1, 2**32, 2**70, 1.5, 'a', True, None):
    for f in (socket.htons, socket.ntohs, socket.htonl, socket.ntohl):
        tell(f, n)
