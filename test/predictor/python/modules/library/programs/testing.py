import unittest, sys, io
from unittest import mock
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.k=1
    def setUp(self): self.x=[1]
    def test_ok(self): self.assertEqual(self.x,[1]); self.assertIn(1,self.x); self.assertTrue(self.k)
    def test_fail(self): self.assertEqual([1,2],[1,3])
    def test_err(self): 1/0
    def test_raises(self):
        with self.assertRaises(ValueError) as c: int('x')
        self.assertIn('invalid', str(c.exception))
        with self.assertRaisesRegex(KeyError,'k'): {}['k']
    @unittest.skip('why')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xf(self): self.fail('x')
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i,1)
    def test_multi(self): self.assertMultiLineEqual('a\nb','a\nc')
    def test_dict(self): self.assertDictEqual({'a':1},{'a':2})
    def test_almost(self): self.assertAlmostEqual(0.1+0.2,0.3); self.assertGreater(2,1); self.assertIsNone(None); self.assertCountEqual([1,2],[2,1]); self.assertIsInstance(1,int); self.assertRegex('abc','b')
    def test_logs(self):
        import logging
        with self.assertLogs('q', level='INFO') as cm: logging.getLogger('q').info('hello')
        self.assertEqual(cm.output,['INFO:q:hello'])
    def test_warn(self):
        import warnings
        with self.assertWarns(UserWarning): warnings.warn('x')
    def test_exit(self):
        with self.assertRaises(SystemExit): sys.exit(2)
    def tearDown(self): pass
    def test_cleanup(self): self.addCleanup(lambda: None)
suite=unittest.defaultTestLoader.loadTestsFromTestCase(T)
r=unittest.TestResult(); suite.run(r)
print(r, r.wasSuccessful(), len(r.skipped), len(r.expectedFailures))
for t, m in r.failures+r.errors: print(t, '|', m.strip().split('\n')[-1] if 'Traceback' in m else m)
m=mock.Mock(return_value=3, side_effect=None); print(m(1,a=2), m.called, m.call_args, m.call_count, m.mock_calls); m.assert_called_once_with(1,a=2); m.x.y.return_value=5; print(m.x.y(), m.x.y.call_args_list)
try: m.assert_called_with(2)
except AssertionError as e: print(e)
mm=mock.MagicMock(); mm.__len__.return_value=4; print(len(mm), mm['a'] is not None, bool(mm), int(mm)); mm.foo.side_effect=[1,ValueError('z')]; print(mm.foo())
try: mm.foo()
except ValueError as e: print(e)
with mock.patch('os.getcwd', return_value='/x') as p:
    import os; print(os.getcwd(), p.called)
print(os.getcwd()!='/x')
with mock.patch.dict(os.environ, {'A':'b'}): print(os.environ['A'])
class K:
    def f(self): return 1
with mock.patch.object(K,'f',autospec=True, return_value=9) as pf: print(K().f(), pf.call_count)
print(K().f(), mock.call(1,a=2), mock.ANY==5, mock.sentinel.foo, mock.create_autospec(K)().f.return_value is not None)
op=mock.mock_open(read_data='abc\ndef')
with mock.patch('builtins.open', op): print(open('zz').read(), list(open('q')))
s=mock.Mock(spec=K)
try: s.nope
except AttributeError as e: print(e)
@mock.patch('time.time', lambda: 5)
def tt(): import time; return time.time()
print(tt(), repr(mock.Mock(name='nm'))[:20])
pm=mock.PropertyMock(return_value=3)
with mock.patch.object(K,'prop',pm,create=True): print(K().prop)
import asyncio
am=mock.AsyncMock(return_value=7); print(asyncio.run(am(1)), am.await_count)
import doctest
def dfn(x):
    """
    >>> dfn(2)
    4
    >>> dfn(3)
    10
    >>> print('a\\nb')
    a
    b
    >>> dfn('x')
    Traceback (most recent call last):
    ...
    TypeError: can't multiply sequence by non-int of type 'str'
    >>> for i in range(2):
    ...     i
    0
    1
    >>> {1: 2} # doctest: +ELLIPSIS
    {...}
    """
    return x*x
res=doctest.testmod(sys.modules['__main__']); print(res)
