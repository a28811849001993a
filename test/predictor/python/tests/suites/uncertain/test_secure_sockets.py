"""What only the machine's OpenSSL knows, or who is at the other end."""
import socket
import ssl
import urllib.request


def test_version():
    assert ssl.OPENSSL_VERSION_INFO >= (3,)


def test_version_text():
    assert ssl.OPENSSL_VERSION.startswith("OpenSSL 3")


def test_build():
    assert ssl.HAS_TLSv1


def test_options():
    assert ssl.create_default_context().options & ssl.OP_NO_TICKET == 0


def test_limit():
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_1


def test_ciphers():
    ssl.create_default_context().set_ciphers("HIGH")


def test_certificates():
    ssl.create_default_context(cafile=__file__)


def test_handshake():
    ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="a").do_handshake()


def test_random():
    assert ssl.RAND_bytes(4) != b"abcd"


def test_connection():
    with socket.create_connection(("example.org", 443)) as connected:
        ssl.create_default_context().wrap_socket(connected, server_hostname="example.org")


def test_page():
    urllib.request.urlopen("https://example.org")


def test_of_none_of_these():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    assert context.verify_mode is ssl.VerifyMode.CERT_NONE
