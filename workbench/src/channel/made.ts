/** Made-up manifests and apps for tests. */
import type { ChannelApp, ChannelField, Manifest } from './types';

export function madeField(change: Partial<ChannelField> = {}): ChannelField {
  return {
    key: 'corp_id',
    level: 'app',
    kind: { type: 'text' },
    required: true,
    label: { zh: '企业 ID', en: 'Corp ID' },
    help: { zh: '', en: '' },
    usual: '',
    ...change,
  };
}

export function madeManifest(change: Partial<Manifest> = {}): Manifest {
  return {
    key: 'postcards',
    name: { zh: '明信片', en: 'Postcards' },
    about: { zh: '一种想象的渠道', en: 'A channel of the imagination' },
    color: '#3370ff',
    way: 'webhook',
    form: [madeField()],
    steps: [],
    receives: ['text', 'image'],
    sends: ['text', 'image'],
    hints: [],
    receipts: 'read',
    limits: { textMost: 2000, textUnit: 'characters', files: [] },
    rate: { aMinute: 60, burst: 5 },
    windows: [],
    templatesReopen: false,
    proved: 'sdk',
    troubles: [],
    consent: null,
    canConnect: true,
    hasTemplates: false,
    hasConsole: false,
    enters: false,
    ...change,
  };
}

export function madeApp(change: Partial<ChannelApp> = {}): ChannelApp {
  return {
    id: 'a1',
    channel: 'postcards',
    name: '明信片一号',
    callbackUrl: 'https://desk.example.com/api/v1/hooks/k1',
    consentUrl: 'https://desk.example.com/settings/inboxes/consent',
    settings: { corp_id: 'ww1' },
    secretsSet: [],
    teeUrl: '',
    health: { state: 'new', code: '', detail: '', at: '2026-11-22T09:00:00.000Z' },
    inboxes: [{ id: 'i1', name: '明信片一号', account: '' }],
    createdAt: '2026-11-22T09:00:00.000Z',
    version: 1,
    ...change,
  };
}
