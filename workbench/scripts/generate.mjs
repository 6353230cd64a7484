// src/api/openapi.json (written by the server) → src/api/schema.ts, and what of it is the visitors' → the widget's
// schema.ts. With --check: fails when what is committed differs.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

const api = new URL('../src/api/', import.meta.url);
const document = JSON.parse(readFileSync(new URL('openapi.json', api), 'utf8'));

/** The visitors' operations and frames, with every type they are made of. */
function forVisitors({ openapi: version, info, paths, components }) {
  const own = Object.fromEntries(
    Object.entries(paths).filter(([path]) => path.startsWith('/api/v1/visitor/')),
  );
  const schemas = {};
  const take = (value) => {
    for (const [key, part] of Object.entries(value ?? {})) {
      const name = key === '$ref' ? part.replace('#/components/schemas/', '') : null;
      if (name && !(name in schemas)) {
        schemas[name] = components.schemas[name];
        take(schemas[name]);
      } else if (typeof part === 'object') take(part);
    }
  };
  const frames = ['ToVisitor', 'FromVisitor'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
  take([own, frames]);
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1)));
  const { securitySchemes } = components;
  return { openapi: version, info, paths: own, components: { schemas: sorted, securitySchemes } };
}

const head = '/** Generated from openapi.json by `npm run generate` in workbench/; not edited by hand. */\n';
const targets = [
  { file: 'src/api/schema.ts', of: document, style: { singleQuote: true, printWidth: 110 } },
  {
    file: '../widget/src/api/schema.ts',
    of: forVisitors(document),
    style: { singleQuote: true, printWidth: 110, semi: false },
  },
];
for (const { file, of, style } of targets) {
  const target = new URL(`../${file}`, import.meta.url);
  const made = await format(head + astToString(await openapi(of, { silent: true })), {
    parser: 'typescript',
    ...style,
  });
  if (!process.argv.includes('--check')) writeFileSync(target, made);
  else if (readFileSync(target, 'utf8') !== made) {
    process.stderr.write(`${file} is not what openapi.json gives. Run: npm run generate\n`);
    process.exit(1);
  }
}
