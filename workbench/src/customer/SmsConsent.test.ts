import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import type { Customer } from '@/api/types';
import { textPlugin } from '@/i18n';
import { usePreferences } from '@/shell/preferences';
import SmsConsent from './SmsConsent.vue';

const given: Customer['smsConsent'] = {
  at: '2020-11-22T09:00:00.000Z',
  by: { kind: 'agent', id: 'me', name: '何婧' },
};
function show(consent: Customer['smsConsent'], editable = true) {
  return mount(SmsConsent, { props: { consent, editable }, global: { plugins: [textPlugin] } });
}
beforeEach(() => {
  setActivePinia(createPinia());
  usePreferences().language = 'zh-CN';
});

it('says who noted it and when, and takes it back', async () => {
  const shown = show(given);
  expect(shown.text()).toContain('已同意接收（何婧 于 2020-11-22 记录）');
  await shown.get('button').trigger('click');
  expect(shown.emitted('save')).toEqual([[false]]);
});

it('notes it, where one may', async () => {
  const shown = show(null);
  await shown.get('button').trigger('click');
  expect(shown.emitted('save')).toEqual([[true]]);
  expect(show(null, false).find('button').exists()).toBe(false);
});
