import type { Texts } from '../zh-CN';

const errors: Texts['errors'] = {
  network: 'The server did not answer. Check your connection and try again; nothing you wrote is lost.',
  unexpected: 'Something unexpected happened. Try again, or ask your administrator.',
  cancelled: 'Cancelled.',
  internal: 'The server failed and nothing was changed. Try again later, or ask your administrator.',
  busy: 'The server is busy. Try again in a few seconds.',
  database_away: 'The server cannot reach its database. Try again in a few seconds.',
  web_socket_expected:
    'This address takes a live connection (WebSocket) only. A proxy in front of Yingke must pass the Upgrade and Connection headers on.',
  files_away:
    'The place where files are kept does not answer, so nothing was uploaded or shown. Texts still go out; try the file again in a minute. If it lasts, ask your administrator to run yingke doctor.',
  outcome_unknown: 'The database went away while saving. Try again; nothing will be doubled.',
  disk_full:
    'The server’s disk is full: nothing can be saved, reading still works. Ask your administrator to free space.',
  malformed: 'The request was malformed and nothing was changed. Reload the page and try again.',
  consent_void:
    'This authorisation is void: it took more than 15 minutes, was used already, or was begun in another browser. Go back to the channel and authorise again.',
  hours_wrong:
    'The hours of {where} are not right. Times look like 09:00, and spans must not overlap, past midnight not with the next day’s either.',
  field_wrong: 'One of the fields is not right. Check it and send again.',
  not_found: 'Not found; it may have been deleted, or is outside what you may see.',
  not_signed_in: 'You are no longer signed in. Sign in again.',
  not_permitted: 'Your role does not allow this. Ask your administrator if you need it.',
  switched_off: 'This function is switched off. An administrator can switch it on under Functions.',
  setup_done: 'The set-up is finished. Sign in instead.',
  setup_token_wrong:
    'The set-up token is wrong, or the server was started again since. Paste the link it printed last; what you filled in is kept.',
  weak_password: 'This password is easy to guess. Use at least 12 characters and no common words.',
  password_wrong: 'This is not your current password. If you forgot it, ask your administrator to reset it.',
  sign_in_refused: 'E-mail or password is wrong. Check both and try again.',
  too_many_attempts: 'Too many attempts. Try again in {seconds} s.',
  invitation_void:
    'This invitation was used, withdrawn or has expired. Ask your administrator for a new one.',
  email_taken: 'Somebody here already has this e-mail. Use another one.',
  name_taken: 'This name is taken. Use another one.',
  in_use: 'It is still in use and cannot be deleted.',
  changed: 'Somebody changed this a moment ago. You now see theirs; make your change again.',
  key_reused: 'The same request was sent twice with different content. Reload and try again.',
  consultation_ended: 'The consultation has ended. Reopen it to go on.',
  consultation_not_ended: 'The consultation is still running; there is nothing to reopen.',
  colleague_unknown:
    'There is no such colleague or team here; the seat may just have been closed. Please choose again.',
  colleague_cannot_read:
    'The role of this colleague reads no conversations, so they would not see it. Choose somebody else, or ask an administrator.',
  already_there: 'This colleague takes part in the conversation already.',
  help_asked: 'Help is asked for already. A supervisor will see to it.',
  too_many_followers: 'Fifty colleagues follow this conversation already. Remove some first.',
  already_assigned: 'They are serving this already. The list is up to date now.',
  reopen_too_late: 'It ended more than 48 hours ago and cannot be reopened.',
  customer_blocked: 'The customer is blocked.',
  window_closed:
    'This cannot be sent now: the channel lets us write only for a while after the customer has written. Wait until they write again.',
  window_quota:
    'This needs more messages than are left: the channel limits how many we may send after the customer has written. Say it in fewer messages, or wait until they write again.',
  window_reserved:
    'The automatic message was not sent: what is left is kept for people. Reply yourself if needed.',
  held_elsewhere:
    'Somebody on the channel’s side is serving this customer, so nothing can be sent from here. Have it handed back there.',
  not_carried:
    'This channel does not support that, so nothing was sent. Try another way, for example plain text.',
  cannot_begin:
    'This channel does not let us write first, so nothing was sent. Wait until the customer writes, or reach them another way.',
  no_address:
    'We do not know where to reach the customer this way, so nothing was sent. Add their e-mail or number to the details and try again.',
  no_consent:
    'The customer has not agreed to SMS, so nothing was sent. Ask for their consent and note it in the details first.',
  message_unknown: 'There is no such message, or this cannot be done to it. Reload and look again.',
  message_too_old:
    'This message is too old: the channel no longer lets us change it or take it back. Send another one to explain.',
  app_unusable:
    'This app’s settings cannot be opened: the server’s key was replaced, or this version lacks the channel. Fill the settings in again, or ask your administrator.',
  payload_unreadable:
    'This payload cannot be read again: it was not pushed to us, or the key it was kept under was replaced. You can dismiss it.',
  provider_refused:
    'The platform did not answer as it should, and nothing was changed. Try again later; if it lasts, check the app’s connection.',
  time_passed: 'That time has passed. Pick one in the future.',
  message_empty: 'There is nothing to send.',
  too_large: 'This is too large. Make it smaller and try again.',
  file_too_large: 'The file is larger than {limit}. Compress or split it and send it again.',
  attachment_unusable: 'One of the files is no longer usable. Remove it and add it again.',
  file_kind_refused: 'Files of this kind are not allowed here. Use another format.',
  file_broken: 'The picture is damaged, or is not what it says. Use another one.',
  file_empty: 'The file is empty. Choose another one.',
  picture_too_large: 'The picture has too many pixels. Make it smaller and send it again.',
  standard_role: 'Built-in roles cannot be changed. Copy it as a new role.',
  last_owner: 'One owner must remain. Make somebody else an owner first.',
  grant_beyond_own: 'You cannot grant what you do not have yourself.',
  scope_unfit: 'This permission covers everything or nothing.',
  not_waiting: 'It no longer waits: somebody has taken it, or it has ended.',
  not_offered: 'This conversation is no longer offered to you; it may have gone to somebody else in time.',
  at_capacity: 'They have no place free. Choose somebody else, or put it in the queue.',
  routed_elsewhere: 'Another node decides who gets what. Try again in a moment.',
  routing_range: 'A number is out of its range. Check it and try again.',
  routing_rule: 'A rule is incomplete or too large. Check it and try again.',
  routing_rule_names: 'A rule names an agent, a team or a skill that no longer exists. Choose again.',
  routing_team: 'The chosen team no longer exists. Choose again.',
  routing_skill: 'The chosen skill no longer exists. Choose again.',
  routing_circle: 'Teams would hand over to one another in a circle. Take one of the steps out.',
};

export default errors;
