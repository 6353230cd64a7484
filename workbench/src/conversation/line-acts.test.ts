import { expect, it } from 'vitest';
import { madeManifest } from '@/channel/made';
import { madeMessage } from '@/live/made';
import { lineActs, lineRefusals } from './line-acts';

const rich = madeManifest({
  sends: ['text', 'reply', 'edit', 'recall', 'reaction'],
  limits: { ...madeManifest().limits, editsWithinSeconds: 900, recallsWithinSeconds: 120 },
});
const own = madeMessage(5, { direction: 'outbound', delivery: 'sent' });
const at = (seconds: number) => Date.parse(own.at) + seconds * 1000;
const acts = (message = own, seconds = 10, mine = true, manifest: typeof rich | null = rich) =>
  lineActs(message, manifest, { mine, now: at(seconds) });

it('offers what the channel sends, for as long as it takes it', () => {
  expect(acts()).toEqual(['reply', 'edit', 'recall']);
  expect(acts(own, 121)).toEqual(['reply', 'edit']);
  expect(acts(own, 901)).toEqual(['reply']);
  expect(acts(madeMessage(6))).toEqual(['reply', 'react']);
  const everlasting = { ...rich, limits: madeManifest().limits };
  expect(acts(own, 10 ** 9, true, everlasting)).toEqual(['reply', 'edit', 'recall']);
});

it('leaves alone what is not ours, did not arrive, or was taken back', () => {
  expect(acts(own, 10, false)).toEqual(['reply']);
  expect(acts({ ...own, delivery: 'failed' })).toEqual([]);
  expect(acts({ ...own, recalledAt: own.at })).toEqual([]);
});

it('offers nothing on a channel that sends words only, nor on the website', () => {
  expect(acts(own, 10, true, madeManifest())).toEqual([]);
  expect(acts(own, 10, true, null)).toEqual([]);
});

it('names what a line does not take: never on this channel, or no longer', () => {
  const refused = (message = own, seconds = 10, mine = true, manifest = rich) =>
    lineRefusals(message, manifest, { mine, now: at(seconds) });
  expect(refused()).toEqual([]);
  expect(refused(own, 121)).toEqual([{ act: 'recall', within: 120 }]);
  const plain = madeManifest();
  expect(refused(own, 10, true, plain)).toEqual([
    { act: 'edit', within: null },
    { act: 'recall', within: null },
  ]);
  expect(refused(madeMessage(6), 10, false, plain)).toEqual([{ act: 'react', within: null }]);
  expect(refused(own, 10, false, plain)).toEqual([]);
  expect(refused({ ...own, delivery: 'failed' }, 10, true, plain)).toEqual([]);
});
