import { randomUUID } from 'node:crypto';
import { en, minute, zh } from './data.mjs';

const iso = (ms) => new Date(ms).toISOString();
const KINDS = {
  customer: 'inbound',
  me: 'outbound',
  agent1: 'outbound',
  note: 'internal',
  event: 'internal',
  image: 'inbound',
  file: 'outbound',
};

/** Everything the fake server knows, made from the data of one language. */
export function makeWorld(language) {
  const data = language === 'en' ? en : zh;
  const now = Date.now();
  const world = {
    seq: 1000,
    log: [],
    rows: new Map(),
    messages: new Map(),
    reads: {},
    customers: new Map(),
    files: new Map(),
    past: new Map(),
    data,
  };
  const roleNames =
    language === 'en'
      ? ['Owner', 'Administrator', 'Supervisor', 'Agent', 'Auditor']
      : ['所有者', '管理员', '主管', '客服', '审计员'];
  world.permissions = [
    'conversation.read',
    'conversation.reply',
    'conversation.note',
    'conversation.assign',
    'conversation.end',
    'conversation.tag',
    'customer.read',
    'customer.edit',
    'search.use',
    'agent.manage',
    'team.manage',
    'role.manage',
    'inbox.manage',
    'tag.manage',
    'workspace.manage',
    'switch.manage',
    'audit.read',
  ];
  const grants = (count, scope) =>
    world.permissions.slice(0, count).map((permission) => ({ permission, scope }));
  world.roles = roleNames.map((name, at) => ({
    id: randomUUID(),
    name,
    builtIn: true,
    grants:
      at < 2
        ? grants(17, 'all')
        : at === 2
          ? grants(9, 'team')
          : at === 3
            ? grants(9, 'own')
            : [{ permission: 'audit.read', scope: 'all' }],
  }));
  const statuses = ['online', 'online', 'busy', 'break', 'online', 'offline', 'offline'];
  const person = (name, at) => ({
    id: randomUUID(),
    name,
    email: at < 0 ? data.me[1] : `agent${at + 1}@yingke.example`,
    status: at < 0 ? 'online' : statuses[at],
    roleId: world.roles[at < 0 ? 2 : 3].id,
    roleName: roleNames[at < 0 ? 2 : 3],
    teamIds: [],
    disabled: at === 6,
    capacity: 10,
  });
  world.agents = [person(data.me[0], -1), ...data.agents.map(person)];
  const [me, first] = world.agents;
  world.me = me;
  world.teams = data.teams.map((name, at) => ({
    id: randomUUID(),
    name,
    memberIds: world.agents.filter((_, n) => n % 2 === at || n === 0).map((one) => one.id),
  }));
  for (const agent of world.agents)
    agent.teamIds = world.teams.filter((team) => team.memberIds.includes(agent.id)).map((team) => team.id);
  world.tags = data.tags.map(([name, color]) => ({ id: randomUUID(), name, color }));
  const key = 'yk_demo7Q2f';
  const week = [0, 1, 2, 3, 4, 5, 6].map((day) =>
    day === 6
      ? []
      : [
          { from: '09:00', to: '12:00' },
          { from: '13:30', to: '21:00' },
        ],
  );
  world.inboxes = [
    {
      id: randomUUID(),
      name: data.inbox,
      channel: 'web',
      key,
      version: 1,
      snippet: `<script async src="https://desk.example/widget.js" data-key="${key}"></script>`,
      settings: {
        greeting: data.greeting,
        theme: { color: '#1B7F5C', position: 'right' },
        preChat: {
          enabled: true,
          fields: [
            { key: 'name', label: language === 'en' ? 'Name' : '称呼', kind: 'text', required: true },
            { key: 'phone', label: language === 'en' ? 'Phone' : '手机', kind: 'phone', required: false },
          ],
        },
        hours: {
          enabled: true,
          timeZone: 'Asia/Shanghai',
          week,
          closedNotice: language === 'en' ? 'We are back at 9.' : '我们 9 点上班，请先留言。',
        },
        attachments: {
          maxBytes: 20971520,
          mediaTypes: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'],
        },
        teamIds: [],
        identitySecretSet: false,
        continueMinutes: 10,
        autoEndMinutes: 120,
      },
    },
  ];
  world.workspace = {
    id: randomUUID(),
    name: data.workspace,
    language: data.language,
    timeZone: 'Asia/Shanghai',
  };
  world.switches = {
    search: true,
    attachments: true,
    typingPreview: true,
    readMarks: true,
    preChat: true,
    identity: false,
  };
  world.invitations = [
    {
      id: randomUUID(),
      email: 'new@yingke.example',
      roleId: world.roles[3].id,
      teamIds: [world.teams[0].id],
      expiresAt: iso(now + 60 * 60 * minute),
    },
  ];
  world.signIns = [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
  ].map((userAgent, at) => ({
    id: randomUUID(),
    createdAt: iso(now - 9e6),
    lastSeenAt: iso(now - at * 9e7),
    address: `203.0.113.${at + 7}`,
    userAgent,
    current: at === 0,
  }));
  world.audit = [
    'inbox.changed',
    'agent.invited',
    'role.created',
    'switch.changed',
    'sign_in',
    'custom.act',
  ].map((act, at) => ({
    id: randomUUID(),
    at: iso(now - at * 47 * minute),
    actor: { kind: 'agent', id: me.id, name: at % 2 ? first.name : me.name },
    act,
    object: {
      kind: 'x',
      id: null,
      name: [data.inbox, 'new@yingke.example', data.teams[0], 'search', me.name, 'x'][at],
    },
    before: at === 3 ? { search: false } : null,
    after: at === 3 ? { search: true } : at === 0 ? { autoEndMinutes: 120 } : null,
    address: '203.0.113.7',
  }));
  let number = 1284;

  function file(name, mediaType, size, width, height) {
    const one = {
      id: randomUUID(),
      name,
      mediaType,
      size,
      thumbnail: mediaType.startsWith('image/'),
      ...(width ? { width, height } : {}),
    };
    world.files.set(one.id, one);
    return one;
  }
  world.file = file;
  function add(spec, agent, status) {
    const id = randomUUID();
    const customerId = randomUUID();
    const lastAt = now - (spec.wait ?? spec.ended ?? 9) * minute;
    const ended = status === 'ended' ? iso(Math.max(lastAt, new Date().setHours(0, 1, 0, 0))) : null;
    const row = {
      id,
      inboxId: world.inboxes[0].id,
      channel: 'web',
      customerId,
      customerName: spec.name,
      status,
      consultationId: randomUUID(),
      consultationNumber: number++,
      teamId: status === 'queued' ? world.teams[1].id : null,
      agentId: agent?.id ?? null,
      agentName: agent?.name ?? null,
      openedAt: iso(now - 40 * minute),
      lastAt: iso(lastAt),
      lastText: '',
      lastDirection: 'inbound',
      lastKind: 'text',
      waitingSince: spec.wait ? iso(lastAt) : null,
      firstReplyAt: null,
      snoozedUntil: spec.snooze ? iso(now + spec.snooze * 60 * minute) : null,
      endedAt: ended,
      endedBy: ended ? 'agent' : null,
      inboundCount: 0,
      tags: (spec.tags ?? []).map((at) => world.tags[at].id),
      customerReadSeq: 0,
      version: 1,
    };
    world.rows.set(id, row);
    world.messages.set(id, []);
    world.customers.set(customerId, {
      id: customerId,
      name: spec.name,
      email: spec.email ?? null,
      phone: spec.phone ?? null,
      company: null,
      notes: spec.notes ?? null,
      attributes: spec.attributes ?? {},
      version: 1,
    });
    world.past.set(
      customerId,
      spec.story
        ? data.old.map((_, at) => ({
            id: randomUUID(),
            number: 800 + at,
            status: 'ended',
            openedAt: iso(now - (at + 1) * 47 * 24 * 60 * minute),
            endedAt: iso(now),
            endedBy: at === 1 ? 'timeout' : 'agent',
            agentName: world.agents[at].name,
            tags: [world.tags[at].id],
          }))
        : [],
    );
    const script = spec.story
      ? data.story
      : spec.lines.map((line) => (line.startsWith('>') ? ['me', line.slice(1)] : ['customer', line]));
    if (spec.story)
      for (let n = 0; n < 70; n += 1)
        say(
          row,
          n % 3 ? 'customer' : 'me',
          `${data.old[n % 3]} · ${n + 1}`,
          now - 26 * 60 * minute + n * minute,
          agent,
        );
    script.forEach(([who, text], at) =>
      say(row, who, text, lastAt - (script.length - 1 - at) * (spec.story ? 2.3 : 1.1) * minute, agent),
    );
    row.customerReadSeq = spec.story ? world.seq - 1 : 0;
    if (agent === me) world.reads[id] = row.inboundCount - (spec.unread ?? 0);
    return row;
  }
  function say(row, who, text, at, agent) {
    const list = world.messages.get(row.id);
    const direction = KINDS[who];
    const author =
      direction === 'inbound'
        ? { kind: 'customer', id: row.customerId, name: row.customerName }
        : who === 'agent1' || who === 'note'
          ? { kind: 'agent', id: first.id, name: first.name }
          : { kind: 'agent', id: agent?.id ?? me.id, name: agent?.name ?? me.name };
    const attachments =
      who === 'image'
        ? [file('IMG_2207.jpg', 'image/jpeg', 48213, 1200, 720)]
        : who === 'file'
          ? [file(text, 'application/pdf', 188416)]
          : [];
    const kind =
      who === 'note'
        ? 'note'
        : who === 'event'
          ? 'event'
          : who === 'image'
            ? 'image'
            : who === 'file'
              ? 'file'
              : 'text';
    const event =
      who === 'event'
        ? {
            what: text,
            by: { kind: 'agent', id: first.id, name: first.name },
            to: { kind: 'agent', id: me.id, name: me.name },
            reason: data.reason,
          }
        : null;
    const message = {
      id: randomUUID(),
      conversationId: row.id,
      consultationId: row.consultationId,
      seq: ++world.seq,
      position: list.length + 1,
      at: iso(at),
      direction,
      kind,
      author,
      clientId: null,
      text: who === 'event' || who === 'file' ? '' : text,
      attachments,
      delivery: direction === 'outbound' ? 'delivered' : null,
      event,
    };
    list.push(message);
    if (direction === 'inbound') row.inboundCount += 1;
    if (direction !== 'internal')
      Object.assign(row, { lastText: message.text, lastKind: kind, lastDirection: direction });
    return message;
  }
  for (const spec of data.mine) add(spec, me, spec.ended ? 'ended' : spec.snooze ? 'snoozed' : 'open');
  for (const spec of data.queue) add(spec, null, 'queued');
  data.colleagues.forEach((name, at) =>
    add(
      { name, wait: at % 2 ? at + 0.4 : 0, lines: [data.colleagueLine] },
      world.agents[1 + (at % 3)],
      'open',
    ),
  );
  return world;
}
