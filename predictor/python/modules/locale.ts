// The `_locale` module (Modules/_localemodule.c) of a process in the C locale with UTF-8 text, as Python starts where no other locale is asked for.
import { defineClass, defineModule } from '../define.ts';
import { dictFrom } from '../dict-keys.ts';
import { excTypes, raise, type Raise } from '../raise.ts';
import { toParsedInt, strArgument, strOf } from '../types/convert.ts';
import { compareStrs } from '../text/code-points.ts';
import { doubt, unknown } from '../unknown-value.ts';
import { type Exc, List, type Module, T, Tuple, type Type, type Value } from '../values.ts';
import { world } from '../world.ts';
import { constants } from './holes.ts';

const names = ['LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES'] as const;
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const texts: Record<string, string> = {
  CODESET: 'UTF-8', D_T_FMT: '%a %b %e %H:%M:%S %Y', D_FMT: '%m/%d/%y', T_FMT: '%H:%M:%S', T_FMT_AMPM: '%I:%M:%S %p', AM_STR: 'AM', PM_STR: 'PM', RADIXCHAR: '.', THOUSEP: '', YESEXPR: '^[yY]', NOEXPR: '^[nN]', CRNCYSTR: '-',
  ERA: '', ERA_D_T_FMT: '', ERA_D_FMT: '', ERA_T_FMT: '', ALT_DIGITS: '', _DATE_FMT: '%a %b %e %H:%M:%S %Z %Y',
};
days.forEach((d, i) => {
  texts[`DAY_${i + 1}`] = d;
  texts[`ABDAY_${i + 1}`] = d.slice(0, 3);
});
months.forEach((m, i) => {
  texts[`MON_${i + 1}`] = m;
  texts[`ABMON_${i + 1}`] = m.slice(0, 3);
});

let errorClass: Type | undefined;
function error(): Type {
  errorClass ??= defineClass({ name: 'Error', module: 'locale', bases: [excTypes.get('Exception')!], hasDict: true });
  return errorClass;
}
function localeError(text: string): Raise {
  const e = error().alloc!(error()) as Exc;
  e.args = new Tuple([text]);
  return raise(e);
}

/** Without a locale Python 3.11 starts in its UTF-8 mode (PEP 538, PEP 540). */
export function utf8Mode(): boolean {
  const env = world.current.environment;
  if (env.PYTHONUTF8 !== undefined && env.PYTHONUTF8 !== '') return env.PYTHONUTF8 === '1';
  const asked = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return asked === '' || asked === 'C' || asked === 'POSIX';
}
/** What `open` takes for text without an encoding. */
export const defaultEncoding = (): string => (utf8Mode() ? 'utf-8' : 'UTF-8');
/** What LC_CTYPE is set to at start, from the environment. */
function startingLocale(): string {
  const env = world.current.environment;
  const asked = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return asked === '' || asked === 'C' || asked === 'POSIX' ? 'C.UTF-8' : asked;
}
export function localeModule(): Module {
  const table = constants('_locale');
  const byNumber = new Map(Object.entries(texts).map(([k, v]) => [table[k], v]));
  return defineModule('_locale', {
    setlocale: {
      params: 'category, locale=None, /',
      call: (category: Value, locale: Value = null) => {
        const n = toParsedInt(category);
        if (n < 0 || n > 12) throw localeError('unsupported locale setting');
        const asked = locale === null ? undefined : strArgument(locale, 'setlocale', 'argument 2');
        if (asked === undefined) {
          if (n === 0) return startingLocale();
          if (n === 6) return [...names.map(k => `${k}=${k === 'LC_CTYPE' ? startingLocale() : 'C'}`), 'LC_PAPER=C', 'LC_NAME=C', 'LC_ADDRESS=C', 'LC_TELEPHONE=C', 'LC_MEASUREMENT=C', 'LC_IDENTIFICATION=C'].join(';');
          return 'C';
        }
        if (asked === 'C' || asked === 'POSIX') return 'C';
        if (asked === '' && startingLocale() === 'C.UTF-8') return n === 0 || n === 6 ? 'C.UTF-8' : 'C';
        // Whether the machine has it is not known here: it raises where it has not.
        const found = unknown('input', `locale ${asked === '' ? startingLocale() : asked}`, T.str);
        doubt(found.origins);
        return found;
      },
    },
    localeconv: {
      params: '',
      call: () => dictFrom([
        ['int_curr_symbol', ''], ['currency_symbol', ''], ['mon_decimal_point', ''], ['mon_thousands_sep', ''], ['mon_grouping', new List([])], ['positive_sign', ''], ['negative_sign', ''], ['int_frac_digits', 127], ['frac_digits', 127],
        ['p_cs_precedes', 127], ['p_sep_by_space', 127], ['n_cs_precedes', 127], ['n_sep_by_space', 127], ['p_sign_posn', 127], ['n_sign_posn', 127], ['decimal_point', '.'], ['thousands_sep', ''], ['grouping', new List([])],
      ]),
    },
    nl_langinfo: { params: 'key, /', call: (k: Value) => byNumber.get(toParsedInt(k)) ?? unknown('not-modelled', 'locale.nl_langinfo', T.str) },
    getencoding: { params: '', call: () => 'UTF-8' },
    strcoll: { params: 'string1, string2, /', call: (a: Value, b: Value) => Math.sign(compareStrs(strArgument(a, 'strcoll', 'argument 1'), strArgument(b, 'strcoll', 'argument 2'))) },
    strxfrm: { params: 'string, /', call: (s: Value) => strArgument(s, 'strxfrm', 'argument') },
    gettext: { params: 'msg, /', call: (s: Value) => s },
    dgettext: { params: 'domain, msg, /', call: (_d: Value, s: Value) => s },
    dcgettext: { params: 'domain, msg, category, /', call: (_d: Value, s: Value) => s },
    textdomain: { params: 'domain, /', call: (d: Value) => d ?? 'messages' },
    bindtextdomain: { params: 'domain, dir, /', call: (_d: Value, dir: Value) => dir ?? '/usr/share/locale' },
    bind_textdomain_codeset: { params: 'domain, codeset, /', call: (_d: Value, c: Value) => (c === null ? null : (strOf(c) ?? null)) },
  }, { ...table, Error: error() }, 'Support for POSIX locales.');
}
