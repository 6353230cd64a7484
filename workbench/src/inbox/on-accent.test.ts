import { expect, it } from 'vitest';
import { palette } from '../../../widget/src/theme/contrast';
import { onAccent } from './on-accent';

it.each(['#1b7f5c', '#ffdd55', '#2f6fed', '#c53030', '#d9822b', '#14171a', '#ffffff', '#777777'])(
  'the preview writes on %s as the widget does',
  (color) => {
    expect(onAccent(color)).toBe(palette(color, false).onAccent);
  },
);
