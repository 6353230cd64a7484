/** The names under which the workbench knows the types of the API; schema.ts is generated from openapi.json. */
import type { components } from './schema';

export type { paths } from './schema';
type Schemas = components['schemas'];

export type Id = string;
/** RFC 3339, UTC, milliseconds. */
export type Time = string;

export type Actor = Schemas['Actor'];
export type AgentStatus = Schemas['AgentStatus'];
export type Attachment = Schemas['AttachmentRef'];
export type Message = Schemas['Message'] & MessageMore;
export type MessagePage = Schemas['ThreadPage'];
/** One conversation in a list. */
export type Row = Schemas['Conversation'] & RowMore;

export type Agent = Schemas['Agent'];
export type OpenWorkspace = Schemas['OpenWorkspace'];
export type AuditEntry = Schemas['AuditEntry'];
export type Customer = Schemas['Customer'];
export type CustomerEdit = Schemas['CustomerChange'];
export type Grant = Schemas['Grant'];
export type Inbox = Schemas['Inbox'] & { appId?: Id | null };
export type InboxSettings = Schemas['InboxSetup'];
export type Invitation = Schemas['Invitation'];
export type Language = Schemas['Language'];
export type Me = Schemas['Me'];
export type Permission = Schemas['Permission'];
export type PermissionInfo = Schemas['Grantable'];
export type Role = Schemas['Role'];
export type Scope = Schemas['Scope'];
export type SearchHit = Schemas['SearchHit'];
export type SignIn = Schemas['MySignIn'];
export type Switch = Schemas['Switch'];
export type Tag = Schemas['Tag'];
export type Team = Schemas['Team'];
export type Theme = Schemas['Theme'];

// TEMPORARY until the schema has them.
type Proof = 'pass' | 'fail' | 'none';
export interface Mail {
  subject: string;
  from?: string;
  to?: string[];
  cc?: string[];
  html?: string;
  quoted?: string;
  spf?: Proof;
  dkim?: Proof;
  dmarc?: Proof;
  automatic?: boolean;
}
export interface Choice {
  id: string;
  label: string;
  url?: string | null;
}
export type Content =
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'sticker' }
  | { type: 'link'; title: string; description?: string; url?: string }
  | { type: 'contact'; name: string; phone?: string }
  | { type: 'menu'; title?: string; choices: Choice[]; tail?: string }
  | { type: 'pressed'; id: string }
  | { type: 'template'; name: string; language?: string; parameters?: string[] }
  | ({ type: 'mail' } & Mail)
  | { type: 'unsupported'; kind: string };
export interface Coming {
  id: Id;
  kind: 'image' | 'audio' | 'video' | 'file';
  name?: string;
  failed?: string | null;
}
export interface Failure {
  kind: string;
  code?: string;
  detail?: string;
}
interface MessageMore {
  content?: Content | null;
  coming?: Coming[];
  repliesTo?: number | null;
  editedAt?: Time | null;
  recalledAt?: Time | null;
  reactions?: { by: 'customer' | 'agent' | 'system'; emoji: string }[];
  failure?: Failure | null;
}
interface RowMore {
  window?: {
    openedAt: Time;
    until: Time;
    of?: number | null;
    left?: number | null;
    automatic?: number;
  } | null;
  heldBy?: string | null;
}

/** The frames of docs/live-protocol.md. */
export type ServerFrame = Schemas['ToAgent'];
export type ClientFrame = Schemas['FromAgent'];
export type SnapshotFrame = Extract<ServerFrame, { type: 'snapshot' }>;
export type EventFrame = Extract<ServerFrame, { type: 'event' }>;
export type TypingFrame = Extract<ServerFrame, { type: 'typing' }>;
export type Counters = Schemas['Counters'];
export type EventKind = Schemas['EventKind'];
export type LiveAgent = Schemas['AgentPresence'];
export type CustomerPresence = Schemas['CustomerPresence'];

/** Ours too: what never reached the server has the same shape. */
export type Problem = Pick<Schemas['Problem'], 'type' | 'title' | 'status' | 'code'> & {
  detail?: string | null;
  field?: string | null;
  traceId?: string | null;
};
