import type { Texts } from '../zh-CN';

const desk: Pick<
  Texts,
  | 'app'
  | 'common'
  | 'nav'
  | 'shell'
  | 'bar'
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
    then: '{one} {two}',
    saidBy: '{name}: ',
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
    demo: 'Everything here is made up. Try whatever you like.',
    demoShort: 'All made up',
    demoRemove: 'Remove the demo and start',
    demoAsk:
      'All conversations, customers and people of the demo are deleted for good. Next you set up your own company.',
    demoGoing: 'Removing…',
    signOut: 'Sign out',
    signOutAnyway: 'Sign out anyway',
    workspaces: 'Workspaces',
    switchTo: 'Go to {name}',
    switchAnyway: 'Go anyway',
    waiting:
      '{n} message has not gone out. It waits here and goes when you come back to this workspace. | {n} messages have not gone out. They wait here and go when you come back to this workspace.',
    unsent:
      '{n} message has not gone out and would be lost. Wait until the connection is back: it goes by itself. | {n} messages have not gone out and would be lost. Wait until the connection is back: they go by themselves.',
    myStatus: 'My status: {status}',
    statusSetBy: '{name} set your status to “{status}”',
    loadHint: 'Conversations you are serving',
    serving: 'serving',
    paletteHint: 'Go to a conversation or a setting, or do something',
  },
  bar: {
    offline: 'Your computer is offline.',
    offlineTodo: 'Drafts and unsent messages are kept and go out when the network is back.',
    away: 'The server cannot be reached; reconnecting.',
    awayTodo:
      'The network may be unstable, or the server is restarting. Messages catch up by themselves; no draft is lost.',
    reconnect: 'Reconnect now',
    disk_full: 'The server’s disk is full: nothing new can be saved.',
    diskFullManager:
      'Free space on the server; then all goes on and unsent messages go out. Reading still works.',
    diskFullAgent:
      'Tell your administrator to free space; then all goes on and unsent messages go out. Reading still works.',
    database_away: 'The server cannot reach its database: nothing new can be saved.',
    database_awayTodo: 'It usually returns within seconds; unsent messages then go out by themselves.',
  },
  status: {
    online: 'Online',
    busy: 'Busy',
    break: 'Break',
    afterContact: 'After contact',
    invisible: 'Invisible',
    invisibleHint: 'offline to colleagues',
    away: 'Away',
    offline: 'Offline',
    left: '{time} left',
    quota: '{n} min',
  },
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
    invite: 'Invite a colleague',
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
    noneNarrowed: 'Try a shorter word or fewer filters. Only conversations you may see are searched.',
    noneYet: 'Nothing among the newer messages',
    older: 'Older finds',
    filters: 'Filters',
    clear: 'Clear filters',
    by: {
      from: 'Said by',
      agent: 'Agent',
      team: 'Team',
      tag: 'Tag',
      inbox: 'Inbox',
      since: 'From',
      until: 'To',
    },
    speakers: { customer: 'Customer', agent: 'Agent', note: 'Note' },
  },
};

export default desk;
