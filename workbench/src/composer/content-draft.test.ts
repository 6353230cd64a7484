import { describe, expect, it } from 'vitest';
import {
  blankChoice,
  blankContent,
  coordinates,
  COMPOSABLE,
  filledTemplate,
  finished,
  isComplete,
} from './content-draft';

describe('what is sent beside words', () => {
  it('is never complete while it is blank', () => {
    expect(COMPOSABLE.filter((type) => isComplete(blankContent(type), ''))).toEqual([]);
  });

  it('needs words above a menu and something to press, and sends no empty choice', () => {
    const menu = {
      type: 'menu' as const,
      choices: [
        { id: 'c1', label: '退货' },
        { id: 'c2', label: ' ' },
      ],
    };
    expect([isComplete(menu, ''), isComplete(menu, '请选择')]).toEqual([false, true]);
    expect(finished(menu).choices).toHaveLength(1);
  });

  it('leads to the web only', () => {
    const link = (url: string) => isComplete({ type: 'link', title: 'a', url }, '');
    expect(['https://a.example', 'javascript:alert(1)', ''].map(link)).toEqual([true, false, false]);
  });

  it('gives choices ids that are not taken', () => {
    expect(blankChoice([{ id: 'c1' }, { id: 'c3' }]).id).toBe('c4');
  });
});

it('reads coordinates as maps copy them', () => {
  expect(coordinates('31.2304, 121.4737')).toEqual({ latitude: 31.2304, longitude: 121.4737 });
  expect(coordinates('-12 77')).toEqual({ latitude: -12, longitude: 77 });
  expect([coordinates('91, 0'), coordinates('here')]).toEqual([null, null]);
});

it('shows a template with its gaps filled as far as they are', () => {
  expect(filledTemplate('{{1}}，您的订单 {{thing2.DATA}} 已发出', ['沈女士'])).toBe(
    '沈女士，您的订单 {{thing2.DATA}} 已发出',
  );
});
