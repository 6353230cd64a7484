import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desk } from './desk';

let desk: Desk;
beforeAll(async () => void (desk = await Desk.start()));
afterAll(() => desk.end());

/** The workbench's types are made from the committed document: it must be the server's own. */
it('the committed OpenAPI document is what the server says', async () => {
  const said: unknown = await (await fetch(`${desk.base}/api/openapi.json`)).json();
  const file = new URL('../../workbench/src/api/openapi.json', import.meta.url);
  expect(said).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});
