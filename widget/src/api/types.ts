/** The names under which the widget knows the types of the API; schema.ts is generated from the server's document. */
import type { components } from './schema'

type Schemas = components['schemas']

export type Attachment = Schemas['VisitorAttachment']
export type VisitorMessage = Schemas['VisitorMessage']
export type ConversationState = Schemas['VisitorState']
export type Inbox = Schemas['InboxFace']
export type PreChatField = Schemas['PreChatFace']
export type EnterRequest = Schemas['Enter']
export type Identity = NonNullable<EnterRequest['identity']>
export type Page = NonNullable<EnterRequest['page']>
export type Entered = Omit<Schemas['Entered'], 'snapshot'> & { snapshot: SnapshotFrame }
/** Compared, kept and sent back; never computed with. */
export type Cursor = string

/** The frames of docs/live-protocol.md. */
export type ServerFrame = Schemas['ToVisitor']
export type ClientFrame = Schemas['FromVisitor']
export type SnapshotFrame = Extract<ServerFrame, { type: 'snapshot' }>
export type EventFrame = Extract<ServerFrame, { type: 'event' }>
export type Signal = Extract<ClientFrame, { type: 'typing' | 'read' | 'page' }>
