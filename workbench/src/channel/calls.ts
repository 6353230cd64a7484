/** The operations of channels, apps and dead letters. */
import { api, call, ifMatch } from '@/api/client';
import type { Id } from '@/api/types';

type Settings = Record<string, string>;
const at = (id: Id) => ({ path: { id } });

export const readChannels = () => call(api.GET('/api/v1/channels'));
export const readApps = () => call(api.GET('/api/v1/apps'));
export const readApp = (id: Id) => call(api.GET('/api/v1/apps/{id}', { params: at(id) }));
export const makeApp = (body: { channel: string; name: string; settings: Settings }) =>
  call(api.POST('/api/v1/apps', { body }));
export const changeApp = (
  app: { id: Id; version: number },
  body: { name?: string; settings?: Record<string, string | null>; teeUrl?: string },
) => call(api.PATCH('/api/v1/apps/{id}', { params: { ...at(app.id), header: ifMatch(app) }, body }));
export const removeApp = (id: Id) => call(api.DELETE('/api/v1/apps/{id}', { params: at(id) }));
/** The values that were made here and have to be copied to the provider. */
export const readMade = (id: Id) => call(api.GET('/api/v1/apps/{id}/made', { params: at(id) }));
export const connectApp = (id: Id) => call(api.POST('/api/v1/apps/{id}/connect', { params: at(id) }));
/** The provider's page where access is granted. */
export const askConsent = (id: Id) => call(api.POST('/api/v1/apps/{id}/consent', { params: at(id) }));
export const redeemConsent = (id: Id, body: { state: string; code: string }) =>
  call(api.POST('/api/v1/apps/{id}/consent/redeem', { params: at(id), body }));
export const addAppInbox = (id: Id, body: { name: string; account: string }) =>
  call(api.POST('/api/v1/apps/{id}/inboxes', { params: at(id), body }));
export const readAppHealth = (id: Id) => call(api.GET('/api/v1/apps/{id}/health', { params: at(id) }));
export const tryPayload = (id: Id, body: { payload: string; settings?: Settings }) =>
  call(api.POST('/api/v1/apps/{id}/try', { params: at(id), body }));
export const readTemplates = (id: Id) => call(api.GET('/api/v1/apps/{id}/templates', { params: at(id) }));
export const sendTest = (id: Id, body: { to: string } | { conversationId: Id }) =>
  call(api.POST('/api/v1/apps/{id}/test', { params: at(id), body }));
export const readPayloads = (id: Id) => call(api.GET('/api/v1/apps/{id}/payloads', { params: at(id) }));
export const replayPayload = (id: Id) => call(api.POST('/api/v1/payloads/{id}/replay', { params: at(id) }));
export const dismissPayload = (id: Id) => call(api.POST('/api/v1/payloads/{id}/dismiss', { params: at(id) }));
export const readDeadLetters = () => call(api.GET('/api/v1/deliveries'));
export const retryDeadLetters = (ids: Id[]) => call(api.POST('/api/v1/deliveries/retry', { body: { ids } }));
export const dismissDeadLetter = (id: Id) => call(api.DELETE('/api/v1/deliveries/{id}', { params: at(id) }));
