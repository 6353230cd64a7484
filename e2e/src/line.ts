/** One line of a thread, as somebody in front of the screen reads it: the same on both sides. */
export interface Line {
  from: 'customer' | 'agent';
  text: string;
  files: string[];
}
