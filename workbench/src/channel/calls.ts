/** The operations of channels, apps and dead letters. */
import { api, call, ifMatch } from '@/api/client';
import type { Id, Inbox } from '@/api/types';
import type {
  AppHealth,
  BadPayload,
  ChannelApp,
  ConnectAnswer,
  DeadLetter,
  Manifest,
  PayloadProblem,
  Refusal,
  TemplateInfo,
  Tried,
} from './types';

type Settings = Record<string, string>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const raw = api as any;
const list = async <T>(answer: unknown): Promise<T[]> => {
  const got = (await call(answer as never)) as T[] | { items: T[] };
  return Array.isArray(got) ? got : got.items;
};
const one = <T>(answer: unknown): Promise<T> => call<T>(answer as never);
const at = (id: Id) => ({ path: { id } });

export const readChannels = () => list<Manifest>(raw.GET('/api/v1/channels'));
export const readApps = () => list<ChannelApp>(raw.GET('/api/v1/apps'));
export const readApp = (id: Id) => one<ChannelApp>(raw.GET('/api/v1/apps/{id}', { params: at(id) }));
export const makeApp = (body: { channel: string; name: string; settings: Settings }) =>
  one<ChannelApp>(raw.POST('/api/v1/apps', { body }));
export const changeApp = (
  app: { id: Id; version: number },
  body: { name?: string; settings?: Record<string, string | null>; teeUrl?: string },
) =>
  one<ChannelApp>(raw.PATCH('/api/v1/apps/{id}', { params: { ...at(app.id), header: ifMatch(app) }, body }));
export const removeApp = (id: Id) => one<unknown>(raw.DELETE('/api/v1/apps/{id}', { params: at(id) }));
/** The values that were made here and have to be copied to the provider. */
export const readMade = (id: Id) => one<Settings>(raw.GET('/api/v1/apps/{id}/made', { params: at(id) }));
export const connectApp = (id: Id) =>
  one<ConnectAnswer>(raw.POST('/api/v1/apps/{id}/connect', { params: at(id) }));
export const addAppInbox = (id: Id, body: { name: string; account: string }) =>
  one<Inbox>(raw.POST('/api/v1/apps/{id}/inboxes', { params: at(id), body }));
export const readAppHealth = (id: Id) =>
  one<AppHealth>(raw.GET('/api/v1/apps/{id}/health', { params: at(id) }));
export const tryPayload = (id: Id, body: { payload: string; settings?: Settings }) =>
  one<Tried>(raw.POST('/api/v1/apps/{id}/try', { params: at(id), body }));
export const readTemplates = (id: Id) =>
  list<TemplateInfo>(raw.GET('/api/v1/apps/{id}/templates', { params: at(id) }));
export const sendTest = (id: Id, to: string) =>
  one<{ ok: boolean; error?: Refusal | null }>(
    raw.POST('/api/v1/apps/{id}/test', { params: at(id), body: { to } }),
  );
export const readPayloads = (id: Id) =>
  list<BadPayload>(raw.GET('/api/v1/apps/{id}/payloads', { params: at(id) }));
export const replayPayload = (id: Id) =>
  one<{ problems: PayloadProblem[] }>(raw.POST('/api/v1/payloads/{id}/replay', { params: at(id) }));
export const dismissPayload = (id: Id) =>
  one<unknown>(raw.POST('/api/v1/payloads/{id}/dismiss', { params: at(id) }));
export const readDeadLetters = () => list<DeadLetter>(raw.GET('/api/v1/deliveries'));
export const retryDeadLetters = (ids: Id[]) =>
  one<{ retried: number; refused: { id: Id; code: string }[] }>(
    raw.POST('/api/v1/deliveries/retry', { body: { ids } }),
  );
export const dismissDeadLetter = (id: Id) =>
  one<unknown>(raw.DELETE('/api/v1/deliveries/{id}', { params: at(id) }));
