# What `site` adds to the builtins.
import builtins, sys
print(sorted(n for n in dir(builtins)))
print(repr(exit), repr(quit), repr(help), repr(credits), repr(copyright), sep='\n')
print(type(exit), type(help).__name__, exit.name, callable(quit), exit.eof, 'help' in vars(builtins), hasattr(builtins, 'quit'))
print([n for n, v in sorted(vars(builtins).items()) if hasattr(v, 'eof')], callable(license), hasattr(license, 'name'))
copyright()
try: quit(3)
except SystemExit as e: print('exit', e.code, sys.stdin.closed)
def main():
    try: exit()
    except SystemExit as e: print(e.code)
main()
print(sys.copyright == str(copyright))
print(len({exit: 1, quit: 2}), exit == exit, help is builtins.help)
