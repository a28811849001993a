// Packs the extension into foretrace-<version>.vsix: a zip with a manifest (the Open Packaging Conventions, as VS Code reads them). What goes in stands in
// .vscodeignore. No program is downloaded for it. Usage: node scripts/package.mjs [FILE.vsix] [--built], the latter where dist/ is as it should be.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const root = fileURLToPath(new URL('..', import.meta.url));
const [given] = process.argv.slice(2).filter(a => !a.startsWith('--'));
const out = given ?? `${root}foretrace-${JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version}.vsix`;
if (!process.argv.includes('--built')) execFileSync(process.execPath, [`${root}scripts/build.mjs`, '--quiet'], { stdio: 'inherit' });

const wanted = readFileSync(`${root}.vscodeignore`, 'utf8')
  .split('\n')
  .filter(l => l.startsWith('!'))
  .map(l => l.slice(1));
const files = wanted.flatMap(w => {
  if (!w.endsWith('/**')) return existsSync(root + w) ? [w] : missing(w);
  const folder = w.slice(0, -3);
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .map(f => `${folder}/${f.replaceAll('\\', '/')}`)
    .filter(f => statSync(root + f).isFile() && !f.includes('__pycache__'));
});
function missing(name) {
  throw new Error(`${name} is in .vscodeignore but not there`);
}

const {
  devDependencies: _d,
  optionalDependencies: _o,
  dependencies: _p,
  scripts: _s,
  private: _private,
  ...manifest
} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
// As the marketplace has it of extensions that also run in a browser (vsce: src/package.ts, getExtensionKind and TagsProcessor).
const inBrowser = manifest.browser === undefined ? { kinds: [], tags: [] } : { kinds: ['web'], tags: ['__web_extension'] };
const escaped = text => String(text).replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`);
const vsixmanifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"/>
    <DisplayName>${escaped(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(manifest.description)}</Description>
    <Tags>${escaped([...(manifest.keywords ?? []), 'debuggers', ...inBrowser.tags].join(','))}</Tags>
    <Categories>${escaped(manifest.categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escaped(manifest.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionDependencies" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionPack" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${escaped([...manifest.extensionKind, ...inBrowser.kinds].join(','))}"/>
      <Property Id="Microsoft.VisualStudio.Code.LocalizedLanguages" Value=""/>
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${manifest.icon}</Icon>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Changelog" Path="extension/CHANGELOG.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/${manifest.icon}" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
const kinds = {
  json: 'application/json',
  js: 'application/javascript',
  md: 'text/markdown',
  txt: 'text/plain',
  png: 'image/png',
  svg: 'image/svg+xml',
  py: 'text/x-python',
  wasm: 'application/wasm',
  zip: 'application/zip',
  vsixmanifest: 'text/xml',
};
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${Object.entries(kinds)
  .map(([e, t]) => `<Default Extension=".${e}" ContentType="${t}"/>`)
  .join('')}</Types>
`;

const bytes = text => new TextEncoder().encode(text);
const entries = { 'extension.vsixmanifest': bytes(vsixmanifest), '[Content_Types].xml': bytes(contentTypes) };
for (const f of files) {
  const name = f === 'LICENSE' ? 'LICENSE.txt' : f;
  // What is compressed already is stored as it is.
  entries[`extension/${name}`] =
    f === 'package.json' ? bytes(JSON.stringify(manifest, undefined, 2)) : f.endsWith('.zip') ? [readFileSync(root + f), { level: 0 }] : readFileSync(root + f);
}
const zip = zipSync(entries, { level: 9, mtime: new Date('2026-01-01T00:00:00') });
writeFileSync(out, zip);
console.log(`${out}: ${files.length} files, ${(zip.length / 1e6).toFixed(2)} MB`);
