/** What the API says of channels, their apps and what they could not deliver. */
import type { Id, Time } from '@/api/types';

export interface Words {
  zh: string;
  en: string;
}
export const ABILITIES = [
  'text',
  'image',
  'audio',
  'video',
  'file',
  'location',
  'sticker',
  'link',
  'contact',
  'menu',
  'template',
  'mail',
  'reply',
  'edit',
  'recall',
  'reaction',
  'typing',
  'readMark',
  'service',
] as const;
export type Ability = (typeof ABILITIES)[number];

export interface FieldKind {
  type: 'text' | 'secret' | 'made' | 'number' | 'flag' | 'choice' | 'url' | 'json';
  length?: number | null;
  least?: number | null;
  most?: number | null;
  of?: { key: string; name: Words }[] | null;
}
export interface ChannelField {
  key: string;
  level: 'app' | 'inbox';
  kind: FieldKind;
  required: boolean;
  label: Words;
  help: Words;
  usual: string;
}
export type TextUnit = 'characters' | 'utf16' | 'bytes';
export interface FileLimit {
  kind: 'image' | 'audio' | 'video' | 'file';
  most: number;
  types: string[];
  becomes?: string | null;
  seconds?: number | null;
}
export interface WindowRule {
  trigger: 'message' | 'menu' | 'enter' | 'scan';
  lastsSeconds: number;
  messages?: number | null;
}
export interface Manifest {
  key: string;
  name: Words;
  about: Words;
  color: string;
  way: 'webhook' | 'pull' | 'listen';
  form: ChannelField[];
  steps: { text: Words }[];
  receives: Ability[];
  sends: Ability[];
  hints: { ability: Ability; instead: Words }[];
  receipts: 'sent' | 'failed' | 'delivered' | 'read';
  limits: {
    textMost: number;
    textUnit: TextUnit;
    files: FileLimit[];
    editsWithinSeconds?: number | null;
    recallsWithinSeconds?: number | null;
  };
  rate: { aMinute: number; burst: number };
  windows: WindowRule[];
  proved: 'server' | 'sdk' | 'vectors' | 'nothing';
  canConnect: boolean;
  hasTemplates: boolean;
  hasConsole: boolean;
}

export interface Health {
  state: 'new' | 'connected' | 'degraded' | 'broken';
  code: string;
  detail: string;
  at: Time;
}
export interface AppInbox {
  id: Id;
  name: string;
  account: string;
}
/** The credentials of one channel, and the inboxes behind them. */
export interface ChannelApp {
  id: Id;
  channel: string;
  name: string;
  callbackUrl: string;
  settings: Record<string, string>;
  secretsSet: string[];
  teeUrl?: string | null;
  health: Health;
  inboxes: AppInbox[];
  createdAt: Time;
  version: number;
}
export interface InboxDay {
  sent: number;
  failed: number;
  refused: number;
  successRate?: number | null;
  deliveryP50Ms?: number | null;
  deliveryP95Ms?: number | null;
  deliveryP99Ms?: number | null;
  ackP50Ms?: number | null;
  ackP95Ms?: number | null;
  ackP99Ms?: number | null;
}
export interface Hour {
  hour: Time;
  sent: number;
  failed: number;
}
export interface InboxHealth {
  inboxId: Id;
  name: string;
  waiting: number;
  waitingSince?: Time | null;
  day: InboxDay;
  lastError?: { kind: string; detail: string; at: Time } | null;
  lastInboundAt?: Time | null;
  lastOutboundAt?: Time | null;
  hours: Hour[];
}
export interface AppHealth {
  health: Health;
  inboxes: InboxHealth[];
}
export interface Refusal {
  kind: string;
  code: string;
  detail: string;
}
export interface ConnectAnswer {
  ok: boolean;
  accounts?: { account: string; name: string; inboxId?: Id | null }[] | null;
  error?: Refusal | null;
}
export interface PayloadProblem {
  at: string;
  what: string;
}
/** A call of the provider's that could not be read as a whole. */
export interface BadPayload {
  id: Id;
  at: Time;
  events: number;
  problems: PayloadProblem[];
  body: string;
  encoding: 'text' | 'base64';
  /** It was longer than what is shown. */
  cut: boolean;
  canReplay: boolean;
}
export interface Tried {
  events: string[];
  problems: PayloadProblem[];
}
export interface TemplateInfo {
  name: string;
  title: string;
  language: string;
  text: string;
  gaps: number;
}
/** A message that was given up. */
export interface DeadLetter {
  id: Id;
  inboxId: Id;
  conversationId: Id;
  /** The line it is about, if it is about one. */
  seq?: number | null;
  order: 'say' | 'edit' | 'recall' | 'react' | 'read' | 'serve' | 'end';
  at: Time;
  deadAt?: Time | null;
  kind: string;
  code: string;
  detail: string;
  preview: string;
  customerName: string;
}
