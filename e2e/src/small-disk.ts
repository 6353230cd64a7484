/** A desk whose disk can be full: a library between the server and its disk, the one of the server's own tests. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { Desk } from './desk';

const source = resolve(import.meta.dirname, '../../desk/server/tests/it/full_disk/full.c');

export class SmallDisk {
  private constructor(
    readonly desk: Desk,
    private readonly folders: string[],
  ) {}

  static async start(): Promise<SmallDisk> {
    let folders: string[] = [];
    const desk = await Desk.with((folder) => {
      const files = join(folder, 'files');
      mkdirSync(files, { recursive: true });
      folders = [folder, files];
      const library = join(folder, 'full.so');
      const made = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source], { encoding: 'utf8' });
      expect(made.status, made.stderr).toBe(0);
      const error = String(constants.errno.ENOSPC);
      return { LD_PRELOAD: library, FULL: folder, FULL_NESTED: files, FULL_ERROR: error };
    });
    return new SmallDisk(desk, folders);
  }

  /** From now on the server can write nothing more. */
  fill(): void {
    for (const folder of this.folders) writeFileSync(join(folder, 'ballast'), '');
  }
  makeRoom(): void {
    for (const folder of this.folders) rmSync(join(folder, 'ballast'));
  }
}
