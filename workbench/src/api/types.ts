/**
 * Types of the HTTP API, by hand until they are generated from src/api/openapi.json.
 * The shape (`paths`) is what openapi-typescript writes, so that only this file is replaced.
 */
import type { AgentStatus, Attachment, EndedBy, Id, Message, Row, Time } from './frames';

export type { AgentStatus, Attachment, EndedBy, Id, Message, Row, Time };

export type Language = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Scope = 'own' | 'team' | 'inbox' | 'all';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  hint?: string;
  field?: string;
  traceId?: string;
}
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Grant {
  permission: string;
  scope: Scope;
}
export interface Me {
  agent: {
    id: Id;
    name: string;
    email: string;
    status: AgentStatus;
    statusReason: string | null;
    roleName: string;
    language: Language | null;
    theme: Theme | null;
    capacity?: number | null;
  };
  workspace: Workspace;
  permissions: Grant[];
  switches: string[];
}
export interface Workspace {
  id: Id;
  name: string;
  language: Language;
  timeZone: string;
}
export interface SignIn {
  id: Id;
  createdAt: Time;
  lastSeenAt: Time;
  address: string;
  userAgent: string;
  current: boolean;
}
export interface Customer {
  id: Id;
  name: string;
  email: string | null;
  phone: string | null;
  company: string | null;
  notes: string | null;
  attributes: Record<string, string | number | boolean | null>;
  createdAt?: Time;
  version?: number;
}
export type CustomerEdit = Partial<Pick<Customer, 'name' | 'email' | 'phone' | 'company' | 'notes'>>;
export interface PastConsultation {
  id: Id;
  number: number;
  status: string;
  openedAt: Time;
  endedAt: Time | null;
  endedBy: EndedBy | null;
  agentName: string | null;
  tags: Id[];
  conversationId?: Id;
}
export interface SearchHit {
  message: Message;
  conversation: Row;
  /** Pairs of [start, end) in UTF-16 units of `message.text`. */
  highlights: number[][];
}
export interface MessagePage {
  items: Message[];
  more: boolean;
  seq: number;
}
export interface ConversationDetail {
  conversation: Row;
  customer: Customer;
  seq: number;
}

export interface Agent {
  id: Id;
  name: string;
  email: string;
  status: AgentStatus;
  roleId: Id;
  roleName: string;
  teamIds: Id[];
  disabled: boolean;
  capacity: number | null;
}
export interface Invitation {
  id: Id;
  email: string;
  roleId: Id;
  roleName?: string;
  teamIds: Id[];
  expiresAt: Time;
  link?: string;
}
export interface Team {
  id: Id;
  name: string;
  memberIds: Id[];
}
export interface Role {
  id: Id;
  name: string;
  builtIn: boolean;
  grants: Grant[];
}
export interface PermissionInfo {
  permission: string;
  scopes: Scope[];
}
export interface Tag {
  id: Id;
  name: string;
  color: string;
}
export interface PreChatField {
  key: string;
  label: string;
  kind: 'text' | 'email' | 'phone' | 'longText';
  required: boolean;
}
export interface InboxSettings {
  greeting: string;
  theme: { color: string; position: 'left' | 'right' };
  preChat: { enabled: boolean; fields: PreChatField[] };
  hours: { enabled: boolean; timeZone: string; week: { from: string; to: string }[][]; closedNotice: string };
  attachments: { maxBytes: number; mediaTypes: string[] };
  teamIds: Id[];
  identitySecretSet: boolean;
  continueMinutes: number;
  autoEndMinutes: number;
}
export interface Inbox {
  id: Id;
  name: string;
  channel: string;
  key: string;
  snippet: string;
  settings: InboxSettings;
  version?: number;
}
export interface AuditEntry {
  id: Id;
  at: Time;
  actor: { kind: string; id: Id | null; name: string | null };
  act: string;
  object: { kind: string; id: Id | null; name: string | null };
  before: unknown;
  after: unknown;
  address: string | null;
}

type Json<T> = { content: { 'application/json': T } };
type Answers<Out> = {
  responses: { 200: Json<Out>; default: { content: { 'application/problem+json': Problem } } };
};
type Get<Out, Path = object, Query = object> = {
  parameters: ([keyof Path] extends [never] ? object : { path: Path }) &
    ([keyof Query] extends [never] ? object : { query?: Query });
  requestBody?: never;
} & Answers<Out>;
type Send<In, Out, Path = object, Header = object> = {
  parameters: ([keyof Path] extends [never] ? object : { path: Path }) &
    ([keyof Header] extends [never] ? object : { header?: Header });
  requestBody: Json<In>;
} & Answers<Out>;

type ById = { id: Id };
type Done = { ok?: boolean } | undefined;
type RowAnswer = { conversation: Row };
type IfMatch = { 'If-Match'?: string };
type Paged = { limit?: number; cursor?: string };
type InboxEdit = { name?: string; settings?: InboxSettings };

