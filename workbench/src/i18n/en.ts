/** English. The type makes a missing or an extra key a compile error. */
import channel from './en/channel';
import conversation from './en/conversation';
import desk from './en/desk';
import door from './en/door';
import errors from './en/errors';
import hours from './en/hours';
import inbox from './en/inbox';
import routing from './en/routing';
import settings from './en/settings';
import staff from './en/staff';
import ways from './en/ways';
import type { Texts } from './zh-CN';

const en: Texts = {
  ...desk,
  ...conversation,
  ...door,
  ...staff,
  ...settings,
  ...hours,
  ...inbox,
  ...channel,
  ...ways,
  ...routing,
  errors,
};

export default en;
