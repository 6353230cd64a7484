import { expect, it } from 'vitest';
import { deliveryOf } from './delivery-of';

const row = { customerReadPosition: 10, customerReceivedPosition: 20 };

it.each([
  [{ position: 9, delivery: 'sent' }, 'read'],
  [{ position: 15, delivery: 'sent' }, 'delivered'],
  [{ position: 15, delivery: 'read' }, 'read'],
  [{ position: 30 }, 'sent'],
  [{ position: 30, delivery: 'delivered' }, 'delivered'],
  [{ position: 9, delivery: 'failed' }, 'failed'],
  // They read on while it waited for its channel.
  [{ position: 9, delivery: 'pending' }, 'pending'],
] as const)('%j is %s', (message, mark) => {
  expect(deliveryOf(message, row)).toBe(mark);
});
