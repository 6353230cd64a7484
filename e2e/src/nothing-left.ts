/** Ends what a failed test left behind: a server that runs on holds the runner's output, and the run never ends. */
import { afterAll } from 'vitest';
import { endAll } from './desk';

afterAll(endAll);
