// src/api/openapi.json (written by the server) → src/api/schema.ts. With --check: fails when what is committed differs.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

const api = new URL('../src/api/', import.meta.url);
const target = new URL('schema.ts', api);
const document = JSON.parse(readFileSync(new URL('openapi.json', api), 'utf8'));

const head = '/** Generated from openapi.json by `npm run generate`; not edited by hand. */\n';
const style = { parser: 'typescript', singleQuote: true, printWidth: 110 };
const made = await format(head + astToString(await openapi(document, { silent: true })), style);
if (!process.argv.includes('--check')) writeFileSync(target, made);
else if (readFileSync(target, 'utf8') !== made) {
  process.stderr.write('src/api/schema.ts is not what openapi.json gives. Run: npm run generate\n');
  process.exit(1);
}
