import type { Texts } from '../zh-CN';

const desk: Pick<
  Texts,
  | 'app'
  | 'common'
  | 'nav'
  | 'shell'
  | 'status'
  | 'breaks'
  | 'themes'
  | 'channels'
  | 'keys'
  | 'profile'
  | 'search'
> = {
  app: { name: 'Yingke', title: 'Yingke desk' },
  common: {
    ok: 'OK',
    cancel: 'Cancel',
    save: 'Save',
    saved: 'Saved',
    discard: 'Discard',
    leaveUnsaved: 'Your changes are not saved. Leave anyway?',
    delete: 'Delete',
    deleteNamed: 'Delete {name}',
    edit: 'Edit',
    editNamed: 'Edit {name}',
    copy: 'Copy',
    copied: 'Copied',
    close: 'Close',
    back: 'Back',
    more: 'Load more',
    again: 'Try again',
    yes: 'Yes',
    no: 'No',
    acts: 'Actions',
    nothingFound: 'Nothing matches',
  },
  nav: {
    main: 'Main',
    inbox: 'Inbox',
    conversations: 'Inbox',
    search: 'Search',
    settings: 'Settings',
    me: 'Me',
  },
  shell: {
    reconnecting: 'Connection lost, reconnecting. Your draft is kept and messages catch up by themselves.',
    demo: 'Everything here is made up. Try whatever you like.',
    demoRemove: 'Remove the demo and start',
    demoAsk:
      'All conversations, customers and people of the demo are deleted for good. Next you set up your own company.',
    demoGoing: 'Removing…',
    signOut: 'Sign out',
    myStatus: 'My status: {status}',
    loadHint: 'Conversations you are serving',
    serving: 'serving',
    paletteHint: 'Go to a conversation or a setting, or do something',
  },
  status: { online: 'Online', busy: 'Busy', break: 'Break', away: 'Away', offline: 'Offline' },
  breaks: { meal: 'Meal', rest: 'Rest', meeting: 'Meeting', training: 'Training' },
  themes: { light: 'Light', dark: 'Dark', system: 'System' },
  channels: { web: 'Website' },
  keys: {
    title: 'Keyboard',
    next: 'Next conversation',
    previous: 'Previous conversation',
    reply: 'Reply',
    note: 'Write a note',
    assign: 'Transfer',
    snooze: 'Snooze',
    end: 'End consultation',
    search: 'Search',
    help: 'Show these keys',
    palette: 'Command palette',
    leave: 'Leave the field',
    hint: 'Single letters do nothing while you are writing.',
  },
  profile: {
    role: 'Role',
    language: 'Language',
    theme: 'Appearance',
    enter: 'Enter sends',
    enterHint: 'When off, Ctrl+Enter (⌘+Enter on a Mac) sends',
  },
  search: {
    title: 'Search all conversations',
    placeholder: 'Search messages and notes',
    hint: 'Chinese and English, several words with spaces between, newest first.',
    none: 'Nothing found for “{query}”',
    noneHint: 'Try a shorter word. Only conversations you may see are searched.',
    first20: 'The 20 most recent are shown. More words narrow it down.',
  },
};

export default desk;
