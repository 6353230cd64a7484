const routing = {
  priority: { title: '优先级', low: '低', normal: '普通', high: '高', vip: 'VIP', urgent: '紧急' },
  offer: {
    ask: '新会话分配给你，请在 {time} 内接入',
    accept: '接入',
    decline: '婉拒',
    declined: '已婉拒，会话回到排队',
    notice: '{name} 的会话分配给你，等你接入',
    see: '查看',
    left: '剩余接入时间',
  },
};

export default routing;
