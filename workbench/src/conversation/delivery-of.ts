import type { Message, Row } from '@/api/types';

/** The row knows how far the customer has read; the message only what its channel reported. */
export function deliveryOf(
  { delivery, position }: Pick<Message, 'delivery' | 'position'>,
  row: Pick<Row, 'customerReadPosition' | 'customerReceivedPosition'>,
): NonNullable<Message['delivery']> {
  // What waits or was given up has not reached anybody, however far they have read.
  if (delivery === 'failed' || delivery === 'pending') return delivery;
  const at = position ?? Infinity;
  if (at <= row.customerReadPosition) return 'read';
  return at <= row.customerReceivedPosition && delivery !== 'read' ? 'delivered' : (delivery ?? 'sent');
}
