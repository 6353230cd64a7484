/**
 * The connection as a state machine: no socket, no clock, no chance in here.
 * `step` takes what happened and answers the new state and what the driver has to do.
 */
import type { ClientFrame, ServerFrame } from '@/api/types';
import { backoff, LONGEST_WAIT } from './backoff';
import { isNumbered, place } from './sequence';

/** Scripts never see WebSocket pings, so silence is probed with a `resume`, then given up. */
export const QUIET_BEFORE_PROBE = 40_000;
export const QUIET_AFTER_PROBE = 20_000;

export type Phase = 'off' | 'connecting' | 'live' | 'waiting' | 'checking';

export interface Connection {
  phase: Phase;
  /** The last number applied; survives reconnects. */
  seq: number | null;
  /** Failed attempts in a row. */
  attempt: number;
  /** A `resume` is on its way: further gaps ask nothing. */
  resuming: boolean;
  probing: boolean;
  /** 4002 was answered once already. */
  blamed: boolean;
}

export type Input =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'opened' }
  | { type: 'frame'; frame: ServerFrame }
  | { type: 'closed'; code: number }
  | { type: 'timer'; name: 'retry' | 'quiet' }
  | { type: 'checked'; signedIn: boolean }
  | { type: 'online' };

export type Effect =
  | { type: 'connect' }
  | { type: 'disconnect' }
  | { type: 'send'; frame: ClientFrame }
  /** Say again what is open and watched: the server's memory of it died with the socket. */
  | { type: 'restore' }
  | { type: 'apply'; frame: ServerFrame }
  | { type: 'timer'; name: 'retry' | 'quiet'; ms: number }
  | { type: 'clear' }
  | { type: 'check' }
  | { type: 'report'; code: number };

export type Step = [Connection, Effect[]];

export const OFF: Connection = {
  phase: 'off',
  seq: null,
  attempt: 0,
  resuming: false,
  probing: false,
  blamed: false,
};

const listen: Effect = { type: 'timer', name: 'quiet', ms: QUIET_BEFORE_PROBE };

function connect(state: Connection): Step {
  return [
    { ...state, phase: 'connecting', resuming: false, probing: false },
    [{ type: 'clear' }, { type: 'connect' }],
  ];
}

function wait(state: Connection, ms: number): Step {
  return [
    { ...state, phase: 'waiting', attempt: state.attempt + 1, resuming: false, probing: false },
    [{ type: 'clear' }, { type: 'timer', name: 'retry', ms }],
  ];
}

function closed(state: Connection, code: number, chance: number): Step {
  switch (code) {
    case 1012:
      return wait(state, 500 + Math.round(4500 * chance));
    case 4000:
      // At once, unless it keeps happening.
      return state.attempt === 0 ? wait(state, 0) : wait(state, backoff(state.attempt, chance));
    case 4001:
      return [{ ...state, phase: 'checking' }, [{ type: 'clear' }, { type: 'check' }]];
    case 4002: {
      const [next, effects] = wait(state, state.blamed ? LONGEST_WAIT : 0);
      return [{ ...next, blamed: true }, [{ type: 'report', code }, ...effects]];
    }
    case 4008:
      return wait(state, 30_000);
    default:
      return wait(state, backoff(state.attempt, chance));
  }
}

function received(state: Connection, frame: ServerFrame): Step {
  const heard: Connection = { ...state, phase: 'live', attempt: 0, probing: false };
  if (frame.type === 'snapshot') {
    return [{ ...heard, seq: frame.seq, resuming: false }, [{ type: 'apply', frame }, listen]];
  }
  if (!isNumbered(frame)) return [heard, [{ type: 'apply', frame }, listen]];
  switch (place(state.seq, frame)) {
    case 'next':
      return [{ ...heard, seq: frame.seq, resuming: false }, [{ type: 'apply', frame }, listen]];
    case 'stale':
      // An answer to `hello` or `resume` begins with a mark at the very number we hold.
      return [{ ...heard, resuming: heard.resuming && frame.seq !== state.seq }, [listen]];
    case 'gap':
      if (state.resuming || state.seq === null) return [heard, [listen]];
      return [
        { ...heard, resuming: true },
        [{ type: 'send', frame: { type: 'resume', after: state.seq } }, listen],
      ];
  }
}

function timer(state: Connection, name: 'retry' | 'quiet', chance: number): Step {
  if (name === 'retry') return state.phase === 'waiting' ? connect(state) : [state, []];
  if (state.phase !== 'live' && state.phase !== 'connecting') return [state, []];
  if (!state.probing && state.phase === 'live' && state.seq !== null) {
    return [
      { ...state, probing: true },
      [
        { type: 'send', frame: { type: 'resume', after: state.seq } },
        { type: 'timer', name: 'quiet', ms: QUIET_AFTER_PROBE },
      ],
    ];
  }
  const [next, effects] = wait(state, backoff(state.attempt, chance));
  return [next, [{ type: 'disconnect' }, ...effects]];
}

export function step(state: Connection, input: Input, chance: number): Step {
  if (input.type === 'start') return state.phase === 'off' ? connect(state) : [state, []];
  if (input.type === 'stop') return [OFF, [{ type: 'clear' }, { type: 'disconnect' }]];
  if (state.phase === 'off') return [state, []];
  switch (input.type) {
    case 'opened':
      return [
        // `hello` is always answered: with a snapshot, or with a mark and what was missed.
        state,
        [{ type: 'send', frame: { type: 'hello', after: state.seq } }, { type: 'restore' }, listen],
      ];
    case 'frame':
      return received(state, input.frame);
    case 'closed':
      return state.phase === 'connecting' || state.phase === 'live'
        ? closed(state, input.code, chance)
        : [state, []];
    case 'timer':
      return timer(state, input.name, chance);
    case 'checked':
      if (state.phase !== 'checking') return [state, []];
      if (!input.signedIn) return [OFF, [{ type: 'clear' }, { type: 'disconnect' }]];
      return state.attempt === 0 ? wait(state, 0) : wait(state, backoff(state.attempt, chance));
    case 'online':
      return state.phase === 'waiting' ? connect(state) : [state, []];
  }
}
