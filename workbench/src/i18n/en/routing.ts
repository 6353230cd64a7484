import type { Texts } from '../zh-CN';

const routing: Pick<Texts, 'priority' | 'offer'> = {
  priority: { title: 'Priority', low: 'Low', normal: 'Normal', high: 'High', vip: 'VIP', urgent: 'Urgent' },
  offer: {
    ask: 'A new conversation is offered to you. Accept it within {time}.',
    accept: 'Accept',
    decline: 'Decline',
    declined: 'Declined; it is back in the queue',
    notice: '{name} is offered to you and waits for you to accept',
    see: 'Open',
    left: 'Left to accept',
  },
};

export default routing;