export interface paths {
  '/api/v1/setup': {
    get: Get<{ needed: boolean; languages: Language[] }>;
    post: Send<
      {
        token: string;
        name: string;
        email: string;
        password: string;
        company: string;
        language: Language;
        timeZone: string;
      },
      { workspaceId: Id; inboxId: Id; inboxKey: string }
    >;
  };
  '/api/v1/sign-in': {
    post: Send<{ email: string; password: string; workspaceId?: Id }, { result: 'ok' | 'needsSecondFactor' }>;
    delete: Get<Done>;
  };
  '/api/v1/me': { get: Get<Me>; patch: Send<{ name?: string; language?: Language; theme?: Theme }, Me> };
  '/api/v1/me/status': { put: Send<{ status: AgentStatus; reason?: string }, Done> };
  '/api/v1/me/sign-ins': { get: Get<Page<SignIn>> };
  '/api/v1/me/sign-ins/{id}': { delete: Get<Done, ById> };
  '/api/v1/invitations/accept': { post: Send<{ token: string; name: string; password: string }, Done> };

  '/api/v1/conversations': {
    get: Get<
      Page<Row>,
      object,
      Paged & { tab?: 'mine' | 'queue' | 'colleagues' | 'all'; status?: string; inboxId?: Id }
    >;
  };
  '/api/v1/conversations/{id}': { get: Get<ConversationDetail, ById> };
  '/api/v1/conversations/{id}/messages': {
    get: Get<MessagePage, ById, { before?: number; limit?: number }>;
    post: Send<{ clientId: string; text: string; attachmentIds?: Id[] }, Message, ById>;
  };
  '/api/v1/conversations/{id}/notes': { post: Send<{ clientId: string; text: string }, Message, ById> };
  '/api/v1/conversations/{id}/end': { post: Send<object, RowAnswer, ById> };
  '/api/v1/conversations/{id}/snooze': { post: Send<{ until: Time }, RowAnswer, ById> };
  '/api/v1/conversations/{id}/reopen': { post: Send<object, RowAnswer, ById> };
  '/api/v1/conversations/{id}/assign': { post: Send<{ agentId?: Id; teamId?: Id }, RowAnswer, ById> };
  '/api/v1/conversations/{id}/tags': { put: Send<{ tagIds: Id[] }, RowAnswer, ById> };
  '/api/v1/conversations/{id}/read': { put: Send<{ count: number }, RowAnswer, ById> };
  '/api/v1/search': { get: Get<Page<SearchHit>, object, { q: string; limit?: number }> };
  '/api/v1/customers/{id}': { get: Get<Customer, ById>; patch: Send<CustomerEdit, Customer, ById, IfMatch> };
  '/api/v1/customers/{id}/consultations': { get: Get<Page<PastConsultation>, ById> };

  '/api/v1/agents': { get: Get<Page<Agent>> };
  '/api/v1/agents/{id}': {
    patch: Send<{ roleId?: Id; teamIds?: Id[]; disabled?: boolean; capacity?: number | null }, Agent, ById>;
  };
  '/api/v1/invitations': {
    get: Get<Page<Invitation>>;
    post: Send<{ email: string; roleId: Id; teamIds: Id[] }, { id: Id; link: string; expiresAt: Time }>;
  };
  '/api/v1/invitations/{id}': { delete: Get<Done, ById> };
  '/api/v1/teams': { get: Get<Page<Team>>; post: Send<{ name: string; memberIds: Id[] }, Team> };
  '/api/v1/teams/{id}': {
    patch: Send<{ name?: string; memberIds?: Id[] }, Team, ById>;
    delete: Get<Done, ById>;
  };
  '/api/v1/roles': { get: Get<Page<Role>>; post: Send<{ name: string; grants: Grant[] }, Role> };
  '/api/v1/roles/{id}': {
    patch: Send<{ name?: string; grants?: Grant[] }, Role, ById>;
    delete: Get<Done, ById>;
  };
  '/api/v1/permissions': { get: Get<Page<PermissionInfo>> };
  '/api/v1/inboxes': { get: Get<Page<Inbox>>; post: Send<{ channel: 'web'; name: string }, Inbox> };
  '/api/v1/inboxes/{id}': {
    get: Get<Inbox, ById>;
    patch: Send<InboxEdit, Inbox, ById, IfMatch>;
    delete: Get<Done, ById>;
  };
  '/api/v1/tags': { get: Get<Page<Tag>>; post: Send<{ name: string; color: string }, Tag> };
  '/api/v1/tags/{id}': { patch: Send<{ name?: string; color?: string }, Tag, ById>; delete: Get<Done, ById> };
  '/api/v1/workspace': { get: Get<Workspace>; patch: Send<Partial<Omit<Workspace, 'id'>>, Workspace> };
  '/api/v1/switches': {
    get: Get<Record<string, boolean>>;
    patch: Send<Record<string, boolean>, Record<string, boolean>>;
  };
  '/api/v1/audit': { get: Get<Page<AuditEntry>, object, Paged & { act?: string; agentId?: Id }> };
}
