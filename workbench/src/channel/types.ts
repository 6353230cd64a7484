/** What the API says of channels, their apps and what they could not deliver. */
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Words = Schemas['Words'];
export type Ability = Schemas['Ability'];
/** In the order people look for them. */
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
] as const satisfies readonly Ability[];

export type ChannelField = Schemas['ChannelField'];
export type TextUnit = Schemas['TextUnit'];
export type ChannelTrouble = Schemas['ChannelTrouble'];
/** What a channel says of itself. */
export type Manifest = Schemas['Channel'];

export type Health = Schemas['AppHealth'];
/** The credentials of one channel, and the inboxes behind them. */
export type ChannelApp = Schemas['App'];
export type InboxDay = Schemas['DayPulse'];
export type Hour = Schemas['HourPulse'];
export type ConnectAnswer = Schemas['ConnectAnswer'];
export type TestAnswer = Schemas['TestAnswer'];
export type PayloadFault = Schemas['PayloadFault'];
/** A call of the provider's that could not be read as a whole. */
export type BadPayload = Schemas['Payload'];
export type Tried = Schemas['TrialAnswer'];
export type TemplateInfo = Schemas['TemplateInfo'];
/** Something that was given up. */
export type DeadLetter = Schemas['DeadLetter'];
