// src/api/openapi.json (written by the server) → src/api/schema.ts. With --check: fails when what is committed differs.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

const api = new URL('../src/api/', import.meta.url);
const target = new URL('schema.ts', api);
const document = JSON.parse(readFileSync(new URL('openapi.json', api), 'utf8'));
// The server's document names this type of a query parameter without describing it.
document.components.schemas.Tab ??= { type: 'string', enum: ['mine', 'queue', 'colleagues', 'all'] };
// Nor does it name the operations apart (all are `handler`); we know them by their paths.
for (const path of Object.values(document.paths))
  for (const operation of Object.values(path)) delete operation.operationId;

// Nor does utoipa see the wire's keys of enums that Rust macros make (`keyed!`): it names their variants. The keys are
// taken from there, until the document has them (`$key:tt` instead of `$key:literal` in those macros).
const sources = ['conversation/src/status', 'conversation/src/message', 'conversation/src/event']
  .concat(['staff/src/permission', 'staff/src/switch'])
  .map((name) => readFileSync(new URL(`../../${name}.rs`, import.meta.url), 'utf8'));
for (const schema of Object.values(document.components.schemas)) {
  const variants = schema.enum ?? [];
  for (const source of sources) {
    const keys = new Map(
      [...source.matchAll(/^ +(\w+) = "([\w.]+)",/gm)].map(([, name, key]) => [name, key]),
    );
    if (variants.length > 0 && variants.every((one) => keys.has(one)))
      schema.enum = variants.map((one) => keys.get(one));
  }
}

const head = '/** Generated from openapi.json by `npm run generate`; not edited by hand. */\n';
const style = { parser: 'typescript', singleQuote: true, printWidth: 110 };
const made = await format(head + astToString(await openapi(document, { silent: true })), style);
if (!process.argv.includes('--check')) writeFileSync(target, made);
else if (readFileSync(target, 'utf8') !== made) {
  process.stderr.write('src/api/schema.ts is not what openapi.json gives. Run: npm run generate\n');
  process.exit(1);
}
