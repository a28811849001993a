import ast
src='''
def f(a, b=2, *c, d=4, **e):
    "doc"
    x = [i*2 for i in range(a) if i % 2]
    try:
        y = {**e, 'k': (yield_ := 5)}
    except (ValueError, KeyError) as ex: raise
    else: z = f"{a!r:>{b}}|{b}"
    finally: pass
    match x:
        case [p, *q]: return p, q, y, z, c, d
        case _: return x, y, z
class A:
    v: int = 3
    @property
    def w(self): return self.v
out = (f(4), f(1, 3, 7, d=9, k2=1), A().w, f.__doc__, f.__name__)
'''
t=ast.parse(src); g={}; exec(compile(t,'<x>','exec'), g); print(g['out'])
class R(ast.NodeTransformer):
    def visit_Constant(s,n): return ast.copy_location(ast.Constant(n.value*2) if isinstance(n.value,int) else n, n)
print(eval(compile(ast.fix_missing_locations(ast.Expression(R().visit(ast.parse('1+2*3',mode='eval').body))),'','eval')))
m=ast.Module([ast.Assign([ast.Name('q',ast.Store())],ast.Constant((1,2)))],[]); ast.fix_missing_locations(m); exec(compile(m,'','exec')); print(q)
for bad in [lambda: compile(ast.Module([ast.Pass()],[]),'','exec'), lambda: compile(ast.parse('1'),'','eval'), lambda: compile(ast.Expression(5),'','eval'), lambda: compile(ast.Module([ast.Expr(ast.Name())],[]),'','exec')]:
    try: bad()
    except Exception as e: print(type(e).__name__, e)
