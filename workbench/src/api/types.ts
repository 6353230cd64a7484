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
export type Coming = Schemas['Coming'];
/** What a message holds besides words and files. */
export type Content = Schemas['Content'];
export type Mail = Schemas['Mail'];
/** Of that, what an agent may send. */
export type SayContent = Schemas['SayContent'];
export type Message = Schemas['Message'];
export type NewColleague = Schemas['NewColleague'];
export type NoteMentions = Schemas['NoteMentions'];
export type MessagePage = Schemas['ThreadPage'];
/** One conversation in a list. */
export type Row = Schemas['Conversation'];

export type Agent = Schemas['Agent'];
export type OpenWorkspace = Schemas['OpenWorkspace'];
export type AuditEntry = Schemas['AuditEntry'];
export type BreakReason = Schemas['BreakReason'];
export type CalendarDay = Schemas['CalendarDay'];
export type Customer = Schemas['Customer'];
export type CustomerEdit = Schemas['CustomerChange'];
/** Why one cannot write in a conversation, and the other ways to reach its customer. */
export type Ways = Schemas['Ways'];
export type WayBack = Schemas['WayBack'];
export type Means = Schemas['Means'];
export type Grant = Schemas['Grant'];
export type HolidaysRead = Schemas['HolidaysRead'];
export type Inbox = Schemas['Inbox'];
export type InboxSettings = Schemas['InboxSetup'];
export type Invitation = Schemas['Invitation'];
export type Language = Schemas['Language'];
export type Me = Schemas['Me'];
export type Opening = Schemas['Opening'];
export type Permission = Schemas['Permission'];
export type PermissionInfo = Schemas['Grantable'];
export type PresenceRules = Schemas['PresenceRules'];
export type Role = Schemas['Role'];
export type Scope = Schemas['Scope'];
export type SearchHit = Schemas['SearchHit'];
export type SignIn = Schemas['MySignIn'];
export type Switch = Schemas['Switch'];
export type Tag = Schemas['Tag'];
export type Team = Schemas['Team'];
export type Theme = Schemas['Theme'];
/** A week with its calendar, in one zone. */
export type WeekHours = Schemas['Hours'];

/** The frames of docs/live-protocol.md. */
export type ServerFrame = Schemas['ToAgent'];
export type ClientFrame = Schemas['FromAgent'];
export type SnapshotFrame = Extract<ServerFrame, { type: 'snapshot' }>;
export type EventFrame = Extract<ServerFrame, { type: 'event' }>;
export type TypingFrame = Extract<ServerFrame, { type: 'typing' }>;
export type Counters = Schemas['Counters'];
export type EventKind = Schemas['EventKind'];
export type LiveAgent = Schemas['AgentPresence'];
export type AccountHealth = Schemas['AccountHealth'];
export type CustomerPresence = Schemas['CustomerPresence'];

/** Ours too: what never reached the server has the same shape. */
export type Problem = Pick<Schemas['Problem'], 'type' | 'title' | 'status' | 'code'> & {
  detail?: string | null;
  field?: string | null;
  traceId?: string | null;
};
