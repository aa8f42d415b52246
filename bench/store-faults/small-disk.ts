import { execFileSync } from 'node:child_process';

/** A disk that is soon full, or why this user or machine cannot have one. */
export type SmallDisk = { readonly release: () => void } | { readonly skipped: string };

/** Mounts a tmpfs of that size on the folder; only root can, and not in every container. */
export function smallDisk(folder: string, kilobytes: number): SmallDisk {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=0700`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    const { message, stderr } = error as Error & { stderr?: Buffer };
    return { skipped: `a small tmpfs cannot be mounted here: ${String(stderr ?? message).trim()}` };
  }
  let mounted = true;
  return {
    release: () => {
      if (mounted) execFileSync('umount', [folder]);
      mounted = false;
    },
  };
}
