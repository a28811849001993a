// requests asks the user's own .netrc for a password for each host that it is sent to. Nobody knows what stands there: both ways are gone, with a password that is unknown and
// without one. A test that passes on both hangs on neither.
import { getAttr } from '../attributes.ts';
import { call, callMethod } from '../calls.ts';
import { native, setRaw } from '../define.ts';
import { importModule } from '../imports.ts';
import { setItem, truth } from '../operators.ts';
import { vm } from '../state.ts';
import { certainty, originHere, Unknown } from '../unknown-value.ts';
import { type Kw, T, type Value } from '../values.ts';
import { isKnown } from './disk.ts';
import { modulePatches } from './patches.ts';

/** Whether there is none for this host: what the way that is gone has said already, else a fork. */
function hasNone(host: string): boolean {
  const what = `~/.netrc: ${host}`;
  const said = certainty.decisions.slice(0, certainty.next).find(d => d.origins.some(o => o.what === what));
  return said === undefined ? truth(new Unknown([originHere('input', what)], T.bool)) : said.taken;
}
/** `auth(request)`, as requests' own handlers do it. */
const handler = native('netrc', {
  params: 'r, /',
  call: (r: Value) => {
    setItem(getAttr(r, 'headers'), 'Authorization', new Unknown([originHere('input', '~/.netrc')], T.str));
    return r;
  },
});

modulePatches.set('requests.utils', m => {
  const whole = m.dict.map.get('get_netrc_auth')?.value;
  if (whole === undefined) return;
  const path = importModule('posixpath');
  const [exists, expand] = [getAttr(path, 'exists'), getAttr(path, 'expanduser')];
  const asked = (url: Value, kw: Kw): Value => {
    const all = (): Value => call(whole, [url], kw);
    // Who asks by themselves get what is there.
    if (vm.frame?.code.source.name.endsWith('/requests/sessions.py') !== true || typeof url !== 'string') return all();
    // A program may have put another file in its place, or look for it in another way.
    if (getAttr(path, 'exists') !== exists || getAttr(path, 'expanduser') !== expand || callMethod(getAttr(importModule('os'), 'environ'), 'get', ['NETRC']) !== null) return all();
    const files = ['~/.netrc', '~/_netrc'].map(f => call(expand, [f]));
    if (!files.every(f => typeof f === 'string' && !isKnown(f))) return all();
    const host = getAttr(call(getAttr(m, 'urlparse'), [url]), 'hostname');
    if (typeof host !== 'string') return all();
    return hasNone(host) ? null : handler;
  };
  setRaw(m.dict, 'get_netrc_auth', native('get_netrc_auth', { params: 'url, **kw', call: asked }, 'requests.utils'));
});
