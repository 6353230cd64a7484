import { expect, it } from 'vitest';
import { madeManifest } from './made';
import { troubleOf } from './trouble-words';

const lost = {
  code: 'stamp_lost',
  what: { zh: '邮票掉了。', en: 'The stamp is gone.' },
  todo: { zh: '请重新贴上。', en: 'Put another one on.' },
};

it('finds the words a channel has for its own codes, and nothing for the others', () => {
  const manifest = madeManifest({ troubles: [lost] });
  expect(troubleOf(manifest, 'stamp_lost')).toEqual(lost);
  expect(troubleOf(manifest, 'unauthorised')).toBeNull();
  expect(troubleOf(madeManifest({ troubles: [{ ...lost, code: '' }] }), '')).toBeNull();
  expect(troubleOf(undefined, 'stamp_lost')).toBeNull();
});
