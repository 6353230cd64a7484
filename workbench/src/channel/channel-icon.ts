import { Mail, MessageCircle, MessageSquare, Webhook } from '@lucide/vue';
import type { Component } from 'vue';
import type { Manifest } from './types';

/** By what a channel is, never by its name. */
export function channelIcon(of: Manifest | null | undefined): Component {
  if (!of) return MessageSquare;
  if (of.hasConsole) return Webhook;
  return of.sends.includes('mail') ? Mail : MessageCircle;
}
