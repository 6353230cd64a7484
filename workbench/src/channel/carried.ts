/** What a channel's card says it carries: the few things people choose by. Pure. */
import type { Ability, Manifest } from './types';

const SHOWN: readonly Ability[] = ['text', 'image', 'audio', 'video', 'file', 'menu', 'template', 'mail'];

export const carried = ({ sends, receives }: Pick<Manifest, 'sends' | 'receives'>): Ability[] =>
  SHOWN.filter((one) => sends.includes(one) || receives.includes(one));
