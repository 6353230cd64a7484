import { describe, expect, it } from 'vitest';
import type { Means, WayBack } from '@/api/types';
import { hasText } from '@/i18n';
import { barredKey, folded } from './ways';

const way = (means: Means, barred: WayBack['barred'] = null): WayBack => ({
  means,
  barred,
  inboxes: [],
  to: '',
});

describe('a way that does not bear', () => {
  it('says which kind of inbox is missing', () => {
    expect(barredKey(way('sms', 'noInbox'))).toBe('ways.noInbox.sms');
    expect(barredKey(way('mail', 'noInbox'))).toBe('ways.noInbox.mail');
    expect(barredKey(way('mail'))).toBeNull();
  });

  it('has words for every reason', () => {
    const reasons: NonNullable<WayBack['barred']>[] = [
      ...(['customerBlocked', 'windowOpen', 'channelHasNone', 'blockedUs', 'heldElsewhere'] as const),
      ...(['noneApproved', 'approvedUnknown', 'noInbox', 'noAddress', 'noNumber'] as const),
      ...(['noConsent', 'switchedOff', 'notPermitted'] as const),
    ];
    for (const why of reasons) expect(hasText(barredKey(way('sms', why)) ?? ''), why).toBe(true);
  });
});

describe('on a phone', () => {
  const all = [way('notice', 'channelHasNone'), way('sms', 'noConsent'), way('mail'), way('phoneTask')];
  it('the one to take stands alone, the others are asked for', () => {
    const [shown, behind] = folded(all, 'mail');
    expect(shown.map((one) => one.means)).toEqual(['mail']);
    expect(behind.map((one) => one.means)).toEqual(['notice', 'sms', 'phoneTask']);
  });
  it('the reasons stand when nothing bears', () => {
    expect(folded(all, null)).toEqual([all, []]);
  });
});
