/** 简体中文. The shape of these texts is the type of every text key. */
import channel from './zh-CN/channel';
import conversation from './zh-CN/conversation';
import desk from './zh-CN/desk';
import door from './zh-CN/door';
import errors from './zh-CN/errors';
import hours from './zh-CN/hours';
import inbox from './zh-CN/inbox';
import routing from './zh-CN/routing';
import settings from './zh-CN/settings';
import staff from './zh-CN/staff';
import ways from './zh-CN/ways';

const zh = {
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

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type Texts = Shape<typeof zh>;
export default zh as Texts;
