/** Made-up rows, messages and frames for tests. */
import type { EventFrame, EventKind, Message, Row, SnapshotFrame } from '@/api/types';

export function madeRow(change: Partial<Row> = {}): Row {
  return {
    id: 'c1',
    inboxId: 'i1',
    channel: 'web',
    customerId: 'u1',
    customerName: '沈悦',
    status: 'open',
    consultationId: 'k1',
    consultationNumber: 1284,
    teamId: null,
    agentId: 'me',
    agentName: '周岚',
    openedAt: '2026-11-22T08:00:00.000Z',
    lastAt: '2026-11-22T09:00:00.000Z',
    lastText: '地址没变，周四前能到吗？',
    lastDirection: 'inbound',
    lastKind: 'text',
    waitingSince: '2026-11-22T09:00:00.000Z',
    firstReplyAt: null,
    snoozedUntil: null,
    endedAt: null,
    endedBy: null,
    inboundCount: 1,
    tags: [],
    customerReceivedPosition: 0,
    customerReadPosition: 0,
    version: 1,
    ...change,
  };
}

export function madeMessage(position: number, change: Partial<Message> = {}): Message {
  return {
    id: `m${position}`,
    conversationId: 'c1',
    consultationId: 'k1',
    seq: position,
    position,
    at: '2026-11-22T09:00:00.000Z',
    direction: 'inbound',
    kind: 'text',
    author: { kind: 'customer', id: 'u1', name: '沈悦' },
    text: `text ${position}`,
    attachments: [],
    ...change,
  };
}

export function madeEvent(seq: number, kind: EventKind, change: Partial<EventFrame> = {}): EventFrame {
  return {
    type: 'event',
    prev: seq - 1,
    seq,
    at: '2026-11-22T09:00:00.000Z',
    kind,
    actor: { kind: 'system', name: '' },
    ...change,
  };
}

export function madeSnapshot(seq: number, rows: Row[], change: Partial<SnapshotFrame> = {}): SnapshotFrame {
  return {
    type: 'snapshot',
    seq,
    agent: 'me',
    conversations: rows,
    reads: {},
    agents: [{ id: 'me', name: '周岚', status: 'online' }],
    counters: { mine: rows.length, queue: 0, colleagues: 0 },
    ...change,
  };
}
